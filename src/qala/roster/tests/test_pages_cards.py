"""Cards of a class through their pages: given out, lost, replaced; and who leads the class."""

import pytest
from django.urls import reverse

from qala.kernel.clock import today
from qala.people.tests.factories import AccountFactory, AppointmentFactory
from qala.roster.models import PupilCard
from qala.roster.queries import card_of, pupil_by_card
from qala.roster.tests.factories import SchoolFactory, class_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday(time_machine):
    time_machine.move_to("2026-11-23T09:00:00+05:00")


@pytest.fixture
def room():
    return class_of(3, grade=3, letter="Б")[0]


@pytest.fixture
def pedagogue(client, room):
    person = AppointmentFactory(role="social_pedagogue", organisation=room.school.organisation).person
    client.force_login(AccountFactory(person=person))
    return client


def to(name, room, *more):
    return reverse(f"roster:{name}", args=[room.school.slug, room.pk, *more])


def read(client, address):
    return client.get(address, headers={"Accept-Language": "en"}).content.decode()


def test_a_card_is_given_out_lost_and_replaced(pedagogue, room):
    pupil, other = (row.pupil for row in room.enrolments.all()[:2])
    address = to("card", room, pupil.pk)
    assert to("cards", room) in read(pedagogue, to("school_class", room))
    assert "3 pupils have no card" in read(pedagogue, to("cards", room))
    assert pedagogue.post(address, {"code": "no!"}).status_code == 422
    assert pedagogue.post(address, {"code": "04A1B2C3"}).status_code == 302
    assert pupil_by_card("04A1B2C3") == pupil
    assert pedagogue.post(to("card", room, other.pk), {"code": "04A1B2C3"}).status_code == 422, "given out before"
    page = read(pedagogue, address)
    assert "…B2C3" in page
    assert "04A1B2C3" not in page, "the whole code stands on no page"
    assert pedagogue.post(address, {"reason": "stolen by a ghost"}).status_code == 422
    assert pedagogue.post(address, {"reason": "lost"}).status_code == 302
    assert (card_of(pupil), pupil_by_card("04A1B2C3")) == (None, None)
    assert pedagogue.post(address, {"code": "04D4E5F6"}).status_code == 302
    assert (card_of(pupil).code, card_of(pupil).issued_on) == ("04D4E5F6", today())
    assert "lost" in read(pedagogue, address), "the former card stays to be read"
    assert PupilCard.objects.filter(pupil=pupil).count() == 2


def test_a_pupil_of_another_class_is_not_found_here(pedagogue, room):
    elsewhere = class_of(1, grade=4, letter="А")[0]
    assert pedagogue.get(to("card", room, elsewhere.enrolments.first().pupil_id)).status_code == 404
    assert pedagogue.get(to("cards", elsewhere)).status_code == 403


def test_a_class_asks_as_often_for_many(pedagogue, room, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        pedagogue.get(to("cards", room))


def test_the_class_teacher_is_named_and_nobody_of_another_school(pedagogue, room):
    body = room.school.organisation
    teacher = AppointmentFactory(role="class_teacher", organisation=body).person
    stranger = AppointmentFactory(role="class_teacher", organisation=SchoolFactory().organisation).person
    assert str(teacher.pk) in read(pedagogue, to("school_class", room))
    assert pedagogue.post(to("teacher", room), {"teacher": str(stranger.pk)}).status_code == 422
    assert pedagogue.post(to("teacher", room), {"teacher": str(teacher.pk)}).status_code == 302
    room.refresh_from_db()
    assert room.teacher == teacher
    assert pedagogue.post(to("teacher", room), {"teacher": ""}).status_code == 302
    room.refresh_from_db()
    assert room.teacher is None
