"""Who may open which address of the intake."""

import pytest
from django.urls import reverse

from qala.people.tests.factories import AccountFactory, PersonFactory, colleague
from qala.proposals.queries.follow import follow_code
from qala.proposals.tests.factories import ProposalFactory

pytestmark = pytest.mark.django_db

CODE = {"code": "HELLO"}
# role, address, named parts, status; "post" in the named parts sends an empty form
PERMISSIONS = [
    ("guest", "new", {}, 200),
    ("resident", "new", {}, 200),
    ("operator", "new", {}, 200),
    ("guest", "placard", CODE, 200),
    ("resident", "placard", CODE, 200),
    ("guest", "suggest", {}, 405),
    ("guest", "find_place", {}, 405),
    ("guest", "me_too", {}, 405),
    ("guest", "opened", CODE, 405),
    ("guest", "service_worker", {}, 200),
    ("guest", "talon", {"number": "26-000001", "code": "0" * 12}, 404),
    ("operator", "talon", {"number": "26-000001", "code": "0" * 12}, 404),
    ("guest", "talon", "own", 200),
    ("guest", "talon_act", {"number": "26-000001", "code": "0" * 12, "act": "confirm"}, 405),
    ("guest", "enter", {}, 403),
    ("resident", "enter", {}, 403),
    ("operator", "enter", {}, 200),
    ("triage_officer", "enter", {}, 200),
    ("protocol_controller", "enter", {}, 200),
    ("dispatcher", "enter", {}, 403),
    ("executor", "enter", {}, 403),
    ("inspector", "enter", {}, 403),
    ("signer", "enter", {}, 403),
    ("translator", "enter", {}, 403),
    ("placard_keeper", "enter", {}, 403),
    ("administrator", "enter", {}, 403),
]


@pytest.mark.parametrize(("role", "name", "named", "status"), PERMISSIONS)
def test_who_may_open_what(client, role, name, named, status):
    if role != "guest":
        person = PersonFactory() if role == "resident" else colleague(role)
        client.force_login(AccountFactory(person=person))
    if named == "own":
        case = ProposalFactory()
        named = {"number": case.number, "code": follow_code(case)}
    assert client.get(reverse(f"proposals:{name}", kwargs=named)).status_code == status
