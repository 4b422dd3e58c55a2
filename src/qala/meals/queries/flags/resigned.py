"""Presses in the tables, read again: whether their terminal signed them and the row says what was signed.

The database cannot judge ECDSA, so whoever may insert any row could invent a press; this finds it.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from qala.meals.keys import is_signed
from qala.meals.models import Meal, ServiceEvent
from qala.meals.queries.flags.asking import Found
from qala.meals.rules.events import Unreadable, read

RULE = "S1"
CHUNK = 5_000


@dataclass(frozen=True)
class Unsound:
    """A press that does not hold, and what is wrong: its `signature`, or the `row` beside it."""

    event: int
    uid: UUID
    school: int
    day: date
    wrong: str


def unsound(since: date | None = None, newest: int | None = None) -> Iterator[Unsound]:
    """Read presses again: all, those of days since, or the newest so many by number."""
    rows = ServiceEvent.objects.order_by("-pk") if since is None else ServiceEvent.objects.filter(day__gte=since)
    told = rows.select_related("terminal", "service").defer("previous")
    for row in (told[:newest] if newest else told).iterator(chunk_size=CHUNK):
        wrong = _wrong(row)
        if wrong:
            yield Unsound(row.pk, row.uid, row.school_id, row.day, wrong)


def _wrong(row: ServiceEvent) -> str:
    body = bytes(row.body)
    if not is_signed(bytes(row.terminal.public_key), body, bytes(row.signature)):
        return "signature"
    try:
        event = read(body)
    except Unreadable:
        return "row"
    told = (event.uid, event.terminal, event.sequence, event.day, event.service, event.digest)
    kept = (row.uid, row.terminal.key, row.sequence, row.day, row.service.slug, bytes(row.digest))
    return "" if told == kept else "row"


def asked_of(unsound: list[Unsound]) -> list[Found]:
    """One question for a school, a day and what is wrong; it holds the meals of those presses."""
    meals = dict(Meal.objects.filter(pk__in=[one.event for one in unsound]).values_list("pk", "tiyn"))
    groups: dict[tuple[int, date, str], list[int]] = defaultdict(list)
    for one in unsound:
        groups[one.school, one.day, one.wrong].append(one.event)
    return [
        Found(
            RULE, school, day, day, len(events), 0, sum(meals.get(event, 0) for event in events), wrong,
            tuple(event for event in events if event in meals),
        )
        for (school, day, wrong), events in sorted(groups.items())
    ]  # fmt: skip
