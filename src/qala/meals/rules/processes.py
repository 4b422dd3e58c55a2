"""The lives of the nouns of this part, as tables (domain page `meals.md`, section 6)."""

from qala.kernel.workflow import Workflow

LIST = Workflow(
    "entitlement_list",
    rows=[
        ("draft", "approve", "approved"),
        ("approved", "check", "checked"),
        ("approved", "return", "draft"),
        ("checked", "enforce", "in_force"),
        ("checked", "return", "draft"),
        ("in_force", "supersede", "superseded"),
    ],
    start="draft",
)

VOUCHER = Workflow(
    "voucher",
    rows=[
        ("listed", "notify", "notified"),
        ("notified", "consent", "consented"),
        ("listed", "consent", "consented"),
        ("consented", "activate", "active"),
        ("active", "suspend", "suspended"),
        ("suspended", "resume", "active"),
        ("active", "transfer", "transferred"),
        ("suspended", "transfer", "transferred"),
        ("listed", "expire", "expired"),
        ("notified", "expire", "expired"),
        ("consented", "expire", "expired"),
        ("active", "expire", "expired"),
        ("suspended", "expire", "expired"),
        ("active", "revoke", "revoked"),
        ("suspended", "revoke", "revoked"),
        ("listed", "revoke", "revoked"),
        ("notified", "revoke", "revoked"),
        ("consented", "revoke", "revoked"),
    ],
    start="listed",
)

TIMESHEET = Workflow(
    "timesheet",
    rows=[
        ("growing", "freeze", "frozen"),
        ("frozen", "sign", "signed"),
        ("signed", "open_window", "window"),
        ("window", "finish", "final"),
    ],
    start="growing",
)

INVOICE = Workflow(
    "invoice",
    rows=[
        ("drawn", "send", "sent"),
        ("sent", "match", "matched"),
        ("matched", "approve", "approved"),
        ("approved", "instruct", "instructed"),
        ("instructed", "pay", "paid"),
        ("instructed", "pay_in_part", "paid_in_part"),
        ("paid_in_part", "instruct", "instructed"),
        ("paid_in_part", "finish", "paid"),
    ],
    start="drawn",
)

DISPUTE = Workflow(
    "dispute",
    rows=[
        ("opened", "uphold", "upheld"),
        ("opened", "reject", "rejected"),
        ("opened", "withdraw", "withdrawn"),
    ],
    start="opened",
)

PROVISIONAL = Workflow(
    "provisional_service",
    rows=[
        ("opened", "confirm", "confirmed"),
        ("opened", "reject", "rejected"),
        ("opened", "lapse", "lapsed"),
    ],
    start="opened",
)
