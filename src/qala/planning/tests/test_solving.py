"""Plans found, proved and refused; on little models against every plan there is."""

from dataclasses import replace
from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qala.planning.rules import door
from qala.planning.rules.dual import shortfall
from qala.planning.rules.model import Model, Row, Sense, UnsoundModelError, fits, narrowed, tabled
from qala.planning.rules.proof import UnsoundPlanError, bound, check
from qala.planning.rules.rivals import by_increment, by_worth_per_cost
from qala.planning.rules.solving import Effort, NoPlanError, met_whole, solve
from qala.planning.rules.stages import stage_of

charges = st.dictionaries(st.integers(0, 2), st.integers(0, 40), max_size=3)
columns = st.tuples(st.integers(-20, 100), charges)
groups = st.lists(st.lists(columns, min_size=1, max_size=4), min_size=1, max_size=5)
limits = st.tuples(st.integers(0, 90), st.integers(0, 90), st.integers(0, 60))


def little(own, ceilings, sense=Sense.AT_MOST) -> Model:
    rows = [Row("2027", ceilings[0]), Row("2028", ceilings[1]), Row("district", ceilings[2], sense)]
    return tabled(rows, [(f"road {number}", columns) for number, columns in enumerate(own)])


def every_plan(model: Model):
    for chosen in product(*(range(*pair) for pair in zip(model.start[:-1], model.start[1:], strict=True))):
        if fits(model, np.array(chosen)):
            yield np.array(chosen)


@settings(max_examples=150)
@given(groups, limits, st.sampled_from(Sense))
def test_the_plan_is_the_best_of_all_and_its_bound_stands_above_every_one(own, ceilings, sense):
    model = little(own, ceilings, sense)
    plans = list(every_plan(model))
    if not plans:
        with pytest.raises(NoPlanError):
            solve(model, Effort(seconds=20))
        return
    best = max(model.worth(plan) for plan in plans)
    found = solve(model, Effort(seconds=20))
    check(model, found.chosen, found.value, found.certificate)
    assert found.value == best
    assert found.certificate.bound >= best


@given(groups, limits, st.lists(st.integers(0, 50), min_size=3, max_size=3), st.sampled_from(Sense))
def test_any_prices_prove_a_bound(own, ceilings, prices, sense):
    model = little(own, ceilings, sense)
    worth = [model.worth(plan) for plan in every_plan(model)]
    assert not worth or bound(model, tuple(prices), 7) >= max(worth)


@given(groups, limits)
def test_what_is_sorted_by_hand_keeps_the_budgets_and_is_never_better(own, ceilings):
    model = little([[(0, {}), *columns] for columns in own], ceilings)
    best = solve(model, Effort(seconds=20)).value
    for rival in (by_worth_per_cost, by_increment):
        chosen = rival(model)
        assert fits(model, chosen)
        assert model.worth(chosen) <= best


@pytest.fixture
def solved():
    generator = np.random.default_rng(4)
    own = [
        [(0, {}), *((int(generator.integers(1, 90)), {int(generator.integers(0, 2)): int(generator.integers(1, 30))})
                    for _column in range(6))]
        for _group in range(60)
    ]  # fmt: skip
    model = little(own, (200, 150, 0))
    return model, solve(model)


def test_a_plan_over_its_budget_by_one_is_refused(solved):
    model, plan = solved
    spent = int(model.charged(plan.chosen)[0])
    tight = replace(model, rows=(Row("2027", spent - 1), *model.rows[1:]))
    with pytest.raises(UnsoundPlanError, match="beyond its limit: 2027"):
        check(tight, plan.chosen, plan.value, plan.certificate)


def test_a_tampered_value_price_or_choice_is_refused(solved):
    model, plan = solved
    proof = plan.certificate
    with pytest.raises(UnsoundPlanError, match="sum of the columns"):
        check(model, plan.chosen, plan.value + 1, proof)
    with pytest.raises(UnsoundPlanError, match="bound"):
        check(model, plan.chosen, plan.value, replace(proof, prices=(0, *proof.prices[1:])))
    with pytest.raises(UnsoundPlanError, match="negative"):
        bound(model, (-1, 0, 0), 1)
    with pytest.raises(UnsoundPlanError, match="exactly one"):
        check(model, plan.chosen[:-1], plan.value, proof)


def test_other_prices_only_loosen_the_bound(solved):
    model, plan = solved
    for factor in (Fraction(1, 2), Fraction(9, 10), Fraction(11, 10), 3):
        worse = tuple(int(price * factor) for price in plan.certificate.prices)
        assert bound(model, worse, plan.certificate.per) >= plan.value


def test_no_time_still_gives_a_checked_plan_and_its_true_gap(solved):
    model, best = solved
    hurried = solve(model, Effort(seconds=0.0, whole_seconds=0.5))
    check(model, hurried.chosen, hurried.value, hurried.certificate)
    assert hurried.value <= best.value
    assert hurried.gap >= 0


def idle(task, **_effort):
    """A solver that ran out of time with nothing in hand."""
    nothing = np.empty(0)
    return door.Solved(door.LATE, nothing, nothing, np.zeros(task.charge.shape[0]))


def test_a_last_step_that_finds_nothing_leaves_the_list_by_worth_per_cost(solved, monkeypatch):
    model, best = solved
    solver = door.solve
    monkeypatch.setattr(door, "solve", lambda task, **effort: (idle if effort.get("whole") else solver)(task, **effort))
    found = solve(model, Effort(seconds=20))
    check(model, found.chosen, found.value, found.certificate)
    assert found.late
    assert found.value == model.worth(by_worth_per_cost(model)) > 0
    assert best.value <= found.certificate.bound


def test_what_is_promised_and_not_met_by_any_list_stays_without_a_plan(monkeypatch):
    rows = [Row("budget", 10), Row("north", 8, Sense.AT_LEAST)]
    model = tabled(rows, [("a", [(0, {}), (5, {0: 9, 1: 9})]), ("b", [(0, {}), (9, {0: 9})])])
    assert solve(model).value == 5
    solver = door.solve
    monkeypatch.setattr(door, "solve", lambda task, **effort: (idle if effort.get("whole") else solver)(task, **effort))
    with pytest.raises(NoPlanError) as why:
        solve(model, Effort(seconds=20))
    assert not why.value.proved


def test_demands_that_only_parts_of_columns_meet_are_a_conflict_of_whole_ones():
    rows = [Row("budget", 70), Row("north", 50, Sense.AT_LEAST)]
    model = tabled(rows, [("a", [(0, {}), (5, {0: 100, 1: 100})])])
    assert not shortfall(model).any()
    assert not met_whole(model, 5)
    assert met_whole(replace(model, rows=(Row("budget", 100), rows[1])), 5)


def test_every_stage_is_told_and_may_end_the_search(solved):
    model, _plan = solved
    heard = []
    solve(model, tell=heard.append)
    assert [one.name for one in heard] == ["prices"] * (len(heard) - 1) + ["whole"]
    assert all(stage_of(one.told()).round == one.round for one in heard)
    assert heard[-2].apart <= heard[0].apart

    def enough(_stage):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        solve(model, tell=enough)


@pytest.mark.parametrize(
    ("own", "ceilings", "why"),
    [
        ([[]], (1, 1, 1), "no column for road 0"),
        ([[(1, {0: 1})]], (-1, 1, 1), "negative"),
        ([[(1, {0: -1})]], (1, 1, 1), "negative"),
        ([[(2**62, {0: 1})]], (1, 1, 1), "too large"),
    ],
)
def test_what_is_no_plan_is_refused(own, ceilings, why):
    with pytest.raises(UnsoundModelError, match=why):
        little(own, ceilings)


def test_a_commitment_leaves_no_other_choice():
    model = tabled([Row("money", 5)], [("a", [(0, {}), (3, {0: 2})]), ("b", [(0, {}), (9, {0: 5})])])
    assert solve(model).value == 9
    kept = narrowed(model, np.array([False, True, True, True]))
    assert solve(kept).value == 3
