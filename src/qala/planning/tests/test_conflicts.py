"""What contradicts itself is named, and as few demands as there are; on invented contradictions and on a model."""

from itertools import combinations
from math import inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qala.planning.rules.conflicts import irreducible, smallest
from qala.planning.rules.dual import shortfall
from qala.planning.rules.model import Model, Row, Sense, tabled

NAMES = [f"d{number}" for number in range(9)]
CLASHES = st.lists(st.frozensets(st.sampled_from(NAMES), min_size=1, max_size=5), min_size=1, max_size=6)


def clashing(*clashes):
    """Demands can be met unless they hold one of these sets."""
    return lambda kept: not any(set(one) <= set(kept) for one in clashes)


@settings(max_examples=100)
@given(CLASHES)
def test_what_is_named_contradicts_itself_and_nothing_smaller_does(clashes):
    possible = clashing(*clashes)
    found = irreducible(NAMES, possible)
    assert not possible(found)
    assert all(possible([one for one in found if one != without]) for without in found)
    fewest = smallest(NAMES, found, possible, inf)
    assert not possible(fewest)
    assert len(fewest) == min(map(len, clashes))


def test_a_smaller_contradiction_hides_behind_none_of_sixty_demands():
    demands = [f"d{number}" for number in range(60)]
    tried = []
    clash = clashing({"d0", "d1", "d2"}, {"d40", "d59"})

    def possible(kept):
        tried.append(kept)
        return clash(kept)

    assert irreducible(demands, clash) == ("d0", "d1", "d2")
    assert smallest(demands, ("d0", "d1", "d2"), possible, inf) == ("d40", "d59")
    pairs = len(list(combinations(demands, 2)))
    assert len(tried) < pairs / 10


def test_where_the_time_is_over_what_was_found_is_named():
    first = ("d0", "d1", "d2")
    possible = clashing(first, {"d4", "d5"})
    assert smallest(NAMES, first, possible, 0.0) == first

    def late(_kept):
        raise TimeoutError

    assert smallest(NAMES, first, late, inf) == first


def test_where_all_can_be_met_nothing_is_named():
    assert irreducible(NAMES, clashing()) == ()
    with pytest.raises(ValueError, match="even without"):
        irreducible(NAMES, lambda _kept: False)


def test_budgets_and_promises_that_cannot_be_met_together_are_named():
    rows = [Row("budget", 10), Row("other", 5), Row("north", 8, Sense.AT_LEAST), Row("south", 4, Sense.AT_LEAST)]
    model = tabled(
        rows,
        [("a", [(0, {}), (5, {0: 8, 2: 8})]), ("b", [(0, {}), (5, {0: 4, 3: 4})]), ("c", [(0, {}), (1, {1: 1})])],
    )

    def possible(kept):
        where = [place for place, row in enumerate(model.rows) if row.key in kept]
        part = Model(
            model.groups, model.start, model.value, model.charge[where, :].tocsc(), tuple(model.rows[w] for w in where)
        )
        return not where or not shortfall(part).any()

    demands = [row.key for row in rows]
    found = irreducible(demands, possible)
    assert smallest(demands, found, possible, inf) == found == ("budget", "north", "south")
