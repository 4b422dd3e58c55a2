"""How much a device, a placard or one text has spoken of late. Answers send the excess to quarantine, never away."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Sum

from qala.kernel.clock import now, today
from qala.kernel.prepared import Prepared
from qala.proposals.counting import device_sources, failing_source, placard_sources
from qala.proposals.models import Tally
from qala.proposals.rules import abuse

DAY = timedelta(days=1)
FAILING_AN_HOUR = 12
#: Copies of one long text in a day before the next ones are folded; short cries are written alike by honest people.
COPIES, LONG_TEXT = 10, 40


@dataclass(frozen=True)
class Spoken:
    """Hours of earlier messages by the kind of their source (one entry a message, at most `ENOUGH` an hour and row),
    and today's copies of the text.
    """

    times: Mapping[str, Sequence[datetime]]
    copies: int = 0


ENOUGH = 250
_SPOKEN = Prepared("proposals_spoken", """
SELECT source, hour, times FROM proposals_tally WHERE source = ANY(string_to_array(%s, ' ')) AND hour > %s
UNION ALL SELECT NULL, NULL, times FROM proposals_fingerprint WHERE digest = %s AND day = %s
""")


def spoken(*, device: str, placard: int | None, text: str) -> Spoken:
    """What is counted of a device and a placard in the last day, by hours of the clock."""
    at = now()
    sources = device_sources(device) + placard_sources(placard)
    with connection.cursor() as cursor:
        cursor.execute(_SPOKEN.on(cursor), [" ".join(sources), at - DAY, abuse.fingerprint(text), today()])
        told = cursor.fetchall()
    copies, by_kind = 0, defaultdict[str, list[datetime]](list)
    for source, hour, times in told:
        if source is None:
            copies += times
        else:
            by_kind[source.partition(":")[0]] += [hour] * min(times, ENOUGH)
    return Spoken(by_kind, copies)


def held_for(*, token: abuse.Verdict, pot: bool, device: str, placard: int | None, text: str) -> str:
    """Why a message waits for an officer's look, or nothing. It is registered and its clock runs either way."""
    earlier = spoken(device=device, placard=placard, text=text)
    judged = abuse.judge(token=token, pot=pot, times=earlier.times, now=now())
    is_copy = earlier.copies >= COPIES and len(abuse.plain(text)) >= LONG_TEXT
    return ",".join((*judged.reasons, *(("flood",) if is_copy else ())))[:60]


def guesses_too_much(device: str) -> bool:
    """Whether a device typed many codes of late that are none."""
    rows = Tally.objects.filter(source=failing_source(device), hour__gt=now() - timedelta(hours=1))
    return (rows.aggregate(n=Sum("times"))["n"] or 0) >= FAILING_AN_HOUR
