"""What is dangerous, reported or proven on a street stays so when its segment is cut or joined."""

from datetime import timedelta
from decimal import Decimal

import pytest

from qala.kernel.clock import now, today
from qala.places.actions import split_segment
from qala.places.models import Segment
from qala.roads.actions.defects import confirm_defect
from qala.roads.actions.drafting import carry_over
from qala.roads.actions.proofs import accept_works
from qala.roads.actions.warranties import Danger, end_hazard, note_hazard
from qala.roads.models import Defect, Hazard
from qala.roads.queries.works import unproven_stretches
from qala.roads.tests.factories import KEEPER, a_paved_street
from qala.roads.tests.works_factories import Offices, accepted, proven, stretch

pytestmark = pytest.mark.django_db
CUT_AT = [Decimal(50)]


@pytest.fixture
def segment() -> Segment:
    a_paved_street()
    return Segment.objects.get(source_id="tauke-1")


def cut(segment):
    split_segment(by=KEEPER, segment=segment, at_m=CUT_AT)
    carry_over(by=KEEPER)
    return list(Segment.objects.present().filter(inheritances__predecessor=segment).order_by("order", "pk"))


@pytest.fixture
def offices() -> Offices:
    return Offices()


def danger(offices, segment, from_m, to_m) -> Hazard:
    seen = now() - timedelta(hours=2)
    told = Danger(stretch(segment, from_m, to_m), "A lid fell in", seen, seen, "waterworks", now() + timedelta(hours=4))
    return note_hazard(by=offices.engineer, danger=told)


def test_a_dangerous_place_goes_where_its_street_goes(segment, offices):
    late, over, here = danger(offices, segment, 70, 74), danger(offices, segment, 72, 76), danger(offices, segment, 46, 60)
    end_hazard(by=offices.inspector, hazard=over)
    _first, second = cut(segment)
    places = {one.pk: (one.segment_id, float(one.from_m)) for one in Hazard.objects.all()}
    assert places[late.pk] == (second.pk, pytest.approx(20, abs=0.5))
    assert places[here.pk] == (second.pk, 0)
    assert places[over.pk] == (segment.pk, 72)
    carry_over(by=KEEPER)
    assert places == {one.pk: (one.segment_id, float(one.from_m)) for one in Hazard.objects.all()}


def test_a_reported_defect_is_still_a_claim_after_the_cut(segment, offices):
    warranty = accepted(offices)
    defect = Defect.objects.create(category="pothole", kind="pothole", reported_on=today(), case="proposals.proposal:1")
    defect.position = stretch(segment, 80, 81)
    defect.save()
    pieces = cut(segment)
    defect.refresh_from_db()
    assert defect.segment_id == pieces[1].pk
    confirm_defect(by=offices.inspector, defect=defect)
    warranty.refresh_from_db()
    assert (warranty.state, warranty.claims.get().defect) == ("claimed", defect)


def test_a_photo_still_proves_the_pieces_of_its_stretch(segment, offices):
    works = proven(offices)
    assert len(cut(segment)) == 2
    assert works.grounds.filter(valid_to=None).count() == 2
    assert unproven_stretches(works) == []
    assert accept_works(by=offices.second, works=works).state == "running"
