"""What is told of many leaves no few behind: by hand, and by somebody who subtracts all that is told."""

from collections import defaultdict
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from qala.ledger.rules.crowds import ROOM, Alike, is_many, told_of

ENOUGH = 10


def alike(key, count, tiyn=100, first=0):
    """Transfers of so many different children, each one's own."""
    return Alike(key, tiyn, count, count, frozenset(f"{key}:{n + first}" for n in range(count)) if count < ENOUGH else frozenset())


def test_a_crowd_is_told_and_nothing_is_left():
    told = told_of([alike("a", 10), alike("b", 300)], ENOUGH)
    assert (told.crowds, told.silent) == ({"a", "b"}, set())


def test_few_take_the_smallest_crowd_of_their_amount_with_them():
    told = told_of([alike("few", 3), alike("a", 40), alike("b", 25)], ENOUGH)
    assert (told.crowds, told.silent) == ({"a"}, set())


def test_many_small_groups_hide_each_other():
    told = told_of([alike("few", 4), alike("also", 5), alike("third", 3), alike("a", 40)], ENOUGH)
    assert told.crowds == {"a"}


def test_an_amount_that_only_few_have_is_not_told():
    told = told_of([alike("few", 3, tiyn=120), alike("a", 40), alike("b", 60)], ENOUGH)
    assert told.silent == {"few", "a"}, "three alone without an amount would be three"
    assert told.crowds == {"b"}


def test_a_crowd_of_just_ten_hides_one_child_badly():
    assert not is_many([alike("few", 1), alike("a", 10)], ENOUGH)
    assert is_many([alike("few", 5), alike("a", 10)], ENOUGH)


@st.composite
def days(draw):
    sizes = draw(st.lists(st.tuples(st.integers(1, 30), st.sampled_from([100, 120, 150])), min_size=1, max_size=8))
    return [alike(f"school-{n}", count, tiyn) for n, (count, tiyn) in enumerate(sizes)]


@settings(max_examples=300, deadline=None)
@given(days())
def test_whoever_counts_leaves_and_subtracts_finds_no_few(groups):
    """The reader has each crowd, and how many leaves are left of each amount and without one."""
    told = told_of(groups, ENOUGH)
    left = defaultdict(list)
    for one in groups:
        if one.key not in told.crowds:
            left[None if one.key in told.silent else one.tiyn].append(one)
    everything = sum(one.count for one in groups)
    for amount, hidden in left.items():
        if amount is None and not told.crowds:
            continue  # the whole city ate so little that day: its number is the city's number
        assert sum(one.subjects for one in hidden) >= ENOUGH, (amount, hidden, everything)
        for one in hidden:
            if one.subjects < ENOUGH:
                assert len(possible(hidden, one)) >= ROOM


def possible(hidden, aim):
    """Every number the aim may have for a reader who knows the sum and which groups are small."""
    total = sum(one.count for one in hidden)
    others = [one for one in hidden if one is not aim]
    ranges = [range(1, ENOUGH) if one.subjects < ENOUGH else range(ENOUGH, total + 1) for one in others]
    reachable = {0}
    for each in ranges:
        reachable = {a + b for a, b in product(reachable, each) if a + b <= total}
    return {total - rest for rest in reachable if 1 <= total - rest < ENOUGH}
