"""Who may open what on the officers' desk: role by address."""

import pytest
from django.test import Client
from django.urls import reverse

from qala.kernel.clock import now
from qala.people.tests.conftest import signed_in
from qala.people.tests.factories import OrganisationFactory, PersonFactory
from qala.proposals.models import Category, Incident, Reply
from qala.proposals.tests.factories import ProposalFactory, WorksOrderFactory, active_table, officer

pytestmark = pytest.mark.django_db

DESK = ("operator", "triage_officer", "dispatcher", "executor", "inspector", "signer")
OTHERS = ("translator", "photo_redactor", "routing_editor", "placard_keeper", "administrator", "auditor")
LISTS = ("desk_works", "desk_order", "desk_incidents", "desk_incident", "desk_case", "desk_place")
LINKERS = ("triage_officer", "operator", "dispatcher")
REVIEWERS = ("triage_officer", "operator")

# role, address, status; for a verb: role, (address, verb, state of the case), status.
PERMISSIONS = [
    *[("guest", name, 302) for name in ("desk", "desk_quarantine", "desk_translations", "desk_translate", *LISTS)],
    *[("resident", name, 403) for name in ("desk", "desk_quarantine", "desk_translations", "desk_translate", *LISTS)],
    *[(role, name, 200) for role in DESK for name in ("desk", *LISTS)],
    ("translator", "desk", 200),
    *[(role, "desk", 403) for role in OTHERS[1:]],
    *[(role, name, 403) for role in OTHERS for name in LISTS],
    *[(role, "desk_quarantine", 200) for role in REVIEWERS],
    *[(role, "desk_quarantine", 403) for role in (*DESK, *OTHERS) if role not in REVIEWERS],
    *[
        (role, name, 200)
        for role in ("translator", "dispatcher", "signer", "triage_officer")
        for name in ("desk_translations", "desk_translate")
    ],
    *[(role, "desk_translations", 403) for role in ("executor", "inspector", "operator", "auditor")],
    ("guest", ("desk_order_verb", "evidence", "in_work"), 302),
    ("dispatcher", ("desk_order_verb", "evidence", "in_work"), 200),
    *[(role, ("desk_order_verb", "evidence", "in_work"), 403) for role in DESK if role != "dispatcher"],
    ("inspector", ("desk_order_verb", "return", "claimed"), 200),
    *[(role, ("desk_order_verb", "return", "claimed"), 403) for role in DESK if role != "inspector"],
]

# verb, state of the case, who may open its form; every other desk is told 403.
VERBS = [
    ("triage", "received", REVIEWERS),
    ("assign", "triaged", ("dispatcher", "triage_officer")),
    ("forward", "triaged", ("dispatcher", "triage_officer", "signer")),
    ("explain", "triaged", ("dispatcher", "signer")),
    ("refuse", "triaged", ("signer",)),
    ("withdraw", "triaged", ()),  # nobody here took the case in
    ("start", "assigned", ("dispatcher",)),
    ("give_back", "assigned", ("dispatcher",)),
    ("plan", "assigned", ("dispatcher", "signer")),
    ("claim_fixed", "in_work", ("dispatcher",)),
    ("confirm", "claimed", ("inspector",)),
    ("contest", "claimed", ("inspector",)),
    ("contest", "confirmed", ()),
    ("categorise", "assigned", ("triage_officer", "operator", "dispatcher")),
    ("order_works", "assigned", ("dispatcher", "signer")),
    ("reply", "assigned", ("triage_officer", "dispatcher", "signer", "operator")),
    ("ask", "assigned", ("triage_officer", "dispatcher")),
    ("extend", "appeal", ("signer",)),
    ("send_to_sign", "assigned", ("dispatcher", "triage_officer", "executor")),
    ("remark", "assigned", DESK),
    ("release", "quarantined", REVIEWERS),
    ("publish", "assigned", REVIEWERS),
    ("withhold", "assigned", REVIEWERS),
    ("hold", "assigned", REVIEWERS),
    ("link", "assigned", LINKERS),
    ("split", "assigned", LINKERS),
    ("incident", "assigned", LINKERS),
]
PERMISSIONS += [
    (role, ("desk_verb", verb, state), 200 if role in allowed else 302 if role == "guest" else 403)
    for verb, state, allowed in VERBS
    for role in ("guest", "resident", *DESK)
]


@pytest.fixture
def things():
    """One of each thing the addresses name."""
    department = OrganisationFactory()
    active_table(department)
    case = ProposalFactory(triaged=True)
    incident = Incident.objects.create(category=Category.objects.get(pk="gas"), opened_at=now())
    row = Reply.objects.create(
        proposal=case, verb="reply", text={"kk": "Рақмет"}, translation={"kk": "original"}, at=now(), by="person:x"
    )
    return {"desk_case": [case.number], "desk_place": [case.number], "desk_order": [WorksOrderFactory().pk],
            "desk_incident": [incident.pk], "desk_translate": ["reply", row.pk]}  # fmt: skip


def address(name, things):
    if isinstance(name, str):
        return reverse(f"proposals:{name}", args=things.get(name, []))
    name, verb, state = name
    if name == "desk_order_verb":
        claimed = {"claimed_by": "person:x", "claimed_at": now()} if state == "claimed" else {}
        return reverse(f"proposals:{name}", args=[WorksOrderFactory(state=state, **claimed).pk, verb])
    case = ProposalFactory(**({} if state == "received" else {state: True}))
    return reverse(f"proposals:{name}", args=[case.number, verb])


@pytest.mark.parametrize("role", ["guest", "resident", *DESK, *OTHERS])
def test_who_may_open_what(role, things):
    client = Client() if role == "guest" else signed_in(PersonFactory() if role == "resident" else officer(role))
    wrong = []
    for row, name, status in PERMISSIONS:
        if row == role:
            answer = client.get(address(name, things))
            if answer.status_code != status:
                wrong.append((name, answer.status_code, status))
            if role == "guest":
                assert answer["Location"].startswith("/account/login/")
    assert wrong == []
