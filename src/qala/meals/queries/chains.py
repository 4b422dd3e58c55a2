"""The chains of a school's terminals: each press names the digest of the press before it, so a missing one shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from qala.meals.models import ServiceEvent, Terminal
from qala.meals.rules.events import NO_EVENT, SKEW, Event
from qala.roster.models import School

_CHAINS = """
SELECT terminal_id, count(*), max(sequence), count(*) FILTER (WHERE is_broken)
FROM (
    SELECT terminal_id, sequence, CASE
        WHEN sequence = 1 THEN previous <> %s
        WHEN lag(sequence) OVER beside = sequence - 1 THEN previous <> lag(digest) OVER beside
        ELSE false
    END AS is_broken
    FROM meals_serviceevent WHERE terminal_id = ANY(%s)
    WINDOW beside AS (PARTITION BY terminal_id ORDER BY sequence)
) AS links GROUP BY terminal_id
"""


def adrift(terminal: Terminal, events: Sequence[Event]) -> frozenset[UUID]:
    """Presses that do not go on where the terminal's records stand: another press before them, or an earlier hour.

    Asked of a switched-off terminal alone: whoever found the phone may sign, and can name no press that it never had.
    """
    places = [event.sequence - 1 for event in events]
    rows = ServiceEvent.objects.filter(terminal=terminal, sequence__in=places)
    before = {one.sequence: (bytes(one.digest), one.happened_at) for one in rows}
    before |= {event.sequence: (event.digest, event.at) for event in events}
    start = (NO_EVENT, terminal.enrolled_at)
    known = {event.uid: start if event.sequence == 1 else before.get(event.sequence - 1) for event in events}
    return frozenset(
        event.uid
        for event in events
        if (link := known[event.uid]) is None or link[0] != event.previous or link[1] > event.at
    )


_BESIDE = """
SELECT fresh.uid, before.happened_at, after.happened_at
FROM unnest(%(uids)s::uuid[], %(places)s::int[]) AS fresh (uid, place)
LEFT JOIN LATERAL (SELECT happened_at FROM meals_serviceevent WHERE terminal_id = %(terminal)s
  AND sequence < place AND outcome = 'accepted' ORDER BY sequence DESC LIMIT 1) AS before ON true
LEFT JOIN LATERAL (SELECT happened_at FROM meals_serviceevent WHERE terminal_id = %(terminal)s
  AND sequence > place AND outcome = 'accepted' ORDER BY sequence LIMIT 1) AS after ON true
"""


def backwards(terminal: Terminal, events: Sequence[Event]) -> frozenset[UUID]:
    """Presses that claim an hour before the counted press before them, or after the one after, or before enrolment.

    A phone's own clock may slip by `SKEW`. More is what a hand does that adds last week's children today.
    """
    places = [one.sequence for one in events]
    told: dict[str, Any] = {"uids": [one.uid for one in events], "places": places, "terminal": terminal.pk}
    with connection.cursor() as cursor:
        cursor.execute(_BESIDE, told)
        beside = {uid: (before, after) for uid, before, after in cursor.fetchall()}
    last, wrong = terminal.enrolled_at, set()
    for event in sorted(events, key=lambda one: one.sequence):
        before, after = beside[event.uid]
        first = max(last, before) if before else last
        if event.at < first - SKEW or (after and event.at > after + SKEW):
            wrong.add(event.uid)
        elif event.at > last:
            last = event.at
    return frozenset(wrong)


@dataclass(frozen=True)
class Chain:
    """A terminal and what its presses tell together: how many came, up to which, how many name another before."""

    terminal: Terminal
    came: int = 0
    through: int = 0
    broken: int = 0

    @property
    def missing(self) -> int:
        """Presses between the first and the newest that have not come, or not yet."""
        return self.through - self.came

    @property
    def tone(self) -> str:
        if self.terminal.revoked_at:
            return "quiet"
        return "harm" if self.broken else "attention" if self.missing else "confirmed"

    @property
    def word(self) -> str:
        if self.terminal.revoked_at:
            return _("switched off")
        return _("chain broken") if self.broken else _("presses missing") if self.missing else _("chain whole")


def chains(terminals: Sequence[Terminal]) -> list[Chain]:
    """The chain of each terminal, in one question."""
    with connection.cursor() as cursor:
        cursor.execute(_CHAINS, [NO_EVENT, [one.pk for one in terminals]])
        told = {row[0]: row[1:] for row in cursor.fetchall()}
    return [Chain(one, *told.get(one.pk, ())) for one in terminals]


def chains_of(school: School) -> list[Chain]:
    """Every terminal of a school, the live ones first."""
    rows = list(Terminal.objects.filter(school=school, paper_sheet=None, reader=None).order_by("name"))
    return chains(sorted(rows, key=lambda one: one.revoked_at is not None))
