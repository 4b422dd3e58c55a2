from datetime import date

import pytest
from django.db import IntegrityError

from qala.kernel.actors import Job
from qala.kernel.refusals import Forbidden, Refusal
from qala.people.tests.factories import PersonFactory, colleague
from qala.roster import actions, queries
from qala.roster.actions import Place, Seat, Sheet
from qala.roster.models import Attendance, Pupil
from qala.roster.tests.factories import (
    FIRST,
    EnrolmentFactory,
    PupilCardFactory,
    SchoolClassFactory,
    SchoolFactory,
    SchoolYearFactory,
    class_of,
    officer,
)
from qala.roster.tests.journal import told

pytestmark = pytest.mark.django_db
JOB = Job("register")
FRIDAY = date(2026, 11, 20)


def test_classes_open_by_the_dozen():
    school, year = SchoolFactory(), SchoolYearFactory()
    places = [Place(school, grade, letter) for grade in (1, 2) for letter in "АБ"]
    assert len(actions.open_classes(by=JOB, year=year, places=places)) == 4
    assert told("roster.class.opened").members.count() == 4
    with pytest.raises(Refusal):
        actions.open_classes(by=JOB, year=year, places=places[:1])
    with pytest.raises(Forbidden):
        actions.open_classes(by=officer("school_director", school), year=year, places=places)


def test_children_are_enrolled_by_the_dozen_in_few_statements(django_assert_max_num_queries):
    school_class = SchoolClassFactory()
    children = PersonFactory.create_batch(30, child=True)
    seats = [Seat(child, school_class, FIRST) for child in children]
    with django_assert_max_num_queries(12):
        made = actions.enrol_many(by=JOB, seats=seats)
    assert set(queries.pupils_of(school_class.school, FRIDAY)) == {place.pupil for place in made}
    assert told("roster.pupil.enrolled").members.count() == 30
    with pytest.raises(Refusal) as no:
        actions.enrol_many(by=JOB, seats=[Seat(PersonFactory(child=True), school_class, FIRST), seats[0]])
    assert no.value.code == "in_a_class"
    assert Pupil.objects.count() == 30
    with pytest.raises(Forbidden):
        actions.enrol_many(by=colleague("auditor"), seats=seats)


def test_cards_are_given_out_by_the_dozen():
    one, two = EnrolmentFactory().pupil, EnrolmentFactory().pupil
    actions.issue_cards(by=JOB, cards=[(one.pk, "QALA-A"), (two.pk, "QALA-B")], on=FIRST)
    assert queries.pupil_by_card("QALA-B") == two
    assert told("roster.card.issued").members.count() == 2
    with pytest.raises(Refusal):
        actions.issue_cards(by=JOB, cards=[(one.pk, PupilCardFactory().code)], on=FIRST)
    with pytest.raises(Forbidden):
        actions.issue_cards(by=one.person, cards=[], on=FIRST)


def test_attendance_is_handed_in_by_the_dozen_and_the_database_still_judges():
    school_class, (one, two) = class_of(2)
    sheets = [Sheet(school_class.pk, FRIDAY, [one.pk], (), [two.pk]), Sheet(school_class.pk, FIRST, [one.pk, two.pk])]
    assert actions.submit_many(by=JOB, sheets=sheets) == 2
    assert queries.present_on(school_class.school, FRIDAY).absent == {two.pk}
    assert told("roster.attendance.submitted").members.count() == 2
    with pytest.raises(Forbidden):
        actions.submit_many(by=officer("school_director", school_class.school), sheets=sheets)
    stranger = EnrolmentFactory().pupil
    with pytest.raises(IntegrityError, match="attendance_names_pupils_of_the_class"):
        actions.submit_many(by=JOB, sheets=[Sheet(school_class.pk, FRIDAY, [stranger.pk], version=2)])
    assert Attendance.objects.count() == 2
