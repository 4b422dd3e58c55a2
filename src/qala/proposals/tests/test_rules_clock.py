"""The statutory clock against the table of the domain page, and laws that hold for every calendar."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qala.kernel.calendar import WorkCalendar
from qala.proposals.rules import extensions
from qala.proposals.rules.clock import (
    Event,
    EventKind,
    OfficeHours,
    Pause,
    Phase,
    count_days,
    deadline,
    forward_by,
    legal_clock,
    registered_on,
)
from qala.proposals.rules.clock_words import EXTENSION_PROBLEMS, STEP_WORDS
from qala.proposals.rules.extensions import Extension
from qala.proposals.rules.norms import ANSWER, FIRST_NORMS, FORWARD, Norm, norm_for
from qala.proposals.rules.process import Track

ALMATY = ZoneInfo("Asia/Almaty")
NOON = time(12, 0)
ANSWER_15 = norm_for(FIRST_NORMS, track="appeal", slug=ANSWER, on=date(2026, 1, 1))
FORWARD_3 = norm_for(FIRST_NORMS, track="appeal", slug=FORWARD, on=date(2026, 1, 1))
PAUSING = replace(ANSWER_15, pause_stops=True)
PLAIN = WorkCalendar()


@pytest.fixture(scope="module")
def kazakhstan():
    """The package's calendar without the override table; the years tested here need no override."""
    known = holidays.country_holidays("KZ", years=range(2024, 2028))
    return WorkCalendar(frozenset(known), frozenset(known.weekend_workdays))


def received(day, at=NOON):
    return datetime.combine(day, at, tzinfo=ALMATY)


@pytest.mark.parametrize(
    ("received_on", "registered", "due", "monday_to_friday"),
    [
        (date(2024, 12, 27), date(2024, 12, 27), date(2025, 1, 22), date(2025, 1, 17)),
        (date(2025, 3, 14), date(2025, 3, 14), date(2025, 4, 9), date(2025, 4, 4)),
        (date(2025, 12, 12), date(2025, 12, 12), date(2026, 1, 8), date(2026, 1, 2)),
        (date(2026, 3, 14), date(2026, 3, 16), date(2026, 4, 9), None),
        (date(2026, 4, 29), date(2026, 4, 29), date(2026, 5, 25), date(2026, 5, 20)),
        (date(2026, 11, 20), date(2026, 11, 20), date(2026, 12, 11), date(2026, 12, 11)),
        (date(2026, 12, 14), date(2026, 12, 14), date(2027, 1, 8), date(2027, 1, 4)),
    ],
)
def test_the_table_of_the_domain_page(kazakhstan, received_on, registered, due, monday_to_friday):
    start = registered_on(received(received_on), OfficeHours(), kazakhstan)
    assert start == registered
    assert deadline(start, ANSWER_15, kazakhstan) == due
    if monday_to_friday:
        assert deadline(start, ANSWER_15, PLAIN) == monday_to_friday


def test_forwarding_ends_on_a_working_sunday(kazakhstan):
    assert forward_by(date(2024, 12, 27), FORWARD_3, kazakhstan) == date(2025, 1, 5)
    assert date(2025, 1, 5).strftime("%A") == "Sunday"
    assert forward_by(date(2026, 12, 14), FORWARD_3, kazakhstan) == date(2026, 12, 18)


def test_after_hours_is_the_next_working_day_on_the_citys_clock(kazakhstan):
    friday = date(2026, 11, 20)
    assert registered_on(received(friday, time(17, 59)), OfficeHours(), kazakhstan) == friday
    assert registered_on(received(friday, time(18, 0)), OfficeHours(), kazakhstan) == date(2026, 11, 23)
    assert registered_on(received(friday, time(3, 0)), OfficeHours(), kazakhstan) == friday
    late_in_utc = datetime(2026, 11, 19, 20, 0, tzinfo=UTC)  # 01:00 on Friday in Shymkent
    assert registered_on(late_in_utc, OfficeHours(), kazakhstan) == friday


def test_a_norm_that_names_the_kind_wins_and_dates_decide():
    old = replace(ANSWER_15, working_days=30, valid_from=date(2010, 1, 1), valid_until=date(2021, 6, 30))
    complaint = replace(ANSWER_15, working_days=20, kind="complaint", verified=False)
    rows = (*FIRST_NORMS, old, complaint)
    assert norm_for(rows, track="appeal", slug=ANSWER, on=date(2020, 5, 5)).working_days == 30
    assert norm_for(rows, track="appeal", slug=ANSWER, on=date(2026, 5, 5)).working_days == 15
    assert norm_for(rows, track="appeal", slug=ANSWER, on=date(2026, 5, 5), kind="complaint").working_days == 20
    with pytest.raises(LookupError, match="no norm"):
        norm_for(rows, track="appeal", slug="unknown", on=date(2026, 5, 5))


def test_a_pause_stops_only_where_a_norm_row_says_so():
    start, pause = date(2026, 11, 2), Pause(date(2026, 11, 4), date(2026, 11, 6))
    assert deadline(start, ANSWER_15, PLAIN, [pause]) == deadline(start, ANSWER_15, PLAIN)
    assert PLAIN.between(deadline(start, ANSWER_15, PLAIN), deadline(start, PAUSING, PLAIN, [pause])) == 2
    with pytest.raises(ValueError, match="close open pauses"):
        deadline(start, PAUSING, PLAIN, [Pause(date(2026, 11, 4))])


def extension(**changes):
    good = Extension(
        decided_on=date(2026, 11, 10),
        until_on=date(2026, 12, 20),
        has_reason=True,
        is_signed=True,
        notice_on=date(2026, 11, 13),
    )
    return replace(good, **changes)


START = date(2026, 11, 2)


def test_an_extension_with_sent_notice_counts():
    assert deadline(START, ANSWER_15, PLAIN, extensions=[extension()]) == date(2026, 12, 20)


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"notice_on": None}, "notice_not_sent"),
        ({"notice_on": date(2026, 11, 16)}, "notice_late"),
        ({"has_reason": False}, "reason_missing"),
        ({"is_signed": False}, "signature_missing"),
        ({"until_on": date(2027, 1, 3)}, "longer_than_two_months"),
        ({"decided_on": date(2026, 11, 24), "notice_on": date(2026, 11, 24)}, "decided_too_late"),
    ],
)
def test_a_silent_or_unlawful_extension_is_void(changes, problem):
    bad = extension(**changes)
    base = deadline(START, ANSWER_15, PLAIN)
    found = extensions.problems(bad, registered=START, due_on=base, calendar=PLAIN, notice_days=3)
    assert found == (problem,)
    assert deadline(START, ANSWER_15, PLAIN, extensions=[bad]) == base
    assert EXTENSION_PROBLEMS[problem].kk


def test_two_months_end_with_the_month():
    assert extensions.longest_until(date(2026, 12, 31)) == date(2027, 2, 28)
    assert extensions.longest_until(date(2027, 12, 30)) == date(2028, 2, 29)


def story(*events):
    return [Event(EventKind.REGISTERED, START), *events]


def test_a_hop_never_resets_the_clock():
    hops = [Event(EventKind.HOPPED, START + timedelta(days=n)) for n in range(1, 8)]
    still = legal_clock(story(), FIRST_NORMS, PLAIN, date(2026, 11, 23))
    hopped = legal_clock(story(*hops), FIRST_NORMS, PLAIN, date(2026, 11, 23))
    assert hopped.due_on == still.due_on == date(2026, 11, 23)
    assert hopped.hops == 7
    assert (still.days_left, still.is_overdue, still.phase) == (0, False, Phase.RUNNING)
    late = legal_clock(story(), FIRST_NORMS, PLAIN, date(2026, 11, 25))
    assert (late.days_left, late.is_overdue) == (-2, True)


def test_an_answer_ends_the_clock_and_a_contest_does_not_move_it():
    events = story(
        Event(EventKind.ANSWERED, date(2026, 11, 18)),
        Event(EventKind.CONTESTED, date(2026, 11, 20)),
        Event(EventKind.ANSWERED, date(2026, 12, 30)),
    )
    clock = legal_clock(events, FIRST_NORMS, PLAIN, date(2027, 1, 15))
    assert clock.ended_on == date(2026, 11, 18)
    assert (clock.phase, clock.is_overdue, clock.due_on) == (Phase.ENDED, False, date(2026, 11, 23))


def test_what_comes_back_runs_on_from_the_first_day():
    away = Event(EventKind.FORWARDED, date(2026, 11, 9))
    gone = legal_clock(story(away), FIRST_NORMS, PLAIN, date(2026, 12, 1))
    assert (gone.phase, gone.is_overdue, gone.forwarded_late) == (Phase.ENDED, False, True)
    back = legal_clock(
        story(away, Event(EventKind.CAME_BACK, date(2026, 11, 27))), FIRST_NORMS, PLAIN, date(2026, 12, 1)
    )
    assert (back.phase, back.is_overdue, back.due_on) == (Phase.RUNNING, True, gone.due_on)


def test_an_open_pause_is_counted_until_today():
    norms = [PAUSING if norm is ANSWER_15 else norm for norm in FIRST_NORMS]
    events = story(Event(EventKind.PAUSED, date(2026, 11, 4)))
    first = legal_clock(events, norms, PLAIN, date(2026, 11, 6))
    later = legal_clock(events, norms, PLAIN, date(2026, 11, 10))
    assert first.phase is Phase.PAUSED
    assert PLAIN.between(first.due_on, later.due_on) == 2
    resumed = legal_clock([*events, Event(EventKind.RESUMED, date(2026, 11, 6))], norms, PLAIN, date(2026, 11, 10))
    assert (resumed.phase, resumed.due_on) == (Phase.RUNNING, first.due_on)
    unmoved = legal_clock(events, FIRST_NORMS, PLAIN, date(2026, 11, 10))
    assert (unmoved.phase, unmoved.due_on) == (Phase.RUNNING, date(2026, 11, 23))


def test_the_explanation_names_every_day_that_moved_the_date(kazakhstan):
    clock = legal_clock([Event(EventKind.REGISTERED, date(2024, 12, 27))], FIRST_NORMS, kazakhstan, date(2025, 1, 10))
    told = {(step.slug, step.on) for step in clock.steps}
    assert ("working_weekend", date(2025, 1, 5)) in told
    assert {day for slug, day in told if slug == "free_day"} == {date(2025, 1, day) for day in (1, 2, 3, 7)}
    assert clock.steps[-1].on == clock.due_on == date(2025, 1, 22)
    assert {step.slug for step in clock.steps} <= set(STEP_WORDS)


def test_a_signal_is_read_by_its_own_rows_and_a_question_stops_its_promise():
    events = story(Event(EventKind.PAUSED, date(2026, 11, 4)), Event(EventKind.RESUMED, date(2026, 11, 6)))
    clock = legal_clock(events, FIRST_NORMS, PLAIN, date(2026, 11, 10), track="signal")
    assert clock.due_on == PLAIN.add(START, 12)
    assert "pause_counts" in {step.slug for step in clock.steps}


def test_every_step_has_words_in_three_languages():
    slugs = {kind.value for kind in EventKind} - {"paused", "resumed"}
    assert slugs <= set(STEP_WORDS)
    for text in STEP_WORDS.values():
        said = {text.get(lang).format(day="d", days=1, source="s") for lang in ("kk", "ru", "en")}
        assert len(said) == 3


def test_a_clock_without_registration_is_refused():
    with pytest.raises(ValueError, match="registration"):
        legal_clock([Event(EventKind.HOPPED, START)], FIRST_NORMS, PLAIN, START)


days = st.dates(date(2024, 1, 1), date(2027, 12, 31))


@given(
    at=st.datetimes(datetime(2024, 1, 1), datetime(2027, 6, 1)),
    free=st.frozensets(days, max_size=40),
    holiday=days,
    near=st.integers(0, 40),
    length=st.integers(0, 30),
    gaps=st.lists(st.tuples(st.integers(0, 40), st.integers(0, 10)), max_size=3),
    stops=st.booleans(),
)
def test_adding_a_holiday_never_brings_a_deadline_nearer(at, free, holiday, near, length, gaps, stops):
    here = at.replace(tzinfo=ALMATY)
    before = WorkCalendar(free)
    norm = Norm(ANSWER, Track.APPEAL, length, "test", verified=False, pause_stops=stops)
    for new in (holiday, here.date() + timedelta(days=near)):
        after = WorkCalendar(free | {new})
        pauses = [Pause(here.date() + timedelta(days=a), here.date() + timedelta(days=a + b)) for a, b in gaps]
        ends = []
        for calendar in (before, after):
            start = registered_on(here, OfficeHours(), calendar)
            longer = Extension(start, start + timedelta(days=50), has_reason=True, is_signed=True, notice_on=start)
            plain = deadline(start, norm, calendar, pauses)
            ends.append((start, plain, max(plain, deadline(start, norm, calendar, pauses, [longer]))))
        assert all(later >= earlier for earlier, later in zip(*ends, strict=True))


@given(start=days, length=st.integers(1, 30), free=st.frozensets(days, max_size=30))
def test_a_term_is_as_many_working_days_as_it_says(start, length, free):
    calendar = WorkCalendar(free)
    end = count_days(start, length, calendar)
    assert calendar.between(start, end) == length
    assert calendar.is_working(end)
