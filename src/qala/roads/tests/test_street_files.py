"""Papers and photos that whoever keeps the register brings to a street."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from qala.kernel.clock import today
from qala.people.tests.conftest import signed_in
from qala.people.tests.factories import AppointmentFactory
from qala.places.models import Segment
from qala.places.tests.factories import LAT, LON
from qala.roads.models import Paper, RoadPhoto
from qala.roads.tests.factories import a_paved_street
from qala.roads.tests.works_factories import JPEG, shot_at

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def street(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return a_paved_street()


@pytest.fixture
def desk():
    return signed_in(AppointmentFactory(role="road_engineer").person)


def test_a_paper_comes_to_its_street_once(desk, street):
    page = reverse("roads:desk_street_paper")
    found = desk.get(page, {"q": str(street)[:4]})
    assert f"?street={street.pk}" in found.content.decode()

    def sent(**more):
        paper = {"kind": "act", "number": "7", "signed_on": today().isoformat()} | more
        paper["file"] = SimpleUploadedFile("act.pdf", b"%PDF-1.7 an act", "application/pdf")
        return desk.post(f"{page}?street={street.pk}", paper).status_code

    assert (sent(signed_on=(today() + timedelta(days=1)).isoformat()), sent(), sent()) == (422, 302, 422)
    assert (Paper.objects.get().street, Paper.objects.get().number) == (street, "7")
    assert desk.get(reverse("roads:kept_file", args=[Paper.objects.get().sha256])).status_code == 200


def test_a_photo_comes_to_its_stretch_once(desk, street):
    segment = Segment.objects.filter(street=street).first()
    page = f"{reverse('roads:desk_street_photo')}?street={street.pk}"

    def sent(**more):
        told = {"taken_on": today().isoformat(), "segment": segment.pk, "from_m": 5, "to_m": 5, "side": "both"} | more
        return desk.post(page, told | {"photo": SimpleUploadedFile("a.jpg", JPEG, "image/jpeg")}).status_code

    assert (sent(taken_on=(today() + timedelta(days=1)).isoformat()), sent(), sent()) == (422, 302, 422)
    assert (RoadPhoto.objects.get().segment, RoadPhoto.objects.get().from_m) == (segment, 5)


def test_a_photo_of_a_street_remembers_whether_the_picture_told_its_place(desk, street):
    segment = Segment.objects.filter(street=street).first()
    page = f"{reverse('roads:desk_street_photo')}?street={street.pk}"

    def sent(content):
        told = {"taken_on": today().isoformat(), "segment": segment.pk, "from_m": 5, "to_m": 5, "side": "both"}
        return desk.post(page, told | {"photo": SimpleUploadedFile("a.jpg", content, "image/jpeg")}).status_code

    assert (sent(shot_at(LON, LAT + 1)), sent(shot_at(LON, LAT)), sent(JPEG)) == (422, 302, 302)
    assert list(RoadPhoto.objects.order_by("pk").values_list("place_by_hand", flat=True)) == [False, True]


def test_who_only_checks_sees_no_door(desk):
    page = reverse("roads:desk_passports")
    assert reverse("roads:desk_street_paper") in desk.get(page).content.decode()
    inspector = signed_in(AppointmentFactory(role="road_inspector").person)
    assert reverse("roads:desk_street_paper") not in inspector.get(page).content.decode()
