from datetime import date

import pytest

from qala.kernel.actors import Job
from qala.kernel.refusals import Forbidden, Refusal
from qala.people.tests.factories import PersonFactory, colleague
from qala.roster import actions, queries
from qala.roster.models import SchoolDay
from qala.roster.tests.factories import EnrolmentFactory, SchoolFactory, SchoolYearFactory, class_of, officer
from qala.roster.tests.journal import told

pytestmark = pytest.mark.django_db
FRIDAY, SUNDAY = date(2026, 11, 20), date(2026, 11, 22)


def test_a_director_closes_a_day_and_the_calendar_keeps_both_versions():
    SchoolYearFactory()
    school = SchoolFactory()
    assert queries.is_open(school, FRIDAY)
    before = queries.calendar_version()
    mark = actions.mark_day(
        by=officer("school_director", school), school=school, day=FRIDAY, kind="closed", reason="utilities", note="Жылу"
    )
    assert not queries.is_open(school, FRIDAY)
    assert queries.is_open(school, FRIDAY, version=before)
    assert queries.calendar_version() == mark.pk
    assert mark.note.text == "Жылу"
    assert told("roster.day.marked").facts["reason"] == "utilities"
    assert queries.is_open(SchoolFactory(), FRIDAY)


def test_the_newest_mark_wins_whoever_made_it():
    SchoolYearFactory()
    school, other = SchoolFactory(), SchoolFactory()
    city = colleague("education_department")
    actions.mark_day(by=officer("school_director", school), school=school, day=FRIDAY, kind="lessons", reason="moved")
    actions.mark_day(by=city, school=None, day=FRIDAY, kind="closed", reason="frost")
    assert not queries.is_open(school, FRIDAY)
    assert not queries.is_open(other, FRIDAY)
    actions.mark_day(by=city, school=school, day=FRIDAY, kind="lessons", reason="mistake")
    assert queries.open_days(school, FRIDAY, SUNDAY) == (FRIDAY,)
    assert queries.open_days(other, FRIDAY, SUNDAY) == ()


def test_a_pedagogue_closes_nothing_and_a_director_only_their_own():
    school = SchoolFactory()
    for by, where in (
        (officer("social_pedagogue", school), school),
        (officer("school_director", SchoolFactory()), school),
        (officer("school_director", school), None),
    ):
        with pytest.raises(Forbidden):
            actions.mark_day(by=by, school=where, day=FRIDAY, kind="closed", reason="frost")
    with pytest.raises(Refusal):
        actions.mark_day(by=Job("register"), school=school, day=FRIDAY, kind="closed", reason="boredom")
    assert not SchoolDay.objects.exists()


def test_a_class_teacher_hands_in_their_class_and_corrects_it():
    school_class, (one, two) = class_of(2)
    teacher = officer("class_teacher", school_class.school)
    actions.name_teacher(by=Job("register"), school_class=school_class, teacher=teacher)
    other = EnrolmentFactory(school_class__school=school_class.school).pupil
    assert queries.present_on(school_class.school, FRIDAY).unknown == {one.pk, two.pk, other.pk}
    actions.submit_attendance(by=teacher, school_class=school_class, day=FRIDAY, present=[one.pk], absent=[two.pk])
    again = actions.submit_attendance(
        by=teacher, school_class=school_class, day=FRIDAY, present=[one.pk], late=[two.pk]
    )
    whole = queries.present_on(school_class.school, FRIDAY)
    assert (whole.present, whole.absent, whole.unknown) == ({one.pk, two.pk}, frozenset(), {other.pk})
    assert whole.late == {two.pk}
    assert again.version == 2
    assert queries.class_presence(school_class, FRIDAY).is_complete


def test_handing_in_is_recorded():
    school_class, (one,) = class_of(1)
    actions.submit_attendance(by=Job("register"), school_class=school_class, day=FRIDAY, present=[one.pk])
    facts = told("roster.attendance.submitted").facts
    assert (facts["present"], facts["absent"], facts["version"]) == (1, 0, 1)


def test_a_teacher_of_another_class_hands_in_nothing():
    school_class, (one,) = class_of(1)
    for by in (officer("class_teacher", school_class.school), PersonFactory(), colleague("auditor")):
        with pytest.raises(Forbidden):
            actions.submit_attendance(by=by, school_class=school_class, day=FRIDAY, present=[one.pk])


@pytest.mark.parametrize(
    ("day", "code"), [(SUNDAY, "closed_day"), (date(2027, 5, 20), "future_day"), (FRIDAY, "wrong_list")]
)
def test_a_list_is_whole_and_for_a_lesson_day_that_came(day, code, time_machine):
    time_machine.move_to("2026-11-23T09:00:00+05:00")
    school_class, (one, _two) = class_of(2)
    with pytest.raises(Refusal) as no:
        actions.submit_attendance(by=Job("register"), school_class=school_class, day=day, present=[one.pk])
    assert no.value.code == code
