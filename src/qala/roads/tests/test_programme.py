"""A programme asked for, solved over the register, kept and recounted from outside."""

import json
from datetime import date

import pytest

from qala.people.tests.factories import AppointmentFactory
from qala.places.models import Segment
from qala.planning.actions import adopt, ask
from qala.planning.queries import document_of
from qala.planning.rules.solving import Effort
from qala.roads.models import Rating, Survey
from qala.roads.programming import solve_programme
from qala.roads.queries.condition import PCI
from qala.roads.queries.network import KIND, programme_for
from qala.roads.rules.asked import Asked, UnsoundAskingError, asked_of
from qala.roads.rules.columns import Horizon
from qala.roads.rules.programme import Budget, Promise
from qala.roads.tests.factories import a_paved_street
from qala_verify import plan as checker

pytestmark = pytest.mark.django_db


def rated(segment, value, on):
    survey = Survey.objects.create(kind="primary", method="pci", surveyed_on=on)
    return Rating.objects.create(
        survey=survey, segment=segment, from_m=0, to_m=segment.measured_length_m, rated_on=on, procedure=PCI,
        value=value, surface="asphalt", curve_set="synthetic, demo", synthetic=True, units=5,
    )  # fmt: skip


def asked(money=60_000_000_00, *, promises=(), keep_years=0, years=4):
    horizon = Horizon(2027, years=years, most=2, apart=2)
    budgets = tuple(Budget(2027 + at, "local", money) for at in range(years))
    return Asked(horizon, budgets, promises, keep_years)


@pytest.fixture
def street():
    street = a_paved_street()
    for segment, value in zip(Segment.objects.filter(street=street), (62, 38), strict=True):
        rated(segment, value, date(2026, 6, 1))
    return street


@pytest.fixture
def engineer():
    return AppointmentFactory(role="road_engineer").person


def solved(engineer, terms):
    plan = ask(by=engineer, kind=KIND, title="Four years", asked=terms.told())
    return solve_programme(plan, Effort(whole_seconds=3))


def test_the_plan_of_the_register_is_kept_and_the_checker_agrees(street, engineer):
    plan = solved(engineer, asked())
    assert plan.state == "solved"
    found = checker.check(json.loads(document_of(plan)))
    assert (found.faults, found.value) == ([], plan.value)
    assert plan.choices.exists()
    course = plan.told["outlook"]["condition"]
    assert course[-1] > plan.told["nothing"]["condition"][-1]
    assert plan.told["worst_first"]["value"] <= plan.value


def test_what_was_never_surveyed_is_counted_as_left_out():
    street = a_paved_street()
    rated(Segment.objects.filter(street=street).first(), 62, date(2026, 6, 1))
    _programme, network = programme_for(asked())
    assert (len(network.roads), network.left_out) == (1, {"unpaved": 0, "unsurveyed": 1})


def test_promises_that_contradict_a_budget_are_named(street, engineer):
    district = street.districts.first()
    code = district.pk if district else ""
    promise = Promise("district", code, 10**12)
    plan = solved(engineer, asked(promises=(promise,)))
    assert plan.state == "failed"
    assert plan.conflict == [promise.key]


def test_a_new_plan_keeps_the_first_years_of_the_one_in_force(street, engineer):
    before = solved(engineer, asked())
    adopt(by=AppointmentFactory(role="road_director").person, plan=before, reason="The council agreed.")
    first = list(before.choices.filter(year=2027).values_list("group", "option"))
    after = solved(engineer, asked(money=90_000_000_00, keep_years=1))
    assert set(first) <= set(after.choices.filter(year=2027).values_list("group", "option"))


@pytest.mark.parametrize(
    ("field", "value"), [("years", 0), ("years", 99), ("most", 0), ("start", "2027"), ("growth", -1)]
)
def test_a_figure_that_cannot_be_planned_with_is_named(field, value):
    with pytest.raises(UnsoundAskingError) as why:
        asked_of(asked().told() | {field: value})
    assert why.value.field == field


def test_a_negative_or_missing_budget_is_refused():
    told = asked().told()
    for budgets in ([], told["budgets"][:-1], [[2027, "local", -1], *told["budgets"][1:]]):
        with pytest.raises(UnsoundAskingError):
            asked_of(told | {"budgets": budgets})
    assert asked_of(told) == asked()
