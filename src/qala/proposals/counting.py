"""Counters without a trace: scans, openings, messages per hour. Nobody's action, so the journal does not hold them.

Each is one statement. Placards are counted in shards, so that a storm at one stop does not queue at one row.
"""

import hmac
import random
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from qala.kernel.clock import now, today
from qala.kernel.prepared import Prepared
from qala.kernel.refusals import Refusal
from qala.proposals.rules.abuse import UNNAMED
from qala.proposals.rules.codes import LETTERS_A_DAY

SHARDS = 8

_PLACARD = Prepared("proposals_count_placard", """
INSERT INTO proposals_placardtally (placard_id, day, shard, scanned, opened, sent)
VALUES (%s, %s, %s, %s, %s, %s)
ON CONFLICT (placard_id, day, shard) DO UPDATE SET
  scanned = proposals_placardtally.scanned + EXCLUDED.scanned,
  opened = proposals_placardtally.opened + EXCLUDED.opened,
  sent = proposals_placardtally.sent + EXCLUDED.sent
""")
_LAST_SCAN = """
UPDATE proposals_placard SET last_scan_at = %s
WHERE id = %s AND (last_scan_at IS NULL OR last_scan_at < %s - interval '10 minutes')
"""
_SOURCES = Prepared("proposals_count_sources", """
INSERT INTO proposals_tally (source, hour, times)
SELECT source, date_trunc('hour', %s::timestamptz), 1 FROM string_to_table(%s, ' ') AS source ORDER BY source
ON CONFLICT (source, hour) DO UPDATE SET times = proposals_tally.times + 1
""")
_TEXT = Prepared("proposals_count_text", """
INSERT INTO proposals_fingerprint (digest, day, times) VALUES (%s, %s, 1)
ON CONFLICT (digest, day) DO UPDATE SET times = proposals_fingerprint.times + 1
""")
_DEAD = """
INSERT INTO proposals_deadscan (day, problem, code, times) VALUES (%s, %s, %s, 1)
ON CONFLICT (day, problem, code) DO UPDATE SET times = proposals_deadscan.times + 1
"""


@dataclass(frozen=True)
class Funnel:
    """One step of a placard's funnel."""

    scanned: int = 0
    opened: int = 0
    sent: int = 0


SENT = Funnel(sent=1)


def _run(statement: str | Prepared, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement.on(cursor) if isinstance(statement, Prepared) else statement, values)


def _shard() -> int:
    return random.randrange(SHARDS)  # noqa: S311 - spreads load, guards nothing


def count_scan(placard: int, *, is_new: bool) -> None:
    """A living code was read. A reload of the same page is no second scan, yet the placard lives."""
    at = now()
    _run(_LAST_SCAN, at, placard, at)
    if is_new:
        count_placard(placard, Funnel(scanned=1))


def count_placard(placard: int, step: Funnel) -> None:
    """Add to today's funnel of a placard."""
    _run(_PLACARD, placard, today(), _shard(), step.scanned, step.opened, step.sent)


def count_dead_code(problem: str, code: str) -> None:
    """A code that is no living placard of ours."""
    _run(_DEAD, today(), problem, code[:16])


def count_message(*, device: str, placard: int | None, text_print: str, step: Funnel = SENT) -> None:
    """A message was taken in, counted for the budgets of its device and placard and for floods of one text."""
    _TEXT.later([text_print, today()])
    if placard:
        _PLACARD.later([placard, today(), _shard(), step.scanned, step.opened, step.sent])
    kept = (device_sources(device), placard_sources(placard))
    sources = [shards[_shard() % len(shards)] for shards in kept if shards]
    if sources:
        _SOURCES.later([now(), " ".join(sources)])


def count_failing_code(device: str) -> None:
    """A device typed a code that is none."""
    _run(_SOURCES, now(), failing_source(device))


def device_sources(device: str) -> list[str]:
    """Where a device's messages are counted; those that name none share one count, in shards like a placard's."""
    if device == UNNAMED:
        return [f"{UNNAMED}:{shard}" for shard in range(SHARDS)]
    return [f"device:{device}"] if device else []


def placard_sources(placard: int | None) -> list[str]:
    return [f"placard:{placard}/{shard}" for shard in range(SHARDS)] if placard else []


def failing_source(device: str) -> str:
    """Browsers without our cookie share one budget: failing answers alone are slowed, so nobody honest waits."""
    return f"failing:{device or 'unknown'}"


def spend(source: str, *, a_day: bool = False) -> int:
    """Count one more of this hour (or day), and tell how many there were with it."""
    at = now()
    row = at.replace(hour=0) if a_day else at
    with connection.cursor() as cursor:
        cursor.execute(_SOURCES.statement + " RETURNING proposals_tally.times", [row, source])
        return int(cursor.fetchone()[0])


def spend_letter(address: str) -> None:
    """Nobody's mailbox or phone is flooded through our forms: a few unasked letters a day, whoever asks for them."""
    key = hmac.digest(settings.SECRET_KEY.encode(), f"letter:{address.casefold()}".encode(), sha256)[:16].hex()
    if spend(f"letter:{key}", a_day=True) > LETTERS_A_DAY:
        raise Refusal(_("This address got enough letters from us today. Try again tomorrow."), code="enough-letters")


_KEY_USE = """
INSERT INTO proposals_apiuse (key_id, day, times) SELECT %s, %s, 1 WHERE %s > 0
ON CONFLICT (key_id, day) DO UPDATE SET times = proposals_apiuse.times + 1 WHERE proposals_apiuse.times < %s
RETURNING times
"""


def spend_key(key: int, quota: int) -> bool:
    """Count one more message of a program today; False, and nothing counted, where its day's quota is spent."""
    with connection.cursor() as cursor:
        cursor.execute(_KEY_USE, [key, today(), quota, quota])
        return cursor.fetchone() is not None
