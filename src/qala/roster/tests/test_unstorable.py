"""What the register cannot hold, whatever a program tries."""

from datetime import date

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from qala.roster.models import Attendance, SchoolDay
from qala.roster.tests.factories import (
    FIRST,
    OVER,
    AttendanceFactory,
    EnrolmentFactory,
    PupilCardFactory,
    PupilFactory,
    SchoolClassFactory,
    SchoolDayFactory,
    SchoolYearFactory,
    class_of,
)

pytestmark = pytest.mark.django_db


def refused(constraint: str):
    return pytest.raises(IntegrityError, match=constraint)


def test_a_pupil_is_in_one_class_at_a_time():
    pupil = PupilFactory()
    EnrolmentFactory(pupil=pupil, until_on=date(2026, 11, 1), left_reason="class_change")
    EnrolmentFactory(pupil=pupil, from_on=date(2026, 11, 1))
    with refused("a_pupil_is_in_one_class_at_a_time"):
        EnrolmentFactory(pupil=pupil, from_on=date(2026, 12, 1), until_on=OVER)


def test_a_card_code_is_never_given_out_twice_and_a_pupil_has_one_live_card():
    lost = PupilCardFactory(lost=True)
    PupilCardFactory(pupil=lost.pupil)
    with refused("code"), transaction.atomic():
        PupilCardFactory(code=lost.code)
    with refused("one_live_card_per_pupil"):
        PupilCardFactory(pupil=lost.pupil)


def test_school_years_do_not_overlap():
    SchoolYearFactory()
    with refused("no_two_school_years_at_once"):
        SchoolYearFactory(slug="other", first_on=date(2027, 8, 31), last_on=date(2028, 5, 25), terms=[])


def test_attendance_names_pupils_of_the_class_that_day_and_each_once():
    school_class, (one, two) = class_of(2)
    stranger = EnrolmentFactory(school_class=SchoolClassFactory(school=school_class.school)).pupil
    gone = EnrolmentFactory(school_class=school_class, left=True).pupil
    for wrong in (stranger, gone):
        with refused("attendance_names_pupils_of_the_class"), transaction.atomic():
            AttendanceFactory(school_class=school_class, present=[one.pk, wrong.pk])
    with refused("attendance_names_a_pupil_once"), transaction.atomic():
        AttendanceFactory(school_class=school_class, present=[one.pk], absent=[one.pk])
    AttendanceFactory(school_class=school_class, present=[one.pk], late=[two.pk])
    AttendanceFactory(school_class=school_class, day=FIRST, present=[gone.pk])
    assert Attendance.objects.count() == 2


def test_the_newest_attendance_is_what_the_view_shows():
    school_class, (one, two) = class_of(2)
    AttendanceFactory(school_class=school_class, present=[one.pk, two.pk])
    AttendanceFactory(school_class=school_class, version=2, present=[two.pk], absent=[one.pk])
    with connection.cursor() as cursor:
        cursor.execute("SELECT pupil_id, state FROM roster_presence WHERE school_class_id = %s", [school_class.pk])
        assert dict(cursor.fetchall()) == {one.pk: "absent", two.pk: "present"}


@pytest.mark.parametrize("model", [SchoolDay, Attendance])
def test_the_calendar_and_attendance_are_never_rewritten(model):
    SchoolDayFactory()
    AttendanceFactory()
    for attempt in (
        lambda: model.objects.update(day=date(2026, 1, 1)),
        lambda: model.objects.all()._raw_delete("default"),
        lambda: connection.cursor().execute(f"TRUNCATE {model._meta.db_table}"),
    ):
        with pytest.raises((IntegrityError, ProgrammingError)), transaction.atomic():
            attempt()
    assert model.objects.count() == 1
