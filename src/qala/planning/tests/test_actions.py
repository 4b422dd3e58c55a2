"""Asking for a plan, keeping it with its proof, adopting it; each allowed, refused and recorded."""

import json
from dataclasses import replace

import numpy as np
import pytest
from django.db import Error, connection, transaction

from qala.journal.leaves import of_entries
from qala.journal.models import Entry
from qala.journal.queries import history
from qala.kernel.actors import Job
from qala.kernel.clock import now
from qala.kernel.keys import key_of
from qala.kernel.refusals import Forbidden, Refusal
from qala.people.tests.factories import AppointmentFactory
from qala.planning.actions import Shown, adopt, ask, fail, keep, set_aside
from qala.planning.models import Choice, Limit, Plan
from qala.planning.queries import adopted_plan, document_of, moved, verbs_open_to, weighed_for
from qala.planning.rules.model import Row, tabled
from qala.planning.rules.solving import solve

pytestmark = pytest.mark.django_db
SOLVER = Job("planning.solver")


def somebody(role):
    return AppointmentFactory(role=role).person


@pytest.fixture
def engineer():
    return somebody("road_engineer")


@pytest.fixture
def director():
    return somebody("road_director")


def model(money=5):
    return tabled([Row("budget:2027", money)], [("a", [(0, {}), (3, {0: 2})]), ("b", [(0, {}), (9, {0: 5})])])


def solved(engineer, money=5, title="Ten years"):
    plan = ask(by=engineer, kind="roads.repairs", title=title, asked={"budget": money})
    answer = solve(model(money))
    steps = [("b", 2027, "overlay", "local", 5)] if money < 7 else [
        ("a", 2027, "overlay", "local", 2), ("b", 2027, "overlay", "local", 5)]  # fmt: skip
    shown = Shown({"format": "qala plan 1", "money": money}, steps, weighed={"a": [1], "b": [2]})
    return keep(by=SOLVER, plan=plan, model=model(money), answer=answer, shown=shown)


def test_a_plan_is_asked_for_kept_and_adopted(engineer, director):
    plan = solved(engineer)
    assert (plan.state, plan.value, plan.gap) == ("solved", 9, 0.0)
    assert json.loads(document_of(plan)) == {"format": "qala plan 1", "money": 5}
    adopted = adopt(by=director, plan=plan, reason="The council\x00 agreed.")
    assert adopted.reason == "The council agreed."
    assert adopted_plan("roads.repairs") == plan
    assert [one.option for one in plan.choices.all()] == ["overlay"]
    assert weighed_for(plan, ["b", "c"]) == {"b": [2]}
    assert [line.verb for line in history(plan)][-3:] == [
        "planning.plan.asked", "planning.plan.solved", "planning.plan.adopted",
    ]  # fmt: skip


def test_a_stranger_may_neither_ask_nor_adopt(engineer):
    stranger = somebody("triage_officer")
    with pytest.raises(Forbidden):
        ask(by=stranger, kind="roads.repairs", title="Mine", asked={})
    plan = solved(engineer)
    for person in (stranger, engineer):
        with pytest.raises(Forbidden):
            adopt(by=person, plan=plan, reason="Because.")


def test_a_page_offers_only_the_steps_that_would_be_taken(engineer, director):
    plan = solved(engineer)
    assert verbs_open_to(engineer, plan) == ("set_aside",)
    assert verbs_open_to(director, plan) == ("adopt", "set_aside")
    assert verbs_open_to(None, plan) == ()
    adopt(by=director, plan=plan, reason="The council agreed.")
    assert verbs_open_to(director, plan) == ()


def test_a_new_plan_replaces_the_one_in_force_and_shows_what_moved(engineer, director):
    first = adopt(by=director, plan=solved(engineer), reason="Agreed.")
    second = adopt(by=director, plan=solved(engineer, 7), reason="More money.")
    first.refresh_from_db()
    assert (first.state, second.state) == ("superseded", "adopted")
    assert moved(first, second, range(2027, 2030)) == {"a": ([], [(2027, "overlay")])}
    assert moved(first, second, range(2028, 2030)) == {}


def test_a_plan_that_does_not_hold_is_not_kept(engineer):
    plan = ask(by=engineer, kind="roads.repairs", title="Forged", asked={})
    answer = solve(model())
    forged = replace(answer, value=10)
    over = replace(answer, chosen=np.array([1, 3]), value=12)
    for one in (forged, over):
        with pytest.raises(Refusal):
            keep(by=SOLVER, plan=plan, model=model(), answer=one, shown=Shown({}, []))
    assert not Choice.objects.exists()
    assert Plan.objects.get().state == "asked"


def test_what_contradicts_itself_is_named(engineer):
    plan = ask(by=engineer, kind="roads.repairs", title="Too much", asked={})
    fail(by=SOLVER, plan=plan, conflict=["budget:2027", "at_least:district:north"])
    assert Plan.objects.get().conflict == ["budget:2027", "at_least:district:north"]
    with pytest.raises(Refusal):
        fail(by=SOLVER, plan=plan, conflict=[])
    assert set_aside(by=engineer, plan=plan).state == "set_aside"


def test_a_plan_needs_a_name_and_its_adoption_a_reason(engineer, director):
    with pytest.raises(Refusal) as nameless:
        ask(by=engineer, kind="roads.repairs", title="  ", asked={})
    with pytest.raises(Refusal) as groundless:
        adopt(by=director, plan=solved(engineer), reason=" ")
    assert (set(nameless.value.fields), set(groundless.value.fields)) == ({"title"}, {"reason"})


def test_a_plan_in_force_is_not_set_aside(engineer, director):
    plan = adopt(by=director, plan=solved(engineer), reason="Agreed.")
    with pytest.raises(Forbidden):
        set_aside(by=engineer, plan=plan)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE planning_choice SET year = 2030",
        "DELETE FROM planning_limit",
        "TRUNCATE planning_plandocument",
        "UPDATE planning_weighing SET told = '0'",
        "UPDATE planning_plan SET value = value + 1000",
        "UPDATE planning_plan SET value = value - 1",
        "UPDATE planning_plan SET bound = bound + 1",
        "UPDATE planning_plan SET sha256 = repeat('0', 64)",
        "UPDATE planning_plan SET title = 'Another'",
        "UPDATE planning_plan SET asked = '{}'",
        "UPDATE planning_plan SET told = '{\"roads\": 1}'",
        "UPDATE planning_plan SET asked_by = 'person:0'",
        "UPDATE planning_plan SET solved_at = now()",
        "UPDATE planning_plan SET state = 'asked'",
        "UPDATE planning_plan SET state = 'superseded', adopted_by = 'x', adopted_at = now(), reason = 'x'",
        "UPDATE planning_plan SET state = 'adopted'",
        "UPDATE planning_plan SET state = 'adopted', adopted_by = asked_by, adopted_at = now(), reason = 'x'",
    ],
)
def test_raw_sql_changes_nothing_that_was_proved(engineer, statement):
    solved(engineer)
    with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_limit_that_is_passed_cannot_be_stored(engineer):
    plan = solved(engineer)
    with pytest.raises(Error, match="a_plan_keeps_its_limits"), transaction.atomic():
        Limit.objects.create(plan=plan, key="x", sense="at_most", limit=1, used=2, price=0)


def test_raw_sql_changes_no_adoption(engineer, director):
    adopt(by=director, plan=solved(engineer), reason="Agreed.")
    for change in ("adopted_by = 'x'", "adopted_at = now()", "state = 'solved'", "told = '[]'", "sha256 = ''"):
        with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE planning_plan SET {change}")


def test_no_plan_begins_in_force(engineer):
    with pytest.raises(Error, match="a_plan_begins_with_what_was_asked"), transaction.atomic():
        Plan.objects.create(kind="x", title="x", asked_by="person:1", asked_at=now(), state="set_aside")


def test_a_hand_that_was_slower_brings_back_nothing(engineer):
    """Whoever holds a row of before finds the plan where the quicker hand left it."""
    plan = ask(by=engineer, kind="roads.repairs", title="Too much", asked={})
    stale = Plan.objects.get(pk=plan.pk)
    set_aside(by=engineer, plan=plan)
    with pytest.raises(Refusal):
        fail(by=SOLVER, plan=stale, conflict=["budget:2027"])
    assert Plan.objects.get().state == "set_aside"


def test_a_plan_in_force_is_not_set_aside_from_a_row_of_before(engineer, director):
    plan = solved(engineer)
    stale = Plan.objects.get(pk=plan.pk)
    adopt(by=director, plan=plan, reason="Agreed.")
    with pytest.raises(Refusal):
        set_aside(by=engineer, plan=stale)
    assert Plan.objects.get().state == "adopted"


def test_what_the_part_that_built_it_objects_to_is_not_adopted(engineer, director, monkeypatch):
    before = adopt(by=director, plan=solved(engineer), reason="Agreed.")
    plan = solved(engineer, 7)
    known = {"roads.repairs": lambda one: "The ground is taken." if one == plan else ""}
    monkeypatch.setattr("qala.planning.objections._KNOWN", known)
    with pytest.raises(Refusal, match="The ground is taken") as why:
        adopt(by=director, plan=plan, reason="Agreed.")
    assert why.value.code == "stale_plan"
    assert adopted_plan("roads.repairs") == before


def test_the_log_tells_everybody_which_document_was_adopted(engineer, director):
    plan = adopt(by=director, plan=solved(engineer), reason="Agreed.")
    (told,) = [
        header for _row, subject, header, _record in of_entries(Entry.objects.values_list("pk", flat=True))
        if subject == key_of(plan) and "published" in header
    ]  # fmt: skip
    assert (told["verb"], told["published"], told["part"]) == ("planning.plan.adopted", plan.sha256, "planning")
