from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qala.kernel.calendar import WorkCalendar
from qala.roster.rules import Band, Presence, SchoolCalendar, age_at_school, band_of, is_odd_age, joined

TERMS = ((date(2026, 9, 1), date(2026, 10, 25)), (date(2026, 11, 2), date(2026, 12, 29)))
HOLIDAY = date(2026, 10, 26)
SATURDAY = date(2026, 9, 5)
WORK = WorkCalendar(free=frozenset({date(2026, 12, 16)}), working=frozenset({date(2026, 12, 19)}))


def test_a_child_is_a_year_older_on_the_birthday_and_one_of_leap_day_on_the_first_of_march():
    assert age_at_school(date(2016, 9, 2), date(2026, 9, 1)) == 9
    assert age_at_school(date(2016, 9, 2), date(2026, 9, 2)) == 10
    assert age_at_school(date(2016, 2, 29), date(2026, 2, 28)) == 9
    assert age_at_school(date(2016, 2, 29), date(2026, 3, 1)) == 10
    assert age_at_school(None, date(2026, 9, 1)) is None
    assert age_at_school(date(2026, 9, 2), date(2026, 9, 1)) is None


def test_an_age_far_from_the_grade_is_odd():
    day = date(2026, 9, 1)
    assert not is_odd_age(1, date(2020, 3, 1), day)
    assert is_odd_age(1, date(2024, 3, 1), day)
    assert is_odd_age(11, date(1990, 3, 1), day)
    assert is_odd_age(11, date(2027, 3, 1), day)


def test_grades_fall_into_bands():
    expected = {0: Band.PRESCHOOL, 1: Band.PRIMARY, 4: Band.PRIMARY, 5: Band.BASIC, 9: Band.BASIC, 10: Band.SENIOR}
    assert {grade: band_of(grade) for grade in expected} == expected
    for grade in (-1, 13):
        with pytest.raises(ValueError, match="no grade"):
            band_of(grade)


def test_lessons_are_on_working_days_within_a_term():
    plan = SchoolCalendar(WORK, TERMS)
    assert plan.is_open(date(2026, 9, 1))
    assert not plan.is_open(SATURDAY)
    assert not plan.is_open(HOLIDAY)
    assert plan.kind(date(2026, 12, 16)) == "holiday"
    assert plan.is_open(date(2026, 12, 19)), "a Saturday the city works"
    assert not plan.is_open(date(2027, 2, 1)), "no term holds it"


def test_a_six_day_school_has_lessons_on_saturdays_that_are_no_holidays():
    plan = SchoolCalendar(WORK, TERMS, days_a_week=6)
    assert plan.is_open(SATURDAY)
    assert not plan.is_open(SATURDAY + timedelta(days=1))
    assert not SchoolCalendar(WorkCalendar(frozenset({SATURDAY})), TERMS, days_a_week=6).is_open(SATURDAY)


def test_a_mark_wins_over_the_plan_either_way():
    plan = SchoolCalendar(WORK, TERMS, {date(2026, 9, 1): "quarantine", HOLIDAY: "lessons"})
    assert plan.kind(date(2026, 9, 1)) == "quarantine"
    assert plan.open_days(date(2026, 10, 23), HOLIDAY) == (date(2026, 10, 23), HOLIDAY)


groups = st.lists(st.sampled_from(["in_time", "late", "absent", "unknown"]), max_size=12)


@given(groups, groups)
def test_the_four_groups_share_out_everybody_enrolled(one, two):
    def told(states, start):
        names = {state: frozenset(start + n for n, s in enumerate(states) if s == state) for state in set(states)}
        known = {state: names.get(state, frozenset()) for state in ("in_time", "late", "absent")}
        return Presence(date(2026, 9, 1), frozenset(range(start, start + len(states))), **known)

    whole = joined(date(2026, 9, 1), [told(one, 0), told(two, 100)])
    assert len(whole.enrolled) == len(one) + len(two)
    assert len(whole.present) + len(whole.absent) + len(whole.unknown) == len(whole.enrolled)
    assert whole.is_complete == ("unknown" not in [*one, *two])
    assert all(whole.state_of(pupil) for pupil in whole.enrolled)
    assert whole.state_of(999) == ""
