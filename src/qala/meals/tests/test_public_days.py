"""The database knows a holiday: its calendar and the counter's say the same of every day, for every school week."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from qala.kernel.models import DayOverride
from qala.kernel.refusals import Forbidden
from qala.meals.actions.calendars import renew_public_days
from qala.meals.models import Meal, PublicDay
from qala.meals.queries.public_days import changed_days
from qala.meals.tests.factories import JOB, meal_school
from qala.meals.tests.stories import serve
from qala.meals.tests.test_attacks import forge
from qala.people.tests.factories import PersonFactory
from qala.roster.queries import calendar_of
from qala.roster.tests.factories import SchoolDayFactory, SchoolFactory, SchoolYearFactory

pytestmark = pytest.mark.django_db
HOLIDAY, WORKED_SATURDAY = date(2026, 10, 26), date(2026, 11, 14)
FIRST, DAYS = date(2026, 8, 1), 330


def in_sql(school, days):
    with connection.cursor() as cursor:
        cursor.execute("SELECT day, qala_meals_is_open(%s, day) FROM unnest(%s::date[]) AS day", [school.pk, days])
        return dict(cursor.fetchall())


def test_the_rows_say_what_the_library_says():
    assert changed_days() == {}


@pytest.mark.parametrize("week", [5, 6])
def test_sql_and_the_counter_have_one_calendar(week):
    school = SchoolFactory(days_a_week=week)
    SchoolYearFactory()
    DayOverride.objects.create(day=WORKED_SATURDAY, is_working=True, name="x", source="Test")
    DayOverride.objects.create(day=date(2026, 11, 11), is_working=False, name="x", source="Test")
    SchoolDayFactory(school=school, day=date(2026, 11, 12), kind="quarantine")
    SchoolDayFactory(school=school, day=HOLIDAY, kind="lessons")
    days = [FIRST + timedelta(days=n) for n in range(DAYS)]
    told = calendar_of(school, days[0], days[-1])
    assert in_sql(school, days) == {day: told.is_open(day) for day in days}


def test_no_hand_writes_a_meal_on_a_public_holiday():
    """Koksu, December 2023: four million tenge for days without lessons."""
    town = meal_school(pupils=1)
    (meal,) = serve(town)
    with pytest.raises(DatabaseError, match=r"open[ _]day"), transaction.atomic():
        forge(meal, days=[HOLIDAY])
    assert Meal.objects.count() == 1


def test_the_calendar_is_renewed_by_the_city_and_only_where_it_changed():
    with pytest.raises(Forbidden):
        renew_public_days(by=PersonFactory())
    assert renew_public_days(by=JOB) == 0
    PublicDay.objects.create(day=HOLIDAY, is_working=True, source="An older edition")
    PublicDay.objects.create(day=date(2026, 11, 18), is_working=False, source="An older edition")
    assert renew_public_days(by=JOB) == 2
    assert changed_days() == {}
    assert PublicDay.objects.filter(day=HOLIDAY).count() == 3
