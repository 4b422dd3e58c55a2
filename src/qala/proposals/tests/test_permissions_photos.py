"""Who may open which picture and the desk where pictures are covered."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from qala.people.tests.factories import AccountFactory, AppointmentFactory, PersonFactory
from qala.proposals.actions import evidence, photos
from qala.proposals.actions.orders import EvidenceSheet
from qala.proposals.models import Photo
from qala.proposals.queries.follow import Holder, follow_code
from qala.proposals.tests import hostile_pictures as files
from qala.proposals.tests.factories import AuthorFactory, ProposalFactory, WorksOrderFactory, officer

pytestmark = pytest.mark.django_db

# role, address, status. "author" is the signed-in author of the case; a stranger learns nothing: 404.
PERMISSIONS = [
    ("guest", "photo", 404),
    ("resident", "photo", 404),
    ("author", "photo", 200),
    ("statistician", "photo", 404),
    ("auditor", "photo", 404),
    ("photo_redactor", "photo", 200),
    ("triage_officer", "photo", 200),
    ("operator", "photo", 200),
    ("dispatcher", "photo", 200),
    ("guest", "evidence", 404),
    ("resident", "evidence", 404),
    ("author", "evidence", 404),
    ("statistician", "evidence", 404),
    ("photo_redactor", "evidence", 200),
    ("inspector", "evidence", 200),
    ("guest", "talon_photo", 200),  # the address itself holds the author's secret
    ("resident", "talon_photo", 200),
    ("guest", "desk_photos", 302),
    ("resident", "desk_photos", 403),
    ("dispatcher", "desk_photos", 403),
    ("executor", "desk_photos", 403),
    ("photo_redactor", "desk_photos", 302),
    ("triage_officer", "desk_photos", 302),
    ("operator", "desk_photos", 302),
    ("guest", "desk_photo", 302),
    ("resident", "desk_photo", 403),
    ("author", "desk_photo", 403),
    ("executor", "desk_photo", 403),
    ("photo_redactor", "desk_photo", 200),
    ("triage_officer", "desk_photo", 200),
    ("operator", "desk_photo", 200),
    ("guest", "desk_evidence", 302),
    ("resident", "desk_evidence", 403),
    ("executor", "desk_evidence", 403),
    ("photo_redactor", "desk_evidence", 200),
    ("operator", "desk_evidence", 200),
]


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


def browser(who, case):
    client = Client()
    if who == "guest":
        return client
    person = case.author.person if who == "author" else PersonFactory()
    if who not in ("author", "resident"):
        AppointmentFactory(person=person, role=who)
    client.force_login(getattr(person, "account", None) or AccountFactory(person=person, resident=True))
    return client


@pytest.fixture
def case():
    return AuthorFactory(person=PersonFactory()).proposal


@pytest.fixture
def photo(case):
    upload = SimpleUploadedFile("a.jpg", files.drawn())
    [kept] = photos.keep_photos(by=Holder(case.pk), proposal=case, files=[upload])
    return photos.prepare_photo(by=officer("operator"), photo=kept)


@pytest.fixture
def proof():
    order = WorksOrderFactory(state="in_work")
    by = officer("executor", order.executor)
    upload = SimpleUploadedFile("a.jpg", files.drawn())
    return evidence.attach_picture(by=by, order=order, file=upload, sheet=EvidenceSheet())


@pytest.mark.parametrize(("who", "name", "status"), PERMISSIONS)
def test_who_may_open_what(who, name, status, case, photo, proof):
    arguments = {
        "photo": [photo.pk, "upright"],
        "evidence": [proof.pk, "upright"],
        "talon_photo": [case.number, follow_code(case), photo.pk],
        "desk_photos": [],
        "desk_photo": [photo.pk],
        "desk_evidence": [proof.pk],
    }[name]
    answer = browser(who, case).get(reverse(f"proposals:{name}", args=arguments))
    assert answer.status_code == status
    if who == "guest" and status == 302:
        assert answer["Location"].startswith("/account/login/")


@pytest.mark.parametrize("who", ["guest", "resident", "author", "operator"])
def test_nobody_sees_a_public_copy_before_an_officer_made_one(who, case, photo):
    address = reverse("proposals:photo", args=[photo.pk, "public"])
    assert browser(who, case).get(address).status_code == 404
    photos.show_photo(by=officer("operator"), photo=photo, boxes=[], alt="x")
    assert browser(who, case).get(address).status_code == 200


@pytest.mark.parametrize("narrow", [{"visibility": "outline"}, {"visibility": "hidden"}])
def test_a_case_that_is_not_public_shows_its_photo_to_its_own_people_only(narrow, case, photo):
    photos.show_photo(by=officer("operator"), photo=photo, boxes=[], alt="x")
    type(case).objects.filter(pk=case.pk).update(**narrow)
    address = reverse("proposals:photo", args=[photo.pk, "public"])
    assert browser("guest", case).get(address).status_code == 404
    for who in ("author", "operator"):
        answer = browser(who, case).get(address)
        assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-cache")


@pytest.mark.parametrize("address", ["/photos/1/original/", "/photos/1/../upright/", "/photos/x/public/", "/photos/1/"])
def test_no_address_names_an_original_or_a_file(address, case, photo):
    assert browser("operator", case).get(address).status_code == 404


def test_a_wrong_code_or_another_case_opens_no_photo(case, photo):
    other, guest = ProposalFactory(), browser("guest", case)
    for held, code in ((case, "0" * 12), (other, follow_code(other)), (other, follow_code(case))):
        address = reverse("proposals:talon_photo", args=[held.number, code, photo.pk])
        assert guest.get(address).status_code == 404


@pytest.mark.parametrize("verb", ["show", "cover_all", "withhold"])
@pytest.mark.parametrize("who", ["guest", "resident", "author", "executor", "dispatcher"])
def test_who_may_not_look_may_not_send(who, verb, case, photo):
    sent = {"verb": verb, "alt": "x", "why": "people"}
    answer = browser(who, case).post(reverse("proposals:desk_photo", args=[photo.pk]), sent)
    assert answer.status_code in (302, 403)
    assert Photo.objects.get().state == "upright"
