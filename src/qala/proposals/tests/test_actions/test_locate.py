"""The place made exact: by the author from the photo's own position, or by a desk."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from qala.journal.queries import history
from qala.kernel.actors import RESIDENT, Job
from qala.kernel.refusals import Forbidden, Refusal
from qala.places.tests.factories import LAT, LON, a_district, a_street
from qala.proposals.actions import photos
from qala.proposals.queries.follow import Holder
from qala.proposals.tests import hostile_pictures as files
from qala.proposals.tests.factories import ProposalFactory, officer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


def taken_at(case, longitude, latitude):
    upload = SimpleUploadedFile("a.jpg", files.with_position(longitude, latitude))
    [kept] = photos.keep_photos(by=Holder(case.pk), proposal=case, files=[upload])
    return photos.prepare_photo(by=Job("proposals.photos"), photo=kept)


def test_the_point_brings_district_and_street():
    district, street, case = a_district(), a_street(), ProposalFactory()
    photos.locate(by=Holder(case.pk), proposal=case, longitude=LON + 0.001, latitude=LAT + 0.0002)
    case.refresh_from_db()
    assert (case.longitude, case.latitude) == (LON + 0.001, LAT + 0.0002)
    assert (case.district, case.street) == (district, street)
    told = history(case)[-1]
    assert told.verb == "proposals.proposal.located"
    assert set(told.facts) == {"district", "street"}


def test_far_from_any_street_what_was_known_stays():
    street = a_street()
    a_district()
    case = ProposalFactory(street=street)
    photos.locate(by=officer("triage_officer"), proposal=case, longitude=LON + 0.04, latitude=LAT + 0.04)
    assert case.street == street


def test_others_do_not_move_a_case():
    case = ProposalFactory()
    for who in (RESIDENT, Holder(case.pk + 1), officer("executor"), Job("proposals.photos")):
        with pytest.raises(Forbidden):
            photos.locate(by=who, proposal=case, longitude=LON, latitude=LAT)


@pytest.mark.parametrize("place", [(0.0, 0.0), (LAT, LON), (181.0, 0.5), (float("nan"), 1.0), (-2.4788, 51.7992)])
def test_a_point_outside_the_city_is_refused(place):
    a_district()
    case = ProposalFactory()
    with pytest.raises(Refusal) as refused:
        photos.locate(by=Holder(case.pk), proposal=case, longitude=place[0], latitude=place[1])
    assert refused.value.code == "no-place"
    case.refresh_from_db()
    assert case.longitude is None


def test_a_closed_case_keeps_its_place():
    case = ProposalFactory(confirmed=True)
    with pytest.raises(Refusal) as refused:
        photos.locate(by=Holder(case.pk), proposal=case, longitude=LON, latitude=LAT)
    assert refused.value.code == "closed"


def test_a_photo_offers_its_place_only_inside_the_city():
    a_district()
    inside, outside = taken_at(ProposalFactory(), LON, LAT), taken_at(ProposalFactory(), -2.4788, 51.7992)
    assert inside.taken_longitude == pytest.approx(LON, abs=1e-6)
    assert (outside.taken_longitude, outside.taken_latitude) == (None, None)
    assert inside.proposal.longitude is None
