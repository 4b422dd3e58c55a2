"""The columns of a programme, and the published document recounted by the checker that shares no code."""

import copy
import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qala.planning.rules.model import Sense, fits
from qala.planning.rules.proof import check
from qala.planning.rules.solving import Effort, solve
from qala.roads.rules.columns import Horizon, Stretches, Treatment, courses, courses_at_most, ways
from qala.roads.rules.practices import worst_first
from qala.roads.rules.programme import Budget, Programme, Promise, Road, ints, written
from qala.roads.rules.published import document
from qala_verify import plan as checker
from qala_verify.__main__ import main

LOCAL, BOTH = ("local",), ("local", "republic")
KINDS = (
    Treatment("seal", 600, 150_00, 6_500, 9_500, 80, LOCAL),
    Treatment("overlay", 3_000, 1_400_00, 3_500, 7_000, 90, LOCAL),
    Treatment("rebuild", 10_000, 6_500_00, 0, 4_500, 85, BOTH),
)
ROADS = st.builds(
    Road, key=st.just(""), length=st.integers(20, 900), area=st.integers(100, 9_000), users=st.integers(1, 40),
    condition=st.integers(0, 10_000), decay=st.integers(0, 500), district=st.sampled_from(["north", "south"]),
    first=st.none() | st.integers(2025, 2031),
)  # fmt: skip


def city(roads, *, most=2, money=40_000_000_00, promises=()):
    named = tuple(
        Road(**{name: getattr(road, name) for name in road.__slots__} | {"key": f"r{number}"})
        for number, road in enumerate(roads)
    )
    budgets = [Budget(2027 + year, source, money // 2) for year in range(4) for source in BOTH]
    return Programme(Horizon(2027, years=4, most=most, apart=2), KINDS, tuple(budgets), named, promises)


def solved(programme):
    plan = written(programme)
    answer = solve(plan.model, Effort(seconds=20))
    check(plan.model, answer.chosen, answer.value, answer.certificate)
    return plan, answer, document(programme, plan, answer.chosen, answer.value, answer.certificate)


@settings(max_examples=40)
@given(st.lists(ROADS, min_size=1, max_size=6), st.integers(1, 3))
def test_the_checker_regenerates_every_column_and_the_same_bound(roads, most):
    programme = city(roads, most=most)
    plan, answer, told = solved(programme)
    found = checker.check(json.loads(json.dumps(told)))
    assert found.faults == []
    assert (found.courses, found.value, found.bound) == (len(plan.model.value), answer.value, answer.certificate.bound)


@pytest.mark.parametrize(("years", "most", "apart"), [(4, 1, 1), (6, 3, 2), (5, 2, 9), (7, 3, 3)])
def test_the_courses_are_counted_before_they_are_made(years, most, apart):
    horizon = Horizon(2027, years=years, most=most, apart=apart)
    ever = tuple(Treatment(key, 0, 1, 0, 10_000, 100, LOCAL) for key in ("seal", "overlay"))
    road = ints([5_000])
    stretch = Stretches(road, road, road, ints([0]), ints([0]), ints([years - 1]))
    found = list(courses(stretch, ways(ever, horizon), horizon))
    assert len(found) == courses_at_most(2, horizon)


@pytest.fixture
def told():
    generator = np.random.default_rng(7)
    roads = [
        Road("", int(generator.integers(50, 400)), int(generator.integers(300, 4_000)), int(generator.integers(1, 30)),
             int(generator.integers(500, 9_500)), int(generator.integers(100, 400)), ("north", "south")[number % 2])
        for number in range(40)
    ]  # fmt: skip
    floor = Promise("district", "south", 30_000_000_00, Sense.AT_LEAST)
    return solved(city(roads, promises=(floor,)))[2]


def faults(told):
    return [word for word, _slots in checker.check(told).faults]


def test_a_plan_over_its_budget_by_one_tiyn_is_refused(told):
    spent = checker.check(told).spent
    for budget in told["budgets"]:
        key = f"budget:{budget['year']}:{budget['source']}"
        if spent[key]:
            tight = copy.deepcopy(told)
            tight["budgets"][told["budgets"].index(budget)]["tiyn"] = spent[key] - 1
            assert "plan_limit" in faults(tight)


def test_a_broken_promise_is_refused(told):
    told["promises"][0]["tiyn"] = checker.check(told).spent["at_least:district:south"] + 1
    assert "plan_limit" in faults(told)


def test_other_prices_only_loosen_the_bound_and_negative_ones_are_refused(told):
    before = checker.check(told)
    for change in (3, 0):
        other = copy.deepcopy(told)
        other["proof"]["prices"] = {key: price * change // 2 for key, price in told["proof"]["prices"].items()}
        assert checker.check(other).bound >= before.bound * (1 - 1e-12)
        assert faults(other) == []
    told["proof"]["prices"]["budget:2027:local"] = -1
    assert "plan_negative_price" in faults(told)


def test_a_dropped_treatment_a_longer_guarantee_or_a_better_road_is_noticed(told):
    entry = next(one for one in told["plan"] if one["steps"])
    road = next(one for one in told["roads"] if one["key"] == entry["road"])
    guaranteed = copy.deepcopy(told)
    guaranteed["roads"][told["roads"].index(road)]["first"] = 2031
    assert "plan_unlawful" in faults(guaranteed)
    better = copy.deepcopy(told)
    better["roads"][told["roads"].index(road)]["users"] += 1
    assert "plan_value" in faults(better)
    dropped = copy.deepcopy(told)
    dropped["plan"].remove(dropped["plan"][told["plan"].index(entry)])
    assert "plan_value" in faults(dropped)


def test_a_stranger_in_the_plan_and_a_road_named_twice_are_refused(told):
    stranger = copy.deepcopy(told)
    stranger["plan"].append({"road": "nowhere", "steps": []})
    assert "plan_stranger" in faults(stranger)
    told["plan"].append(told["plan"][0])
    assert "plan_twice" in faults(told)


def test_the_command_tells_a_sound_plan_from_a_tampered_one(told, tmp_path, capsys):
    file = tmp_path / "plan.json"
    file.write_text(json.dumps(told))
    assert main(["plan", str(file)]) == 0
    assert "Sound." in capsys.readouterr().out
    told["value"] += 1
    file.write_text(json.dumps(told))
    assert main(["plan", str(file), "--language", "kk"]) == 1
    assert "Дұрыс емес" in capsys.readouterr().out
    file.write_text(json.dumps(told | {"value": 1.5}))
    assert main(["plan", str(file)]) == 2


FORGED = {
    "a promise that counts twice": (lambda told: told["promises"].append(told["promises"][0]), "plan_named_twice"),
    "a budget of which the last wins": (
        lambda told: told["budgets"].append(told["budgets"][0] | {"tiyn": 10**15}), "plan_named_twice"),
    "a source that may pay twice": (lambda told: told["treatments"][0]["sources"].append("local"), "plan_named_twice"),
    "a road that gives money back": (lambda told: told["roads"][0].update(area=-1000), "plan_figure"),
    "a road better than the best": (lambda told: told["roads"][0].update(condition=10_001), "plan_figure"),
    "a road that mends itself": (lambda told: told["roads"][0].update(decay=-1), "plan_figure"),
    "a treatment that brings money": (lambda told: told["treatments"][0].update(price=-1), "plan_figure"),
    "the same repair twice in a year": (lambda told: told["horizon"].update(apart=0), "plan_figure"),
    "prices in parts of nothing": (lambda told: told["proof"].update(per=0), "plan_figure"),
}  # fmt: skip


@pytest.mark.parametrize("forged", FORGED)
def test_what_would_count_twice_or_backwards_is_refused_with_its_reason(told, forged, tmp_path, capsys):
    forge, word = FORGED[forged]
    forge(told)
    assert set(faults(told)) == {word}
    file = tmp_path / "plan.json"
    file.write_text(json.dumps(told))
    assert main(["plan", str(file)]) == 1
    assert "Not sound" in capsys.readouterr().out


@pytest.mark.parametrize("option", [["--key", "k"], ["--witness", "w"], ["--need", "1"], ["--since", "kept"]])
def test_an_option_that_nothing_would_look_at_is_refused(told, option, tmp_path, capsys):
    file = tmp_path / "plan.json"
    file.write_text(json.dumps(told))
    with pytest.raises(SystemExit) as left:
        main(["plan", str(file), *option])
    assert left.value.code == 2
    assert "--log" in capsys.readouterr().err


def test_the_list_sorted_by_condition_pays_for_what_is_committed_like_everybody():
    held = Road("", 200, 1_500, 1, 6_000, 200, "north", committed=((2027, "overlay"),))
    worst = Road("", 200, 1_500, 40, 5_000, 200, "north")
    programme = city([held, worst], most=1, money=2 * 3_000_000_00)
    plan = written(programme)
    chosen = worst_first(programme, plan)
    assert fits(plan.model, chosen)
    assert plan.taken(int(chosen[0])) == ((0, 1),)


def test_a_commitment_stands_whatever_it_costs():
    road = Road("", 200, 1_500, 1, 6_000, 200, "north", committed=((2028, "overlay"),))
    rival = Road("", 200, 1_500, 40, 6_000, 200, "north")
    programme = city([road, rival], most=1, money=2 * 2_200_000_00)
    told = solved(programme)[2]
    assert {"road": "r0", "steps": [[2028, "overlay", "local"]]} in told["plan"]
    assert faults(told) == []


def test_no_treatment_before_a_guarantee_ends_or_outside_its_window():
    roads = [Road("", 100, 700, 5, 6_000, 200, first=2029), Road("", 100, 700, 5, 9_900, 0)]
    plan = written(city(roads))
    lawful = [plan.taken(column) for column in range(len(plan.model.value))]
    own = lawful[: plan.model.start[1]]
    assert all(year >= 2 for steps in own for year, _way in steps)
    assert lawful[plan.model.start[1] :] == [()]
