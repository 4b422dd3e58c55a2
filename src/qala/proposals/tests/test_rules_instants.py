"""Terms in hours and days, against Signalen's 33 deadlines."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qala.kernel.calendar import WorkCalendar
from qala.proposals.rules.instants import Term, Unit, due_at
from qala.proposals.tests.shared import shared_file

PLAIN = WorkCalendar()


def test_all_33_deadlines_of_signalen():
    vectors = json.loads(shared_file("listening/signalen/deadline-vectors.json").read_text())
    wrong = [
        vector
        for vector in vectors
        if due_at(
            datetime.fromisoformat(vector["created_at"]),
            Term(vector["n_days"], working=not vector["use_calendar_days"], factor=vector["factor"]),
            PLAIN,
        )
        != datetime.fromisoformat(vector["deadline"])
    ]
    assert len(vectors) == 33
    assert wrong == []


@pytest.mark.parametrize(
    ("start", "term", "due"),
    [
        ("2026-11-20T17:00", Term(4, Unit.HOURS), "2026-11-20T21:00"),
        ("2026-11-20T22:00", Term(4, Unit.HOURS), "2026-11-23T02:00"),
        ("2026-11-20T22:00", Term(4, Unit.HOURS, working=False), "2026-11-21T02:00"),
        ("2026-11-20T00:00", Term(1), "2026-11-23T00:00"),
        ("2026-11-21T10:00", Term(0), "2026-11-23T00:00"),
        ("2026-12-15T12:00", Term(1), "2026-12-17T12:00"),
    ],
)
def test_hours_and_days_skip_what_is_closed(start, term, due):
    calendar = WorkCalendar(free=frozenset({date(2026, 12, 16)}))
    assert due_at(datetime.fromisoformat(start), term, calendar) == datetime.fromisoformat(due)


def test_aware_instants_are_counted_on_the_citys_clock():
    sunday_in_utc = datetime(2026, 11, 22, 21, 0, tzinfo=UTC)  # Monday 02:00 in Shymkent
    assert due_at(sunday_in_utc, Term(1), PLAIN) == datetime(2026, 11, 23, 21, 0, tzinfo=UTC)


def test_the_change_of_zone_in_2024_keeps_the_wall_clock():
    before = datetime(2024, 2, 29, 6, 0, tzinfo=UTC)  # noon at +06
    assert due_at(before, Term(1), PLAIN) == datetime(2024, 3, 1, 7, 0, tzinfo=UTC)  # noon at +05


def test_waiting_for_the_resident_does_not_count():
    start = datetime(2026, 11, 2, 12, 0)
    wait = (datetime(2026, 11, 3, 12, 0), datetime(2026, 11, 4, 18, 0))
    assert due_at(start, Term(2), PLAIN, [wait]) == datetime(2026, 11, 5, 18, 0)
    assert due_at(start, Term(2, working=False), PLAIN, [wait, wait]) == datetime(2026, 11, 5, 18, 0)


moments = st.datetimes(datetime(2024, 1, 1), datetime(2027, 6, 1))
days = st.dates(date(2024, 1, 1), date(2027, 12, 31))


@given(
    start=moments,
    amount=st.integers(0, 20),
    unit=st.sampled_from(Unit),
    free=st.frozensets(days, max_size=20),
    near=st.integers(0, 30),
    waits=st.lists(st.tuples(st.integers(0, 300), st.integers(0, 90)), max_size=3),
)
def test_a_holiday_or_a_wait_never_brings_an_instant_nearer(start, amount, unit, free, near, waits):
    term = Term(amount, unit)
    asked = [(start + timedelta(hours=begin), start + timedelta(hours=begin + length)) for begin, length in waits]
    before = due_at(start, term, WorkCalendar(free), asked)
    more = WorkCalendar(free | {start.date() + timedelta(days=near)})
    assert due_at(start, term, more, asked) >= before >= due_at(start, term, WorkCalendar(free))
