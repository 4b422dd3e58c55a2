"""The legal clock as a pure function of what happened (domain page, section 3).

The day of receipt is not counted and the term ends with its last day (assumption). A hop between departments never
resets it; a question to the resident stops it only where a norm row says so; nothing is stored, all is recomputed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from qala.kernel.calendar import ONE_DAY, WorkCalendar
from qala.kernel.clock import local
from qala.kernel.translated import Translated
from qala.proposals.rules.extensions import Extension, problems
from qala.proposals.rules.norms import ANSWER, FORWARD, NOTICE, Norm, norm_for
from qala.proposals.rules.process import Track
from qala.proposals.rules.source_words import source_words


@dataclass(frozen=True)
class OfficeHours:
    """When the city registers appeals, on its own clock (assumption: 9 to 18)."""

    opens: time = time(9)
    closes: time = time(18)


@dataclass(frozen=True)
class Pause:
    """Waiting for the resident: the days after ``from_on`` up to and including ``until_on`` (None: still waiting)."""

    from_on: date
    until_on: date | None = None

    def covers(self, day: date) -> bool:
        return self.from_on < day and (self.until_on is None or day <= self.until_on)


@dataclass(frozen=True)
class Step:
    """One line of the explanation: a slug (see `clock_words`), its day, a number of days, the norm's source."""

    slug: str
    on: date
    days: int = 0
    source: str | Translated = ""


class Phase(StrEnum):
    RUNNING = "running"
    PAUSED = "paused"
    ENDED = "ended"


@dataclass(frozen=True)
class Clock:
    """A term as the page shows it, with the steps that lead to its date."""

    starts_on: date
    due_on: date
    forward_by: date
    phase: Phase
    ended_on: date | None
    days_left: int  # working days until the due day; negative when late
    is_overdue: bool
    hops: int
    steps: tuple[Step, ...]
    forwarded_late: bool = False


class EventKind(StrEnum):
    """What may happen to the legal clock of a case."""

    REGISTERED = "registered"
    HOPPED = "hopped"
    PAUSED = "paused"
    RESUMED = "resumed"
    EXTENDED = "extended"
    ANSWERED = "answered"
    FORWARDED = "forwarded"
    CAME_BACK = "came_back"
    CONTESTED = "contested"


@dataclass(frozen=True)
class Event:
    """One dated happening; an extension or a new legal kind travels with its event."""

    kind: EventKind
    on: date
    extension: Extension | None = None
    legal_kind: str = ""


def registered_on(received_at: datetime, hours: OfficeHours, calendar: WorkCalendar) -> date:
    """The registration day: after hours or on a day off it is the next working day (350-VI, art. 64)."""
    here = local(received_at)
    if here.time() >= hours.closes:
        return calendar.next_working(here.date() + ONE_DAY)
    return calendar.next_working(here.date())


def count_days(start: date, working_days: int, calendar: WorkCalendar, pauses: Iterable[Pause] = ()) -> date:
    """The last of ``working_days`` after ``start`` that no pause covers. ValueError where a pause has no end."""
    waiting = tuple(pauses)
    if any(pause.until_on is None for pause in waiting):
        raise ValueError("close open pauses first: say until which day they are counted")
    day = start
    for _ in range(working_days):
        day = calendar.next_working(day + ONE_DAY)
        while any(pause.covers(day) for pause in waiting):
            day = calendar.next_working(day + ONE_DAY)
    return day


def forward_by(registered: date, norm: Norm, calendar: WorkCalendar) -> date:
    """The last day to pass the case to its right owner: a term of its own, counted from receipt (art. 65)."""
    return calendar.add(registered, norm.working_days)


def deadline(  # noqa: PLR0913 - the term is a function of exactly these
    registered: date,
    norm: Norm,
    calendar: WorkCalendar,
    pauses: Iterable[Pause] = (),
    extensions: Iterable[Extension] = (),
    *,
    notice_days: int = 3,
) -> date:
    """The last day of the term. Void extensions count for nothing; see `extensions.problems`."""
    due = count_days(registered, norm.working_days, calendar, pauses if norm.pause_stops else ())
    for extension in sorted(extensions, key=lambda one: one.decided_on):
        void = problems(extension, registered=registered, due_on=due, calendar=calendar, notice_days=notice_days)
        if not void:
            due = max(due, extension.until_on)
    return due


def pauses_in(events: Sequence[Event], today: date) -> tuple[Pause, ...]:
    """Pause intervals from their events; one still open is counted until today."""
    found: list[Pause] = []
    for event in events:
        if event.kind is EventKind.PAUSED and not (found and found[-1].until_on is None):
            found.append(Pause(event.on))
        elif event.kind is EventKind.RESUMED and found and found[-1].until_on is None:
            found[-1] = replace(found[-1], until_on=event.on)
    return tuple(pause if pause.until_on else replace(pause, until_on=max(today, pause.from_on)) for pause in found)


def is_paused(events: Sequence[Event]) -> bool:
    """Whether the city waits for the resident now."""
    kinds = [event.kind for event in events if event.kind in (EventKind.PAUSED, EventKind.RESUMED)]
    return bool(kinds) and kinds[-1] is EventKind.PAUSED


def ended_on(events: Sequence[Event]) -> date | None:
    """The first answer ends the clock for good; forwarding ends it until the case comes back."""
    away: date | None = None
    for event in events:
        if event.kind is EventKind.ANSWERED:
            return event.on
        if event.kind is EventKind.FORWARDED and away is None:
            away = event.on
        if event.kind is EventKind.CAME_BACK:
            away = None
    return away


def free_days(start: date, end: date, calendar: WorkCalendar) -> tuple[date, ...]:
    """Weekdays between the two that the calendar gives off, and weekend days it makes people work."""
    days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
    return tuple(day for day in days if calendar.is_working(day) != (day.weekday() < 5))


def _steps(
    events: Sequence[Event], norm: Norm, due: date, calendar: WorkCalendar, pauses: Sequence[Pause]
) -> tuple[Step, ...]:
    start = events[0].on
    plain = count_days(start, norm.working_days, calendar)
    steps = [Step("registered", start), Step("term", plain, norm.working_days, source_words(norm.source))]
    steps += [
        Step("working_weekend" if calendar.is_working(day) else "free_day", day)
        for day in free_days(start, due, calendar)
    ]
    for pause in pauses:
        length = calendar.between(pause.from_on, pause.until_on or pause.from_on)
        steps.append(Step("pause_counts" if norm.pause_stops else "pause_does_not_count", pause.from_on, length))
    steps += [Step(event.kind.value, event.on) for event in events[1:] if event.kind in _TOLD]
    return (*steps, Step("due", due))


_TOLD = frozenset(EventKind) - {EventKind.REGISTERED, EventKind.PAUSED, EventKind.RESUMED}


def legal_clock(
    events: Sequence[Event],
    norms: Iterable[Norm],
    calendar: WorkCalendar,
    today: date,
    *,
    track: str = Track.APPEAL,
) -> Clock:
    """Read the statutory clock of an appeal from its events, the first of which registers it.

    With ``track="signal"`` the same arithmetic reads the city's promise to answer, from the signal's own norm rows.
    """
    if not events or events[0].kind is not EventKind.REGISTERED:
        raise ValueError("the first event of a case is its registration")
    rows = tuple(norms)
    start = events[0].on
    legal_kind = next((event.legal_kind for event in reversed(events) if event.legal_kind), "")
    answer = norm_for(rows, track=track, slug=ANSWER, on=start, kind=legal_kind)
    passing = norm_for(rows, track=track, slug=FORWARD, on=start, kind=legal_kind)
    notice = norm_for(rows, track=Track.APPEAL, slug=NOTICE, on=start, kind=legal_kind)
    pauses = pauses_in(events, today)
    extensions = [event.extension for event in events if event.extension]
    due = deadline(start, answer, calendar, pauses, extensions, notice_days=notice.working_days)
    ended = ended_on(events)
    pass_by = forward_by(start, passing, calendar)
    waiting = answer.pause_stops and is_paused(events)
    return Clock(
        starts_on=start,
        due_on=due,
        forward_by=pass_by,
        phase=Phase.ENDED if ended else Phase.PAUSED if waiting else Phase.RUNNING,
        ended_on=ended,
        days_left=calendar.between(ended or today, due),
        is_overdue=(ended or today) > due,
        hops=sum(event.kind is EventKind.HOPPED for event in events),
        steps=_steps(events, answer, due, calendar, pauses),
        forwarded_late=any(e.kind is EventKind.FORWARDED and e.on > pass_by for e in events),
    )
