"""The clocks of a case, computed from its rows."""

from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.db import connection

from qala.kernel.calendar import WorkCalendar
from qala.kernel.clock import local, today
from qala.kernel.kept import kept
from qala.kernel.prepared import Prepared
from qala.kernel.queries import OVERRIDES, calendar_with, city_calendar
from qala.proposals.models import Norm, Proposal
from qala.proposals.rules.clock import Clock, Event, EventKind, OfficeHours, deadline, legal_clock, registered_on
from qala.proposals.rules.extensions import Extension
from qala.proposals.rules.norms import ANSWER, norm_for
from qala.proposals.rules.norms import Norm as NormRule
from qala.proposals.rules.process import Track

CLOCKS = ("answer", "forward", "extension_notice", "triage")


_NORMS = Prepared("proposals_norms", """
SELECT slug, track, kind, days, working, pause_stops, from_on, until_on, source, verified FROM proposals_norm
WHERE slug = ANY(%s) ORDER BY slug, track, from_on
""")


def norms() -> tuple[NormRule, ...]:
    """The rows that run clocks. Read for every message that comes in, so in plain SQL: a storm pays for each query."""
    with connection.cursor() as cursor:
        cursor.execute(_NORMS.on(cursor), [list(CLOCKS)])
        return _rules(tuple(cursor.fetchall()))


@lru_cache(maxsize=8)
def _rules(rows: tuple[tuple[Any, ...], ...]) -> tuple[NormRule, ...]:
    names = ("slug", "track", "kind", "days", "working", "pause_stops", "from_on", "until_on", "source", "verified")
    return tuple(Norm(**dict(zip(names, row, strict=True))).as_rule() for row in rows)


@kept
def _terms() -> tuple[WorkCalendar, tuple[NormRule, ...]]:
    """The working days and the terms, in one trip."""
    with connection.cursor() as cursor:
        cursor.execute(f"{OVERRIDES.on(cursor)};{_NORMS.on(cursor)}", [list(CLOCKS)])
        calendar = calendar_with(tuple(cursor.fetchall()))
        cursor.nextset()
        return calendar, _rules(tuple(cursor.fetchall()))


def first_days(received_at: datetime, track: str) -> tuple[date, date]:
    """The day a message is registered and the day it must be answered: every message asks for both."""
    calendar, terms = _terms()
    registered = registered_on(received_at, OfficeHours(), calendar)
    return registered, deadline(registered, norm_for(terms, track=track, slug=ANSWER, on=registered), calendar)


def wait_days(slug: str, on: date | None = None) -> int:
    """Days of one of the other waits (question, feedback, contest_window, …) as the register says today."""
    rows = Norm.objects.filter(slug=slug, from_on__lte=on or today()).order_by("-from_on")
    return rows.values_list("days", flat=True)[0]


def registration_day(received_at: datetime) -> date:
    """The day of registration: after hours or on a day off, the next working day (350-VI, art. 64)."""
    return registered_on(received_at, OfficeHours(), city_calendar())


def first_due(track: str, registered: date, kind: str = "") -> date:
    """The day a case that has just arrived must be answered."""
    norm = norm_for(norms(), track=track, slug=ANSWER, on=registered, kind=kind)
    return deadline(registered, norm, city_calendar())


def clock_of(proposal: Proposal, on: date | None = None) -> Clock:
    """The legal clock of an appeal, or the city's promise for a signal, by the same arithmetic."""
    return legal_clock(events_of(proposal), norms(), city_calendar(), on or today(), track=Track(proposal.track))


_STEP_EVENTS = {
    "claim_fixed": EventKind.ANSWERED,
    "plan": EventKind.ANSWERED,
    "explain": EventKind.ANSWERED,
    "refuse": EventKind.ANSWERED,
    "withdraw": EventKind.ANSWERED,
    "forward": EventKind.FORWARDED,
    "come_back": EventKind.CAME_BACK,
    "contest": EventKind.CONTESTED,
}


def events_of(proposal: Proposal) -> list[Event]:
    """Everything that moves the clock, in order of days, registration first."""
    start = proposal.registered_on
    events = [
        Event(_STEP_EVENTS[step.verb], max(start, local(step.at).date()))
        for step in proposal.steps.all()
        if step.verb in _STEP_EVENTS
    ]
    hops = list(proposal.assignments.all())[1:]
    events += [Event(EventKind.HOPPED, max(start, local(hop.at).date())) for hop in hops]
    for pause in proposal.pauses.all():
        events.append(Event(EventKind.PAUSED, max(start, local(pause.asked_at).date())))
        if pause.answered_at:
            events.append(Event(EventKind.RESUMED, max(start, local(pause.answered_at).date())))
    for row in proposal.extensions.all():
        extension = Extension(
            decided_on=local(row.decided_at).date(),
            until_on=row.until_on,
            has_reason=bool(row.reason),
            is_signed=bool(row.signed_by),
            notice_on=local(row.noticed_at).date(),
        )
        events.append(Event(EventKind.EXTENDED, extension.decided_on, extension=extension))
    return [Event(EventKind.REGISTERED, start, legal_kind=proposal.kind), *sorted(events, key=lambda e: e.on)]
