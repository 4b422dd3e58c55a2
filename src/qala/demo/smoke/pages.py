"""Which pages each role reads, by the names of their addresses."""

#: Read by everybody, in three languages.
PUBLIC = (
    "proposals:home",
    "proposals:new",
    "proposals:list",
    "proposals:statistics",
    "proposals:silent",
    "proposals:open_data",
    "proposals:cases_csv",
    "proposals:cases_json",
    "proposals:schema",
    "proposals:points",
    "proposals:feed",
    "proposals:meetings",
    "proposals:meetings_calendar",
    "proposals:georeport",
    "proposals:norms",
    "places:districts",
    "places:streets",
    "meals:overview",
    "meals:open_data",
    "meals:days_csv",
    "meals:days_json",
    "ui:gallery",
    "ui:offline",
    "demo:roles",
    "demo:progress",
)

#: Role of the demo → the pages of its office. Each also reads its own first page and its cabinet.
OF_ROLE = {
    "resident_aigerim": ("proposals:new",),
    "resident_bolat": ("people:me",),
    "journalist": ("proposals:statistics", "proposals:open_data"),
    "operator_109": ("proposals:enter", "proposals:desk", "proposals:desk_quarantine"),
    "triage_officer": (
        "proposals:desk",
        "proposals:desk_quarantine",
        "proposals:desk_incidents",
        "proposals:desk_photos",
    ),
    "photo_redactor": ("proposals:desk_photos",),
    "dispatcher": ("proposals:desk", "proposals:desk_works", "proposals:desk_incidents"),
    "translator": ("proposals:desk_translations",),
    "signer": ("proposals:desk", "proposals:deadlines_page"),
    "executor": ("proposals:desk_works",),
    "inspector": ("proposals:desk", "proposals:desk_works"),
    "placard_keeper": ("proposals:placards",),
    "akim": ("proposals:meetings", "proposals:desk"),
    "protocol_controller": ("proposals:desk_meetings", "proposals:desk_meeting_new"),
    "routing_editor": ("proposals:routing",),
    "administrator": ("people:appointments", "people:admin_session", "proposals:desk_keys"),
    "auditor": ("people:appointments", "meals:flags"),
    "parent": ("meals:my",),
    "parent_of_several": ("meals:my",),
    "canteen_worker": ("meals:terminal",),
    "social_pedagogue": ("meals:desk",),
    "school_director": ("meals:desk", "meals:terminal_schools"),
    "supplier": ("meals:supply",),
    "education_officer": ("meals:close", "meals:flags", "meals:disputes", "meals:contracts"),
    "education_payer": ("meals:close",),
}

#: Pages nobody in particular may not read: they lead to the door or say no.
CLOSED = ("meals:close", "meals:my", "proposals:desk", "proposals:desk_photos", "people:appointments", "people:me")
