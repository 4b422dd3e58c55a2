"""Small groups stay unknown, also to somebody who has every published table, the price list and a linear solver."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from qala.meals.rules.withholding import ROOM, Ages, Group, few, is_safe, open_total, publication, share, told_of

LEAST = 10
CHEAP, DEAR = 67_850, 76_099


def group(day, band, meals, first=0, school="school-1", price=None, supplier="kitchen"):
    """A group of so many children, numbered from `first`: the same numbers are the same children."""
    cost = price or (CHEAP if band == "young" else DEAR)
    return Group((supplier, school, day), band, cost, meals, meals, frozenset(range(first, first + meals)))


def test_a_small_group_is_hidden_and_so_is_the_total_that_tells_it():
    made = publication([group("d1", "young", 290, 100), group("d1", "old", 5)], LEAST)
    assert [one.band for one in made.hidden] == ["old"]
    assert not made.is_whole(("kitchen", "school-1", "d1"))
    assert not made.is_whole(("kitchen", "school-1"))
    assert not made.is_whole(())
    assert made.told(()) == (290, 290 * CHEAP)


def test_the_same_few_children_stay_hidden_over_a_month():
    days = [one for n in range(20) for one in (group(f"d{n}", "young", 200, 100), group(f"d{n}", "old", 3))]
    made = publication(days, LEAST)
    assert not made.is_whole(("kitchen", "school-1"))


def test_many_small_groups_of_different_children_make_a_total_that_may_be_told():
    schools = [group("d1", "old", 5, 10 * n, f"school-{n}") for n in range(6)]
    made = publication(schools, LEAST)
    assert made.is_whole(("kitchen",))
    assert made.told(("kitchen",)) == (30, 30 * DEAR)
    assert not any(made.is_whole(("kitchen", f"school-{n}")) for n in range(6))


def test_two_prices_are_two_remainders():
    mixed = [group("d1", "young", 6, 0, "school-1"), group("d1", "old", 6, 50, "school-2")]
    assert not publication(mixed, LEAST).is_whole(())  # twelve children, but money would tell six and six


def test_bounds_pin_nothing_down():
    full = [group("d1", "old", 9, 0, "a"), group("d1", "old", 9, 50, "b")]
    assert not is_safe(full, LEAST)  # eighteen children in two groups under ten are nine and nine
    assert is_safe([group("d1", "old", 6, 0, "a"), group("d1", "old", 5, 50, "b")], LEAST)


@pytest.mark.parametrize(("count", "told"), [(0, 0), (1, None), (9, None), (10, 10)])
def test_few_children_are_told_as_few(count, told):
    assert few(count, LEAST) == told


def test_a_sum_over_schools_does_not_tell_the_only_small_one():
    assert open_total({"a": Ages(40), "b": Ages(3)}, LEAST) is None
    assert open_total({"a": Ages(40), "b": Ages(6), "c": Ages(5), "d": Ages(4)}, LEAST) == 55
    assert open_total({"a": Ages(40), "b": Ages()}, LEAST) == 40
    assert open_total({"a": Ages(40, 15), "b": Ages(20, 17)}, LEAST) == 90
    nines = {str(n): Ages(40, 9) for n in range(10)}
    assert open_total(nines, LEAST) == 400, "490 would say that every school has nine"
    assert open_total({"a": Ages(0, 3)}, LEAST) is None


@pytest.mark.parametrize("young", range(45))
def test_who_knows_the_pupils_of_the_free_grades_does_not_find_the_older_ones(young):
    """One school: what is told stands for several numbers of older children, one more or less does not show."""
    could = {}
    for older in range(60):
        could.setdefault(told_of(Ages(young, older), LEAST), []).append(older)
    assert all(len(numbers) >= ROOM for told, numbers in could.items() if numbers != [0])
    assert could.get(0, [0]) == [0], "nobody is nobody"


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(0, 35), min_size=1, max_size=4))
def test_the_city_and_its_schools_do_not_pin_an_older_child_either(older):
    """Rests of the schools, known to be under ten, and the sum of them as the city's number tells it."""
    ages = {str(n): Ages(40, count) for n, count in enumerate(older)}
    floors = [told_of(one, LEAST) - 40 for one in ages.values()]
    rest = open_total(ages, LEAST) - 40 * len(older) - sum(floors)
    exact = rest or rest + 9 * len(older)  # where the tens of the schools are told again, the sum says nothing new
    for count in older:
        others = 9 * (len([one for one in older if one]) - 1)
        assert not count or min(9, exact + 9) - max(0, rest - others) + 1 >= ROOM


def test_a_share_does_not_tell_its_whole():
    wholes = [whole for whole in range(200, 260) if share(12, whole, LEAST) == share(12, 231, LEAST)]
    assert len(wholes) >= ROOM


@st.composite
def cities(draw):
    """Suppliers, schools, days; the older ones few; a child keeps its school; a tariff may change within the month."""
    groups, number = [], 0
    for school in range(draw(st.integers(1, 5))):
        supplier, changes = f"kitchen-{draw(st.integers(0, 1))}", draw(st.booleans())
        for day in range(draw(st.integers(1, 4))):
            for band, most in (("young", 40), ("old", 14)):
                meals = draw(st.integers(0, most))
                price = (CHEAP if band == "young" else DEAR) + (1_000 if changes and day > 1 else 0)
                start = number + (0 if band == "young" else 50)
                if meals:
                    groups.append(group(f"d{day}", band, meals, start, f"school-{school}", price, supplier))
        number += 100
    return groups


def equations(groups, made):
    """What a reader knows: each open group, and each open total by price (more than its meals and its money tell)."""
    rows, sums = [], []
    for n, one in enumerate(groups):
        if one in made.shown:
            rows.append(np.eye(len(groups))[n])
            sums.append(one.meals)
    for path in made.whole:
        for price in {one.price for one in groups}:
            row = np.array([float(one.path[: len(path)] == path and one.price == price) for one in groups])
            if row.any():
                rows.append(row)
                sums.append(int(row @ np.array([one.meals for one in groups])))
    return np.array(rows), np.array(sums)


@settings(max_examples=120, deadline=None)
@given(cities())
def test_nobody_is_found_by_linear_algebra(groups):
    made = publication(groups, LEAST)
    rows, sums = equations(groups, made)
    for n, one in enumerate(groups):
        if one in made.hidden:
            aim = np.eye(len(groups))[n]
            bounds = [(1, LEAST - 1) if other in made.hidden else (0, None) for other in groups]
            known = {"A_eq": rows, "b_eq": sums} if len(rows) else {}
            low = linprog(aim, bounds=bounds, **known).fun
            high = -linprog(-aim, bounds=bounds, **known).fun
            assert round(high) - round(low) + 1 >= ROOM


@settings(max_examples=120, deadline=None)
@given(cities())
def test_no_difference_of_published_totals_is_a_small_group(groups):
    made = publication(groups, LEAST)
    rows, _sums = equations(groups, made)
    known = [row - sum((one for one in rows if one.sum() == 1 and one @ row), np.zeros(len(groups))) for row in rows]
    derived = known + [a - b for a, b in combinations(known, 2)] + [b - a for a, b in combinations(known, 2)]
    for row in derived:
        if row.any() and set(row) <= {0.0, 1.0}:
            who = frozenset().union(*(one.who for one, told in zip(groups, row, strict=True) if told))
            small = [one for one, told in zip(groups, row, strict=True) if told and one in made.hidden]
            assert not small or len(who) >= LEAST
