"""Ratings follow their street when it is cut or joined; wear is learnt nightly, repairs left out, and not twice over."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from qala.kernel.clock import today
from qala.places.actions import merge_segments, split_segment
from qala.places.models import Segment
from qala.places.tests.factories import a_segment, a_street
from qala.roads.models import Rating, Survey, WearFit
from qala.roads.queries.condition import PCI, condition_of
from qala.roads.queries.histories import pairs_known, unlearnt, works_known
from qala.roads.queries.passport_condition import condition_told, surveyed_metres
from qala.roads.queries.ratings import last_ratings
from qala.roads.rules.deterioration import LEAST_PAIRS, Wear, fit, taught
from qala.roads.rules.panel import Pair, Visit
from qala.roads.tasks import learn_wear
from qala.roads.tests.factories import KEEPER, a_carriageway
from qala.roads.tests.test_programme import rated
from qala.roads.tests.works_factories import Offices, accepted

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 1)
LATER = date(2027, 1, 1)


def test_the_pieces_of_a_cut_segment_are_known_by_what_it_was():
    segment = a_segment()
    rated(segment, 62, DAY)
    split_segment(by=KEEPER, segment=segment, at_m=[Decimal(50)])
    pieces = list(Segment.objects.present().filter(inheritances__predecessor=segment))
    assert [condition_of(piece, DAY).rated for piece in pieces] == [62, 62]
    told = condition_told(pieces, LATER)
    assert [(row["segment"], row["value"], row["synthetic"]) for row in told] == [
        (piece.pk, "62.00", True) for piece in pieces
    ]
    whole = sum(float(piece.measured_length_m) for piece in pieces)
    assert surveyed_metres([segment.street_id], LATER)[segment.street_id] == pytest.approx(whole)


def test_joined_segments_are_known_by_the_metres_of_each_as_old_as_the_oldest():
    street = a_street()
    first, second = Segment.objects.filter(street=street).order_by("order")
    rated(first, 80, DAY)
    rated(second, 40, date(2024, 6, 1))
    merge_segments(by=KEEPER, segments=[first, second])
    joined = Segment.objects.present().get()
    row = last_ratings([joined.pk], LATER, PCI)[joined.pk]
    lengths = [first.measured_length_m, second.measured_length_m]
    expected = (80 * lengths[0] + 40 * lengths[1]) / sum(lengths)
    assert (row.value, row.rated_on) == (expected.quantize(Decimal("0.01")), date(2024, 6, 1))


def test_a_joined_segment_of_which_little_was_seen_is_not_known():
    street = a_street()
    first, second = sorted(Segment.objects.filter(street=street), key=lambda one: one.measured_length_m)
    rated(first, 80, DAY)
    merge_segments(by=KEEPER, segments=sorted([first, second], key=lambda one: one.order))
    joined = Segment.objects.present().get()
    seen = first.measured_length_m >= joined.measured_length_m / 2
    assert (condition_of(joined, LATER) is not None) == seen


def test_a_rating_of_its_own_outweighs_what_a_piece_inherits_and_teaches_once():
    segment = a_segment()
    rated(segment, 80, date(2022, 6, 1))
    rated(segment, 70, date(2024, 6, 1))
    split_segment(by=KEEPER, segment=segment, at_m=[Decimal(50)])
    piece = Segment.objects.present().filter(inheritances__predecessor=segment)[0]
    rated(piece, 55, DAY)
    assert condition_of(piece, LATER).rated == 55
    assert [(one.before.year, one.after.year) for one in pairs_known(PCI, LATER)] == [(2022, 2024)]


def visited(monkeypatch, drop=4):
    pairs = [
        Pair(str(number), Visit(2022, 90 - number), Visit(2024, 90 - number - drop)) for number in range(40)
    ]
    monkeypatch.setattr("qala.roads.queries.histories.pairs_known", lambda procedure, on: pairs)
    return pairs


def test_wear_is_learnt_at_night_only_where_it_teaches_something_new(monkeypatch):
    rated(a_segment(), 62, DAY)
    assert (learn_wear(), WearFit.objects.count()) == (0, 0)
    visited(monkeypatch)
    assert (learn_wear(), learn_wear()) == (1, 0)
    visited(monkeypatch, drop=9)
    assert unlearnt(LATER) == [PCI]
    assert (learn_wear(), WearFit.objects.count()) == (1, 2)


def test_a_segment_whose_level_nobody_learnt_from_wears_as_the_nearest_and_says_so(monkeypatch):
    segment = a_segment()
    rated(segment, 20, today() - timedelta(days=730))
    visited(monkeypatch)
    learn_wear()
    told = condition_of(segment, today())
    assert told.method == "own history, nearest level"
    assert told.value == pytest.approx(16, abs=0.1)


def test_a_surface_that_taught_nothing_keeps_its_reference():
    survey = Survey.objects.create(kind="yearly", method="pci", surveyed_on=date(2022, 6, 1))
    paved, slabs = Segment.objects.filter(street=a_street())
    for segment, surface, years in ((paved, "asphalt", LEAST_PAIRS + 1), (slabs, "concrete", 3)):
        Rating.objects.bulk_create(
            Rating(survey=survey, segment=segment, from_m=0, to_m=10, rated_on=date(1985 + at, 6, 1), procedure=PCI,
                   value=90 - at, surface=surface, curve_set="own", units=5)
            for at in range(years)
        )  # fmt: skip
    learn_wear()
    assert WearFit.objects.get().told["surfaces"] == ["asphalt"]
    told = [condition_of(one, today()).method for one in (slabs, paved)]
    assert told == ["reference", "own history, nearest level"]


def test_what_was_repaired_between_two_visits_teaches_no_wear():
    a_carriageway(a_segment())
    works = accepted(Offices()).works
    segment = str(works.grounds.first().segment_id)
    assert works_known(works.accepted_on) == {segment: [works.accepted_on.year]}
    year = works.accepted_on.year
    pair = Pair(segment, Visit(year - 1, 80), Visit(year + 1, 70))
    assert taught([pair], year + 1, works_known(works.accepted_on)) == []


def test_what_was_learnt_reads_back_the_same():
    pairs = [Pair(str(n), Visit(2022, 90 - n), Visit(2024, 84 - n)) for n in range(40)]
    wear = fit(pairs)
    assert isinstance(wear, Wear)
    assert wear.told() == fit(pairs).told()
