"""Published figures: they add up, silence counts against the city, and small numbers say so."""

import pytest
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st

from qala.proposals.rules import statistics
from qala.proposals.rules.chains import Chain, born_from_residents, proofs
from qala.proposals.rules.outcomes import Outcome
from qala.proposals.rules.silence import Place, Voice, at_least, at_most, heard
from qala.proposals.rules.statistics import Case, Standing

CASES = st.builds(
    Case,
    key=st.uuids().map(str),
    track=st.sampled_from(["signal", "appeal"]),
    outcome=st.sampled_from(Outcome),
    is_overdue=st.booleans(),
    hops=st.integers(0, 4),
    was_forwarded=st.booleans(),
    was_claimed=st.booleans(),
    answer_days=st.one_of(st.none(), st.integers(0, 60)),
)


def case(outcome, track="appeal", **more):
    return Case("k", track, outcome, **more)


@given(cases=st.lists(CASES, max_size=80))
def test_outcomes_add_up_and_every_share_is_a_share(cases):
    top = statistics.headline(cases)
    assert sum(top.parts.values()) == top.denominator == len(cases)
    assert top.numerator == top.parts["confirmed"]
    for make in (statistics.headline, statistics.confirmed_of_claimed, statistics.redirected, statistics.overdue):
        figure = make(cases)
        assert (figure.value is None) == (figure.denominator == 0)
        assert figure.value is None or figure.value * figure.denominator == pytest.approx(figure.numerator)
        assert figure.definition.formula


@given(cases=st.lists(CASES, max_size=30))
def test_silence_and_claims_never_raise_the_headline(cases):
    before = statistics.headline(cases).value or 0
    for outcome in set(Outcome) - {Outcome.CONFIRMED}:
        assert (statistics.headline([*cases, case(outcome)]).value or 0) <= before


def test_explained_is_not_solved():
    city_2020 = [case(Outcome.EXPLAINED)] * 90 + [case(Outcome.CONFIRMED)] * 10
    assert statistics.headline(city_2020).value == 0.1
    claims = [case(Outcome.CLAIMED)] * 3 + [case(Outcome.CONFIRMED)]
    assert statistics.confirmed_of_claimed(claims).value == 0.25
    reopened = case(Outcome.OPEN, was_claimed=True)
    assert statistics.confirmed_of_claimed([*claims, reopened]).denominator == 5


def test_signals_do_not_dilute_overdue_appeals():
    cases = [case(Outcome.OPEN, is_overdue=True)] + [case(Outcome.OPEN, track="signal")] * 99
    figure = statistics.overdue(cases)
    assert (figure.numerator, figure.denominator, figure.standing) == (1, 1, Standing.SMALL_NUMBERS)


def test_redirects_are_counted_once():
    cases = [
        case(Outcome.FORWARDED, was_forwarded=True, hops=5),
        case(Outcome.OPEN, hops=2),
        case(Outcome.OPEN, hops=1),
    ]
    figure = statistics.redirected(cases)
    assert (figure.numerator, figure.denominator) == (2, 3)
    assert figure.parts == {"outside": 1, "inside": 1}


def test_times_to_answer_name_the_unanswered():
    cases = [case(Outcome.EXPLAINED, answer_days=days) for days in (1, 2, 3, 4, 5, 6, 7, 8, 9, 30)]
    cases += [case(Outcome.OPEN)] * 2 + [case(Outcome.EXPLAINED, track="signal", answer_days=99)]
    usual, nine_of_ten = statistics.answer_times(cases)
    assert usual.value == 5.5
    assert nine_of_ten.value == 9
    assert usual.parts == {"answered": 10, "unanswered": 2}
    empty, _ = statistics.answer_times([case(Outcome.OPEN)])
    assert (empty.value, empty.standing) == (None, Standing.NOTHING_TO_COUNT)


@given(values=st.lists(st.integers(0, 500), min_size=1), percent=st.integers(1, 100))
def test_a_percentile_was_observed_and_covers_its_share(values, percent):
    found = statistics.percentile(values, percent)
    assert found in values
    assert sum(value <= found for value in values) * 100 >= percent * len(values)
    assert sum(value < found for value in values) * 100 < percent * len(values)


def test_wrong_counts_are_errors():
    with pytest.raises(ValueError, match="2 of 1"):
        statistics.share(statistics.HEADLINE, 2, 1)
    with pytest.raises(ValueError, match="percentile"):
        statistics.percentile([], 50)
    with pytest.raises(ValueError, match="median"):
        statistics.median([])


WHOLE = Chain("case:1", "decision:1", "works:1", "claim:1", "confirmation:1", "person:a", "person:b")


def test_a_chain_is_whole_only_with_a_second_person():
    assert WHOLE.is_whole
    alone = Chain("case:2", "decision:2", "works:2", "claim:2", "confirmation:2", "person:a", "person:a")
    gap = Chain("case:3", "decision:3", "", "claim:3", "confirmation:3", "person:a", "person:b")
    figure = born_from_residents([WHOLE, alone, gap, Chain("case:4")])
    assert (figure.numerator, figure.denominator) == (1, 4)
    assert figure.parts == {"case": 1, "decision": 1, "works": 0, "claim": 1, "confirmation": 1}
    assert proofs([alone, WHOLE, gap]) == [WHOLE]
    with pytest.raises(ValueError, match="begins with a case"):
        born_from_residents([Chain("")])


@given(count=st.integers(0, 60), mean=st.floats(0.01, 80))
def test_the_poisson_tails_agree_with_scipy(count, mean):
    assert at_most(count, mean) == pytest.approx(scipy.stats.poisson.cdf(count, mean), abs=1e-9)
    assert at_least(count, mean) == pytest.approx(scipy.stats.poisson.sf(count - 1, mean), abs=1e-9)


def test_silent_places_are_those_with_too_few_voices_for_their_people():
    places = [
        Place("centre", 100_000, 260),
        Place("outskirts", 100_000, 120),
        Place("usual", 100_000, 190),
        Place("village", 900, 0),
        Place("park", 0, 12),
    ]
    voices = {one.place.key: one.voice for one in heard(places)}
    assert voices == {
        "centre": Voice.LOUD,
        "outskirts": Voice.SILENT,
        "usual": Voice.USUAL,
        "village": Voice.TOO_FEW_TO_TELL,
        "park": Voice.NOBODY_LIVES_HERE,
    }


@given(
    places=st.lists(
        st.builds(Place, key=st.text(max_size=3), inhabitants=st.integers(0, 5000), observed=st.integers(0, 90)),
        max_size=12,
    )
)
def test_expected_voices_add_up_to_observed_ones(places):
    found = heard(places)
    assert len(found) == len(places)
    living = [one for one in found if one.place.inhabitants]
    assert sum(one.expected for one in living) == pytest.approx(sum(one.place.observed for one in living))
    assert all(one.voice is not Voice.SILENT or one.expected >= 5 for one in found)


def test_nobody_counts_below_zero():
    with pytest.raises(ValueError, match="below zero"):
        heard([Place("x", -1, 0)])
