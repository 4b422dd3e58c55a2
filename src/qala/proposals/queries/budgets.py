"""How much a device, a placard or one text has spoken of late. Answers send the excess to quarantine, never away."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Sum

from qala.kernel.clock import now, today
from qala.kernel.prepared import Prepared
from qala.proposals.counting import SHARDS, device_source, failing_source, placard_source
from qala.proposals.models import Tally
from qala.proposals.rules import abuse

DAY = timedelta(days=1)
FAILING_AN_HOUR = 12
#: Copies of one long text in a day before the next ones are folded; short cries are written alike by honest people.
COPIES, LONG_TEXT = 10, 40


@dataclass(frozen=True)
class Spoken:
    """Hours of earlier messages (one entry a message, at most `ENOUGH` an hour), and today's copies of the text."""

    device: tuple[datetime, ...] = ()
    placard: tuple[datetime, ...] = ()
    copies: int = 0


ENOUGH = 250
_SPOKEN = Prepared("proposals_spoken", """
SELECT source, hour, times FROM proposals_tally WHERE source = ANY(string_to_array(%s, ' ')) AND hour > %s
UNION ALL SELECT NULL, NULL, times FROM proposals_fingerprint WHERE digest = %s AND day = %s
""")


def spoken(*, device: str, placard: int | None, text: str) -> Spoken:
    """What is counted of a device and a placard in the last day, by hours of the clock."""
    at = now()
    of_device = device_source(device)
    sources = [of_device] if device else []
    sources += [f"{placard_source(placard)}/{shard}" for shard in range(SHARDS)] if placard else []
    with connection.cursor() as cursor:
        cursor.execute(_SPOKEN.on(cursor), [" ".join(sources), at - DAY, abuse.fingerprint(text), today()])
        told = cursor.fetchall()
    copies = sum(times for source, _hour, times in told if source is None)
    told = [row for row in told if row[0] is not None]
    return Spoken(
        device=tuple(_hours((hour, times) for source, hour, times in told if source == of_device)),
        placard=tuple(_hours((hour, times) for source, hour, times in told if source != of_device)),
        copies=copies,
    )


def _hours(rows: Iterable[tuple[datetime, int]]) -> Iterable[datetime]:
    for hour, times in rows:
        yield from [hour] * min(times, ENOUGH)


def held_for(*, token: abuse.Verdict, pot: bool, device: str, placard: int | None, text: str) -> str:
    """Why a message waits for an officer's look, or nothing. It is registered and its clock runs either way."""
    earlier = spoken(device=device, placard=placard, text=text)
    judged = abuse.judge(
        token=token, pot=pot, device_times=earlier.device, placard_times=earlier.placard, now=now()
    )
    is_copy = earlier.copies >= COPIES and len(abuse.plain(text)) >= LONG_TEXT
    return ",".join((*judged.reasons, *(("flood",) if is_copy else ())))[:60]


def guesses_too_much(device: str) -> bool:
    """Whether a device typed many codes of late that are none."""
    rows = Tally.objects.filter(source=failing_source(device), hour__gt=now() - timedelta(hours=1))
    return (rows.aggregate(n=Sum("times"))["n"] or 0) >= FAILING_AN_HOUR
