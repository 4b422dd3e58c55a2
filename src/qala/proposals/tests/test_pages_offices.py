"""The offices' pages through their addresses: what they show, what they change, what they refuse."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from qala.kernel.announcements import announce
from qala.kernel.clock import today
from qala.people.tests.conftest import signed_in
from qala.people.tests.factories import OrganisationFactory
from qala.proposals.actions import routing, triage
from qala.proposals.models import Norm, RoutingTable
from qala.proposals.queries import meaning
from qala.proposals.tests.factories import ProposalFactory, active_table, officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def lamps():
    return OrganisationFactory(slug="lamps")


@pytest.fixture
def in_force():
    return active_table(OrganisationFactory(slug="roads"))


@pytest.fixture
def editor():
    return signed_in(officer("routing_editor"))


def to(name, *args):
    return reverse(f"proposals:{name}", args=args)


def page(answer):
    return answer.content.decode()


def test_an_editor_drafts_writes_tries_and_puts_into_force(editor, in_force, lamps):
    case = ProposalFactory(triaged=True)
    assert editor.post(to("routing")).status_code == 302
    answer = editor.post(
        to("routing_row_new", 2),
        {"department": lamps.pk, "categories": ["street_light"], "weekdays": ["0", "1", "2", "3", "4", "5", "6"]},
    )
    assert answer.status_code == 302
    assert "#tried" not in page(editor.get(to("routing_table", 2)))
    tried = editor.post(to("routing_act", 2, "try"), {"last": 10})
    shown = page(editor.get(tried.url))
    assert case.number in shown
    assert str(lamps.name) in shown
    assert editor.post(to("routing_act", 2, "activate")).status_code == 302
    assert RoutingTable.objects.get(state="active").version == 2


def test_a_page_without_a_dry_run_offers_no_activation(editor, in_force, lamps):
    editor.post(to("routing"))
    assert to("routing_act", 2, "activate") not in page(editor.get(to("routing_table", 2)))
    answer = editor.post(to("routing_act", 2, "activate"))
    assert answer.status_code == 409
    assert RoutingTable.objects.get(state="active").version == 1


def test_a_bad_row_comes_back_with_what_was_typed(editor, in_force, lamps):
    editor.post(to("routing"))
    answer = editor.post(
        to("routing_row_new", 2), {"department": lamps.pk, "from_hour": "20:00", "placard_kinds": ["bus", "-"]}
    )
    assert answer.status_code == 422
    shown = page(answer)
    assert 'value="20:00"' in shown
    assert shown.count("checked") == 3  # any track, bus, without a placard
    assert RoutingTable.objects.get(version=2).rows.filter(is_default=False).count() == 0


def test_an_unknown_place_can_be_a_condition(editor, in_force, lamps):
    editor.post(to("routing"))
    editor.post(to("routing_row_new", 2), {"department": lamps.pk, "areas": ["-"], "placard_kinds": ["-"]})
    row = RoutingTable.objects.get(version=2).rows.get(is_default=False)
    assert (row.areas, row.placard_kinds) == ([""], [""])
    shown = page(editor.get(to("routing_row", 2, row.pk)))
    assert shown.count("checked") == 3


def test_ties_stand_on_the_page_as_sentences(editor, in_force, lamps):
    editor.post(to("routing"))
    editor.post(to("routing_row_new", 2), {"department": lamps.pk, "categories": ["noise"]})
    editor.post(to("routing_row_new", 2), {"department": in_force.rows.get().department_id, "track": "appeal"})
    shown = page(editor.get(to("routing_table", 2), headers={"accept-language": "en"}))
    assert "Two rows send the same case to different departments." in shown
    assert "Noise" in shown
    assert to("routing_act", 2, "try") not in shown


def test_a_row_is_dropped_and_a_draft_thrown_away(editor, in_force, lamps):
    editor.post(to("routing"))
    editor.post(to("routing_row_new", 2), {"department": lamps.pk, "categories": ["noise"]})
    row = RoutingTable.objects.get(version=2).rows.get(is_default=False)
    assert editor.post(to("routing_row", 2, row.pk), {"verb": "drop"}).status_code == 302
    assert not RoutingTable.objects.get(version=2).rows.filter(is_default=False).exists()
    assert editor.post(to("routing_act", 2, "discard")).status_code == 302
    assert not RoutingTable.objects.filter(version=2).exists()


def test_a_version_in_force_has_no_forms(editor, in_force, lamps):
    shown = page(editor.get(to("routing_table", 1)))
    assert to("routing_row_new", 1) not in shown
    assert editor.get(to("routing_row_new", 1)).status_code == 409


def test_defaults_are_written_and_left_as_they_are(editor, in_force, lamps):
    editor.post(to("routing"))
    assert editor.post(to("routing_defaults", 2), {"noise": lamps.pk}).status_code == 302
    table = RoutingTable.objects.get(version=2)
    assert table.rows.get(department=lamps).categories == ["noise"]
    assert table.rows.filter(is_default=True).count() == 2


def test_why_a_case_went_there(in_force):
    case = ProposalFactory(triaged=True)
    triage.assign(by=officer("dispatcher"), proposal=case)
    department = str(in_force.rows.get().department.name)
    with translation.override("en"):
        shown = page(signed_in(officer("triage_officer")).get(to("routing_why", case.number)))
    assert shown.count(department) >= 2
    other = OrganisationFactory()
    case = ProposalFactory(triaged=True)
    triage.assign(by=officer("dispatcher"), proposal=case, department=other, reason="солар білім")
    assert str(other.name) in page(signed_in(officer("triage_officer")).get(to("routing_why", case.number)))


def test_the_routing_page_asks_a_fixed_number_of_questions(editor, in_force, lamps, django_assert_max_num_queries):
    editor.post(to("routing"))
    table = RoutingTable.objects.get(version=2)
    by = officer("routing_editor")
    for slug in ("noise", "gas", "air", "sewer", "aryk"):
        routing.write_row(by=by, table=table, sheet=routing.RowSheet(lamps, categories=(slug,)))
        ProposalFactory(triaged=True, category_id=slug)
    routing.try_table(by=by, table=table)
    with django_assert_max_num_queries(26):
        assert editor.get(to("routing_table", 2)).status_code == 200


def test_everyone_reads_the_terms_and_what_is_unverified(client):
    with translation.override("en"):
        shown = page(client.get(to("norms"), headers={"accept-language": "en"}))
    assert "Code 350-VI, art. 76" in shown
    assert shown.count("unverified") >= Norm.objects.filter(verified=False).count()
    assert "stateDiagram-v2" in shown
    assert "Give back" in shown


def test_an_administrator_sets_a_term(client):
    by = signed_in(officer("administrator"))
    typed = {"term": "answer:signal", "days": 7, "from_on": today() + timedelta(days=9), "source": "Шешім № 5"}
    assert by.post(to("norms_desk"), typed).status_code == 302
    assert Norm.objects.get(slug="answer", track="signal", days=7).verified is False
    answer = by.post(to("norms_desk"), typed | {"from_on": today(), "source": "Қалған мәтін"})
    assert answer.status_code == 422
    assert "Қалған мәтін" in page(answer)
    auditor = signed_in(officer("auditor"))
    assert auditor.post(to("norms_desk"), typed | {"days": 3}).status_code == 403
    assert Norm.objects.filter(slug="answer", track="signal").count() == 2


def test_the_engine_page_tells_how_the_machinery_stands():
    ProposalFactory()
    announce("works_accepted", {"work": "roads.work:1", "case": "proposals.proposal:1", "accepted_on": "2026-11-23"})
    admin = signed_in(officer("administrator"))
    shown = page(admin.get(to("engine"), headers={"accept-language": "en"}))
    assert "works_accepted" in shown
    assert ("pgvector is not in this database" in shown) is not meaning.is_here()
    assert "multilingual-e5-small" in shown


def test_without_pgvector_the_engine_page_says_so(monkeypatch):
    monkeypatch.setattr(meaning, "is_here", lambda: False)
    admin = signed_in(officer("administrator"))
    shown = page(admin.get(to("engine"), headers={"accept-language": "en"}))
    assert "pgvector is not in this database" in shown
