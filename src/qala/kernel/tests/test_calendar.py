from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qala.kernel.calendar import WorkCalendar
from qala.kernel.queries import city_calendar

DAYS = st.dates(date(2024, 1, 1), date(2027, 12, 31))

# listening.md, section 3: received (registered), fifteen working days later
TERMS = [
    (date(2024, 12, 27), date(2025, 1, 22)),
    (date(2025, 3, 14), date(2025, 4, 9)),
    (date(2025, 12, 12), date(2026, 1, 8)),
    (date(2026, 3, 16), date(2026, 4, 9)),
    (date(2026, 4, 29), date(2026, 5, 25)),
    (date(2026, 11, 20), date(2026, 12, 11)),
    (date(2026, 12, 14), date(2027, 1, 8)),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("registered", "due"), TERMS)
def test_fifteen_working_days_end_where_the_law_says(registered, due):
    assert city_calendar().add(registered, 15) == due


@pytest.mark.django_db
def test_a_working_sunday_is_counted():
    assert city_calendar().add(date(2024, 12, 27), 3) == date(2025, 1, 5)


@pytest.mark.django_db
def test_forwarding_ends_on_friday_after_independence_day():
    assert city_calendar().add(date(2026, 12, 14), 3) == date(2026, 12, 18)


@pytest.mark.django_db
def test_constitution_day_2026_is_in_the_override_table():
    assert not city_calendar().is_working(date(2026, 8, 31))


@given(DAYS, st.integers(0, 40), st.frozensets(DAYS, max_size=20), DAYS)
def test_adding_a_holiday_never_brings_a_term_nearer(start, days, free, one_more):
    before = WorkCalendar(free).add(start, days)
    assert WorkCalendar(free | {one_more}).add(start, days) >= before


@given(DAYS, st.integers(0, 60), st.frozensets(DAYS, max_size=20))
def test_adding_and_counting_agree(start, days, free):
    calendar = WorkCalendar(free)
    assert calendar.between(start, calendar.add(start, days)) == days


def test_a_moved_working_day_wins_over_the_weekend():
    saturday = date(2024, 5, 4)
    assert WorkCalendar(working=frozenset({saturday})).is_working(saturday)
    assert not WorkCalendar().is_working(saturday)
    assert WorkCalendar().next_working(saturday) == saturday + timedelta(days=2)


def test_days_are_counted_forward_only():
    with pytest.raises(ValueError, match="forward"):
        WorkCalendar().add(date(2026, 1, 1), -1)
