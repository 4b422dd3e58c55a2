"""Asking for a plan, keeping it with its proof, adopting it; each allowed, refused and recorded."""

import json
from dataclasses import replace

import numpy as np
import pytest
from django.db import Error, connection, transaction

from qala.journal.queries import history
from qala.kernel.actors import Job
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
    adopt(by=director, plan=plan, reason="The council agreed.")
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
