"""Pages through their addresses: who may open them, what they show, what they change."""

from datetime import date

import pytest
from django.urls import reverse

from qala.people.tests.factories import AccountFactory, AppointmentFactory, PersonFactory
from qala.roster import queries
from qala.roster.models import Attendance, SchoolDay
from qala.roster.tests.factories import (
    AttendanceFactory,
    EnrolmentFactory,
    SchoolClassFactory,
    SchoolFactory,
    class_of,
    parent_of,
)

pytestmark = pytest.mark.django_db
FRIDAY = date(2026, 11, 20)

# role, address, status. `other_director` is one of another school; a class teacher leads the class asked for.
PERMISSIONS = [
    ("guest", "schools", 302),
    ("resident", "schools", 403),
    ("class_teacher", "schools", 302),
    ("school_director", "schools", 302),
    ("education_department", "schools", 200),
    ("auditor", "schools", 200),
    ("guest", "school", 302),
    ("resident", "school", 403),
    ("other_director", "school", 403),
    ("class_teacher", "school", 200),
    ("social_pedagogue", "school", 200),
    ("school_director", "school", 200),
    ("education_department", "school", 200),
    ("canteen_worker", "school", 403),
    ("guest", "calendar", 302),
    ("resident", "calendar", 403),
    ("other_director", "calendar", 403),
    ("class_teacher", "calendar", 200),
    ("school_director", "calendar", 200),
    ("guest", "school_class", 302),
    ("resident", "school_class", 403),
    ("other_director", "school_class", 403),
    ("other_teacher", "school_class", 403),
    ("class_teacher", "school_class", 200),
    ("social_pedagogue", "school_class", 200),
    ("auditor", "school_class", 200),
    ("guest", "cards", 302),
    ("resident", "cards", 403),
    ("other_director", "cards", 403),
    ("class_teacher", "cards", 403),
    ("social_pedagogue", "cards", 200),
    ("school_director", "cards", 200),
    ("education_department", "cards", 200),
    ("auditor", "cards", 403),
    ("guest", "card", 302),
    ("other_director", "card", 403),
    ("class_teacher", "card", 403),
    ("social_pedagogue", "card", 200),
    ("auditor", "card", 403),
    ("guest", "teacher", 302),
    ("school_director", "teacher", 405),
    ("guest", "children", 302),
    ("resident", "children", 200),
]


@pytest.fixture(autouse=True)
def monday(time_machine):
    time_machine.move_to("2026-11-23T09:00:00+05:00")


@pytest.fixture
def room():
    return class_of(3, grade=3, letter="Б")[0]


def person_as(role, room):
    body = room.school.organisation
    if role.startswith("other_"):
        if role == "other_director":
            body = SchoolFactory().organisation
            return AppointmentFactory(role="school_director", organisation=body).person
        return AppointmentFactory(role="class_teacher", organisation=body).person
    if role == "resident":
        return PersonFactory()
    person = AppointmentFactory(role=role, organisation=body).person
    if role == "class_teacher":
        room.teacher = person
        room.save()
    return person


def signed_in(client, person):
    client.force_login(AccountFactory(person=person))
    return client


def address(name, room):
    slug = room.school.slug
    arguments = {"school": [slug], "calendar": [slug], "school_class": [slug, room.pk]}
    arguments |= {"cards": [slug, room.pk], "teacher": [slug, room.pk]}
    arguments["card"] = [slug, room.pk, room.enrolments.first().pupil_id]
    return reverse(f"roster:{name}", args=arguments.get(name, []))


@pytest.mark.parametrize(("role", "name", "status"), PERMISSIONS)
def test_who_may_open_a_page(client, room, role, name, status):
    if role != "guest":
        signed_in(client, person_as(role, room))
    assert client.get(address(name, room)).status_code == status


def test_an_unknown_school_or_class_is_not_found(client, room):
    signed_in(client, person_as("education_department", room))
    assert client.get("/schools/nowhere/").status_code == 404
    assert client.get(f"/schools/{SchoolFactory().slug}/classes/{room.pk}/").status_code == 404


def test_a_class_teacher_sees_only_their_class_and_reports_it(client, room):
    other = EnrolmentFactory(school_class=SchoolClassFactory(school=room.school, grade=7, letter="Я")).school_class
    signed_in(client, person_as("class_teacher", room))
    page = client.get(address("school", room), {"day": FRIDAY}).content.decode()
    assert "3Б" in page
    assert other.title not in page
    pupils = list(queries.class_roster(room, FRIDAY))
    said = {f"p{pupils[0].pk}": "present", f"p{pupils[1].pk}": "late", f"p{pupils[2].pk}": "absent"}
    answer = client.post(address("school_class", room), {"day": FRIDAY, **said})
    assert answer.status_code == 302
    assert queries.class_presence(room, FRIDAY).absent == {pupils[2].pk}
    again = client.get(address("school_class", room), {"day": FRIDAY}).content.decode()
    assert again.count("checked") == 3
    assert f'name="p{pupils[2].pk}" value="absent" checked' in again


def test_an_incomplete_list_is_refused_in_words(client, room):
    signed_in(client, person_as("social_pedagogue", room))
    answer = client.post(address("school_class", room), {"day": FRIDAY})
    assert answer.status_code == 422
    assert not Attendance.objects.exists()


def test_there_is_no_form_on_a_day_without_lessons_or_to_come(client, room):
    signed_in(client, person_as("social_pedagogue", room))
    for day in ("2026-11-22", "2026-11-24"):
        assert "<fieldset" not in client.get(address("school_class", room), {"day": day}).content.decode()


def test_an_auditor_reads_a_class_and_reports_nothing(client, room):
    signed_in(client, person_as("auditor", room))
    assert "<fieldset" not in client.get(address("school_class", room), {"day": FRIDAY}).content.decode()
    assert client.post(address("school_class", room), {"day": FRIDAY}).status_code == 403


def test_a_director_closes_a_day_and_a_teacher_cannot(client, room):
    told = {"day": "2026-11-24", "kind": "closed", "reason": "utilities", "note": "Жылу жоқ"}
    signed_in(client, person_as("class_teacher", room))
    assert client.post(address("calendar", room), told).status_code == 403
    signed_in(client, person_as("school_director", room))
    assert client.post(address("calendar", room), told | {"day": "soon"}).status_code == 422
    assert client.post(address("calendar", room), told).status_code == 302
    assert not queries.is_open(room.school, date(2026, 11, 24))
    page = client.get(address("calendar", room), {"day": "2026-11-24"}).content.decode()
    assert "Жылу жоқ" in page
    assert SchoolDay.objects.get().school == room.school


def test_a_parent_sees_own_children_only(client, room):
    mine, other, _third = queries.class_roster(room, FRIDAY)
    AttendanceFactory(school_class=room, day=FRIDAY, absent=[mine.pk], present=[other.pk])
    signed_in(client, parent_of(mine))
    page = client.get(reverse("roster:children")).content.decode()
    assert mine.person.name.full in page
    assert other.person.name.full not in page
    assert page.count("badge") >= 10
    assert mine.person.name.full in client.get(reverse("people:me")).content.decode()


def test_a_school_of_many_classes_asks_few_questions(client, room, django_assert_max_num_queries):
    SchoolClassFactory.create_batch(20, school=room.school)
    signed_in(client, person_as("school_director", room))
    with django_assert_max_num_queries(14):
        assert client.get(address("school", room)).status_code == 200
