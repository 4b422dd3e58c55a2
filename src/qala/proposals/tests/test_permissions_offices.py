"""Who may open what behind the desk: role by address."""

import pytest
from django.test import Client
from django.urls import reverse

from qala.people.tests.conftest import signed_in
from qala.people.tests.factories import OrganisationFactory, PersonFactory
from qala.proposals.actions import routing
from qala.proposals.actions.routing import RowSheet
from qala.proposals.models import ReplyTemplate
from qala.proposals.tests.factories import ProposalFactory, active_table, officer

pytestmark = pytest.mark.django_db
POSTED = {"routing_act"}

PERMISSIONS = [
    ("guest", "norms", 200),
    ("resident", "norms", 200),
    ("guest", "norms_desk", 302),
    ("resident", "norms_desk", 403),
    ("triage_officer", "norms_desk", 403),
    ("signer", "norms_desk", 403),
    ("auditor", "norms_desk", 200),
    ("administrator", "norms_desk", 200),
    ("guest", "engine", 302),
    ("resident", "engine", 403),
    ("operator", "engine", 403),
    ("auditor", "engine", 200),
    ("routing_editor", "engine", 200),
    ("administrator", "engine", 200),
    ("guest", "categories", 302),
    ("resident", "categories", 403),
    ("translator", "categories", 403),
    ("dispatcher", "categories", 200),
    ("auditor", "categories", 200),
    ("routing_editor", "categories", 200),
    ("administrator", "categories", 200),
    ("guest", "templates", 302),
    ("resident", "templates", 403),
    ("translator", "templates", 403),
    ("dispatcher", "templates", 200),
    ("auditor", "templates", 200),
    ("routing_editor", "templates", 200),
    ("administrator", "templates", 200),
    ("guest", "category_new", 302),
    ("resident", "category_new", 403),
    ("triage_officer", "category_new", 403),
    ("signer", "category_new", 403),
    ("auditor", "category_new", 403),
    ("routing_editor", "category_new", 200),
    ("administrator", "category_new", 200),
    ("guest", "category", 302),
    ("resident", "category", 403),
    ("triage_officer", "category", 403),
    ("signer", "category", 403),
    ("auditor", "category", 403),
    ("routing_editor", "category", 200),
    ("administrator", "category", 200),
    ("guest", "template_new", 302),
    ("resident", "template_new", 403),
    ("triage_officer", "template_new", 403),
    ("signer", "template_new", 403),
    ("auditor", "template_new", 403),
    ("routing_editor", "template_new", 200),
    ("administrator", "template_new", 200),
    ("guest", "template", 302),
    ("resident", "template", 403),
    ("triage_officer", "template", 403),
    ("signer", "template", 403),
    ("auditor", "template", 403),
    ("routing_editor", "template", 200),
    ("administrator", "template", 200),
    ("guest", "routing", 302),
    ("resident", "routing", 403),
    ("translator", "routing", 403),
    ("dispatcher", "routing", 200),
    ("auditor", "routing", 200),
    ("routing_editor", "routing", 200),
    ("guest", "routing_table", 302),
    ("resident", "routing_table", 403),
    ("dispatcher", "routing_table", 200),
    ("routing_editor", "routing_table", 200),
    ("guest", "routing_row_new", 302),
    ("resident", "routing_row_new", 403),
    ("dispatcher", "routing_row_new", 403),
    ("administrator", "routing_row_new", 403),
    ("routing_editor", "routing_row_new", 200),
    ("guest", "routing_row", 302),
    ("auditor", "routing_row", 403),
    ("routing_editor", "routing_row", 200),
    ("guest", "routing_defaults", 302),
    ("dispatcher", "routing_defaults", 403),
    ("routing_editor", "routing_defaults", 200),
    ("guest", "routing_act", 302),
    ("resident", "routing_act", 403),
    ("administrator", "routing_act", 403),
    ("dispatcher", "routing_act", 403),
    ("routing_editor", "routing_act", 302),
    ("guest", "routing_why", 302),
    ("resident", "routing_why", 403),
    ("triage_officer", "routing_why", 200),
    ("routing_editor", "routing_why", 200),
]


@pytest.fixture
def arguments():
    department = OrganisationFactory(slug="lamps")
    active_table(department)
    editor = officer("routing_editor")
    table = routing.draft(by=editor)
    row = routing.write_row(by=editor, table=table, sheet=RowSheet(department, categories=("noise",)))
    ReplyTemplate.objects.create(slug="thanks", verb="reply", title={"kk": "Рақмет"}, text={"kk": "Рақмет"})
    return {
        "category": ["noise"],
        "template": ["thanks"],
        "routing_table": [table.version],
        "routing_row_new": [table.version],
        "routing_row": [table.version, row.pk],
        "routing_defaults": [table.version],
        "routing_act": [table.version, "try"],
        "routing_why": [ProposalFactory().number],
    }


def browser(role):
    if role == "guest":
        return Client()
    return signed_in(PersonFactory() if role == "resident" else officer(role))


@pytest.mark.parametrize(("role", "name", "status"), PERMISSIONS)
def test_who_may_open_it(role, name, status, arguments):
    address = reverse(f"proposals:{name}", args=arguments.get(name, []))
    client = browser(role)
    answer = client.post(address) if name in POSTED else client.get(address)
    assert answer.status_code == status
