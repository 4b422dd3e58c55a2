"""The decision table changes by versions: drafted, edited, proved, tried, put into force, and every step recorded."""

from datetime import time

import pytest

from qala.journal.models import Entry
from qala.kernel.refusals import Forbidden, Refusal
from qala.kernel.tests.refusing import refused
from qala.people.tests.factories import OrganisationFactory
from qala.proposals.actions import routing
from qala.proposals.actions.routing import RowSheet
from qala.proposals.models import Category, RoutingRow, RoutingTable
from qala.proposals.queries.routing import why_routed
from qala.proposals.queries.routing_editor import active, digest, proof
from qala.proposals.queries.routing_words import Names, problem_sentences, rows_in_words
from qala.proposals.tests.factories import ProposalFactory, active_table, officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return officer("routing_editor")


@pytest.fixture
def lamps():
    return OrganisationFactory(slug="lamps")


@pytest.fixture
def roads():
    return OrganisationFactory(slug="roads")


@pytest.fixture
def in_force(roads):
    return active_table(roads)


def verbs(table=None):
    rows = Entry.objects.filter(verb__startswith="proposals.routing.")
    return list(rows.values_list("verb", flat=True))


def drafted(editor, *rows):
    table = routing.draft(by=editor)
    for sheet in rows:
        routing.write_row(by=editor, table=table, sheet=sheet)
    return table


def test_a_draft_is_a_copy_of_the_table_in_force(editor, in_force, roads):
    table = routing.draft(by=editor)
    assert (table.version, table.state) == (2, "draft")
    assert [row.department for row in table.rows.all()] == [roads]
    assert in_force.rows.count() == 1
    assert verbs() == ["proposals.routing.drafted"]


def test_only_the_editor_drafts(in_force):
    for role in ("operator", "triage_officer", "administrator", "signer"):
        with pytest.raises(Forbidden):
            routing.draft(by=officer(role))
    assert RoutingTable.objects.count() == 1


def test_one_draft_at_a_time(editor, in_force):
    routing.draft(by=editor)
    with refused("draft-open") as told:
        routing.draft(by=editor)
    assert told.value.status == 409


def test_a_table_in_force_never_changes(editor, in_force, lamps):
    sheet = RowSheet(lamps, categories=("street_light",))
    with refused("not-a-draft"):
        routing.write_row(by=editor, table=in_force, sheet=sheet)
    with refused("not-a-draft"):
        routing.drop_row(by=editor, row=in_force.rows.get())
    with refused("not-a-draft"):
        routing.write_defaults(by=editor, table=in_force, defaults={"pothole": lamps})
    with refused("not-a-draft"):
        routing.discard(by=editor, table=in_force)
    assert in_force.rows.count() == 1


@pytest.mark.parametrize(
    ("sides", "code"),
    [
        ({}, "no-condition"),
        ({"from_hour": time(8)}, "half-hours"),
        ({"from_hour": time(8), "until_hour": time(8)}, "empty-hours"),
    ],
)
def test_a_row_that_says_nothing_is_refused(editor, in_force, lamps, sides, code):
    table = routing.draft(by=editor)
    with pytest.raises(Refusal) as told:
        routing.write_row(by=editor, table=table, sheet=RowSheet(lamps, **sides))
    assert told.value.code == code
    assert table.rows.filter(is_default=False).count() == 0


def test_no_activation_without_a_dry_run_of_exactly_these_rows(editor, in_force, lamps):
    table = drafted(editor, RowSheet(lamps, categories=("street_light",)))
    with refused("not-tried"):
        routing.activate(by=editor, table=table)
    routing.try_table(by=editor, table=table)
    row = table.rows.get(is_default=False)
    routing.write_row(by=editor, table=table, row=row, sheet=RowSheet(lamps, categories=("street_light", "noise")))
    with refused("not-tried"):
        routing.activate(by=editor, table=table)
    routing.try_table(by=editor, table=table)
    assert routing.activate(by=editor, table=table).state == "active"
    in_force.refresh_from_db()
    assert in_force.state == "retired"
    assert verbs()[-1] == "proposals.routing.activated"


def test_a_dry_run_shows_who_would_move(editor, in_force, lamps):
    ProposalFactory(triaged=True)
    ProposalFactory(triaged=True, category_id="noise")
    table = drafted(editor, RowSheet(lamps, categories=("street_light",)))
    run = routing.try_table(by=editor, table=table)
    assert (run.total, run.flows) == (2, {("roads", "lamps"): 1})
    entry = Entry.objects.get(verb="proposals.routing.tried")
    assert (entry.facts["cases"], entry.facts["moved"]) == (2, 1)


def test_after_activation_the_case_goes_the_new_way(editor, in_force, lamps):
    case = ProposalFactory(triaged=True)
    table = drafted(editor, RowSheet(lamps, categories=("street_light",), weekdays=tuple(range(7))))
    routing.try_table(by=editor, table=table)
    routing.activate(by=editor, table=table)
    why = why_routed(case)
    assert (why.department, why.version) == (lamps, 2)
    assert why.matched["categories"] == "street_light"


def test_a_tie_bars_activation_and_is_told_in_words(editor, in_force, lamps, roads):
    table = drafted(editor, RowSheet(lamps, categories=("street_light",)), RowSheet(roads, track="appeal"))
    with pytest.raises(Refusal) as told:
        routing.try_table(by=editor, table=table)
    assert told.value.code == "table-not-sound"
    names = Names()
    said = problem_sentences(proof(table), rows_in_words(table, names), names)
    assert len(said) == 1
    assert names.categories["street_light"] in said[0]
    assert "1, 2" in said[0]


def test_a_missing_default_and_a_closed_department_bar_activation(editor, lamps):
    table = routing.draft(by=editor)
    assert {one.slug for one in proof(table).problems} == {"no_default"}
    gone = OrganisationFactory(closed=True)
    slugs = Category.objects.values_list("slug", flat=True)
    routing.write_defaults(by=editor, table=table, defaults=dict.fromkeys(slugs, gone))
    assert {one.slug for one in proof(table).problems} == {"dead_department"}
    routing.write_defaults(by=editor, table=table, defaults=dict.fromkeys(slugs, lamps))
    assert proof(table).is_sound
    routing.try_table(by=editor, table=table)
    assert routing.activate(by=editor, table=table) == active()


def test_a_department_that_closes_after_the_dry_run_bars_activation(editor, in_force, lamps):
    from qala.kernel.clock import today

    table = drafted(editor, RowSheet(lamps, categories=("street_light",)))
    routing.try_table(by=editor, table=table)
    lamps.until_on = today()
    lamps.save()
    with refused("table-not-sound"):
        routing.activate(by=editor, table=table)


def test_a_shadowed_row_is_listed_and_does_no_harm(editor, in_force, lamps, roads):
    table = drafted(
        editor, RowSheet(lamps, categories=("street_light",)), RowSheet(lamps, categories=("street_light",))
    )
    report = proof(table)
    told = rows_in_words(table, Names(), report)
    assert report.is_sound
    assert [row.shadowed for row in told] == [False, True]


def test_defaults_are_one_row_per_department(editor, in_force, lamps, roads):
    table = routing.draft(by=editor)
    routing.write_defaults(by=editor, table=table, defaults={"street_light": lamps, "noise": lamps})
    rows = table.rows.filter(is_default=True)
    assert sorted((row.department.slug, len(row.categories)) for row in rows) == [("lamps", 2), ("roads", 23)]


def test_a_draft_is_thrown_away_with_its_rows(editor, in_force, lamps):
    table = drafted(editor, RowSheet(lamps, categories=("street_light",)))
    pk = table.pk
    assert routing.discard(by=editor, table=table) == 2
    assert not RoutingRow.objects.filter(table=pk).exists()
    assert Entry.objects.get(verb="proposals.routing.discarded").object == f"proposals.routingtable:{pk}"


def test_a_row_is_dropped(editor, in_force, lamps):
    table = drafted(editor, RowSheet(lamps, categories=("street_light",)))
    before = digest(table)
    routing.drop_row(by=editor, row=table.rows.get(is_default=False))
    assert table.rows.filter(is_default=False).count() == 0
    assert digest(table) != before


def test_hours_may_wrap_midnight(editor, in_force, lamps):
    sheet = RowSheet(lamps, categories=("street_light",), from_hour=time(20), until_hour=time(6))
    table = drafted(editor, sheet)
    shown = rows_in_words(table, Names())[0]
    assert [one.values for one in shown.conditions][-1] == "20:00–06:00"
