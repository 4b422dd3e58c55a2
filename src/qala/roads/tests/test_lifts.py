"""Works accepted since the last survey lift a stretch until somebody looks at it again."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from qala.kernel.clock import today
from qala.places.models import Segment
from qala.roads.queries.condition import condition_of, conditions
from qala.roads.queries.network import programme_for
from qala.roads.queries.works import norms_on
from qala.roads.rules.lifts import points_of, treatment_of
from qala.roads.rules.terms import terms_on
from qala.roads.rules.works import Size
from qala.roads.tests.factories import a_paved_street
from qala.roads.tests.test_programme import asked, rated
from qala.roads.tests.works_factories import Offices, accepted

pytestmark = pytest.mark.django_db


@pytest.fixture
def segment() -> Segment:
    a_paved_street()
    return Segment.objects.get(source_id="tauke-1")


def size(top=0, base=0, area=100, whole=100) -> Size:
    return Size(Decimal(top), Decimal(base), Decimal(area), Decimal(whole))


def brought(segment) -> float:
    """Points of an overlay of 5 cm on 700 of the 725 m² of the first hundred metres."""
    return 30 * 100 / float(segment.measured_length_m) * 700 / 725


@pytest.mark.parametrize(
    ("layers", "kind"),
    [((0, 0), ""), ((1, 0), "thin_overlay"), ((5, 0), "overlay"), ((12, 0), "mill_and_overlay"), ((5, 20), "rebuild")],
)
def test_layers_are_a_treatment_of_the_programme(layers, kind):
    assert treatment_of(size(*layers), norms_on(today())) == kind


def test_what_was_done_on_half_the_length_and_half_the_area_brings_a_quarter():
    norms, terms = norms_on(today()), terms_on(today())
    assert points_of(size(5), Decimal(1), norms, terms) == 30
    assert points_of(size(5, area=50), Decimal("0.5"), norms, terms) == 7.5
    assert points_of(size(5, area=300), Decimal(3), norms, terms) == 30
    assert points_of(size(), Decimal(1), norms, terms) == 0


def test_accepted_works_lift_the_condition_and_the_doubt_stays(segment):
    rated(segment, 40, today() - timedelta(days=100))
    before = condition_of(segment, today())
    works = accepted(Offices()).works
    after = condition_of(segment, today())
    assert after.works == (works.pk,)
    assert after.value == pytest.approx(before.value + brought(segment), abs=0.2)
    assert (after.low, after.rated, after.rated_on) == (before.low, before.rated, before.rated_on)
    year = condition_of(segment, today() + timedelta(days=365))
    assert before.value < year.value < after.value
    assert condition_of(segment, today() - timedelta(days=1)).works == ()


def test_the_next_survey_speaks_for_itself(segment):
    rated(segment, 40, today() - timedelta(days=100))
    accepted(Offices())
    rated(segment, 55, today())
    assert (condition_of(segment, today()).value, condition_of(segment, today()).works) == (55, ())


def test_no_works_make_a_street_known_that_nobody_surveyed(segment):
    accepted(Offices())
    assert condition_of(segment, today()) is None


def test_the_programme_plans_with_the_lift(segment):
    for one in Segment.objects.present():
        rated(one, 40, date(2026, 6, 1))
    accepted(Offices())
    programme, _network = programme_for(asked())
    seen = {road.key: road.condition for road in programme.roads}
    assert seen.pop(f"places.segment:{segment.pk}") > max(seen.values()) + 1_500


def test_many_works_cost_no_question_each(segment, django_assert_max_num_queries):
    rated(segment, 40, today() - timedelta(days=100))
    accepted(Offices())
    with django_assert_max_num_queries(7):
        conditions([one.pk for one in Segment.objects.all()], today())
