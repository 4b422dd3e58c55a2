"""What waits becomes leaves: claimed, opened by its part, salted, numbered without a gap, in one transaction."""

import logging
import secrets
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db import DataError, connection, transaction
from django.db.models import Max

from qala.journal.leaves import Opened, opened
from qala.journal.models import Leaf
from qala.journal.rules.leaves import SECRET_BYTES, commitment, entry_of, salt_of, veiled
from qala.journal.rules.merkle import leaf_hash
from qala.kernel.cards import leaf_sources

log = logging.getLogger(__name__)

BATCH = 5_000
SEQUENCER = 0x51414C41  # "QALA": the advisory lock whoever numbers leaves holds
CLAIM = "SELECT source, source_id, ctid::text FROM journal_unsealed WHERE source = ANY(%s) AND since <= now() LIMIT %s"
DONE = "DELETE FROM journal_unsealed WHERE ctid = ANY(%s::tid[])"
SEALED = """
SELECT source, row FROM journal_leaf JOIN unnest(%s::smallint[], %s::bigint[]) AS claimed(s, r)
  ON (s, r) = (source, row)
"""
KNOWN = "SELECT subject, secret FROM journal_secret WHERE subject = ANY(%s)"
FRESH = "INSERT INTO journal_secret SELECT * FROM unnest(%s::text[], %s::bytea[]) ON CONFLICT DO NOTHING"
COPY = "COPY journal_leaf (number, source, row, entry, hash) FROM STDIN (FORMAT BINARY)"

Claim = tuple[int, int]


def waiting() -> tuple[int, datetime | None]:
    """How many rows wait for the seal, and since when the first does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), min(since) FROM journal_unsealed")
        count, since = cursor.fetchone()
    return count, since


def next_number() -> int:
    """How many leaves the database holds."""
    newest: int | None = Leaf.objects.aggregate(newest=Max("number"))["newest"]
    return 0 if newest is None else newest + 1


@transaction.atomic
def number_waiting(limit: int = BATCH) -> int:
    """Turn up to `limit` waiting rows into leaves. Returns how many; killed at any point it has done nothing.

    A row that cannot be written down (its part refuses it, or it is gone) goes on waiting, loudly, and stops no other.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SEQUENCER])
    places, known = _claim(limit)
    entries = {
        claim: entry
        for source, rows in _by_source(sorted(set(places) - known)).items()
        for claim, entry in _entries(source, rows)
    }
    _store(next_number(), entries)
    done = known | entries.keys()
    for source, row in sorted(set(places) - done):
        log.error("Row %s of source %s waits for the seal and cannot be written down", row, source)
    with connection.cursor() as cursor:
        cursor.execute(DONE, [[place for claim in done for place in places[claim]]])
    return len(entries)


def _claim(limit: int) -> tuple[dict[Claim, list[str]], set[Claim]]:
    """Rows whose time has come, each with its places in the queue, and those of them that are leaves already.

    Never "ids above the last": a late commit would be missed. They leave the queue behind their leaves.
    """
    places: dict[Claim, list[str]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, [list(leaf_sources()), limit])
        for source, row, place in cursor.fetchall():
            places[source, row].append(place)
        cursor.execute(SEALED, [[source for source, _ in places], [row for _, row in places]])
        return places, set(cursor.fetchall())


def _by_source(claims: Iterable[Claim]) -> Mapping[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for source, row in claims:
        found[source].append(row)
    return found


def secrets_of(subjects: Iterable[str]) -> Mapping[str, bytes]:
    """Every subject's secret, made where there is none."""
    wanted = sorted(set(subjects))
    with connection.cursor() as cursor:
        cursor.execute(KNOWN, [wanted])
        known = dict(cursor.fetchall())
        if fresh := [subject for subject in wanted if subject not in known]:
            cursor.execute(FRESH, [fresh, [secrets.token_bytes(SECRET_BYTES) for _ in fresh]])
            cursor.execute(KNOWN, [fresh])
            known |= dict(cursor.fetchall())
    return known


def entry_bytes(source: int, one: Opened, secret: bytes) -> bytes:
    """What the log publishes of a row."""
    row, _subject, header, record = one
    return entry_of(header, commitment(salt_of(secret, source, row), veiled(record, secret)))


def _entries(source: int, rows: Sequence[int]) -> list[tuple[Claim, bytes]]:
    """What the log publishes of these rows. Where one of them cannot be written down, all the others are."""
    try:
        with transaction.atomic():
            found = list(opened(source, rows))
            known = secrets_of(one[1] for one in found)
            return [((source, one[0]), entry_bytes(source, one, known[one[1]])) for one in found]
    except (ValueError, TypeError, KeyError, DataError):
        log.critical("Rows of source %s stop the seal", source, exc_info=len(rows) == 1)
        if len(rows) == 1:
            return []
    half = len(rows) // 2
    return [*_entries(source, rows[:half]), *_entries(source, rows[half:])]


def _store(first: int, entries: Mapping[Claim, bytes]) -> None:
    """Number the leaves by their hashes, which salts make random: the place of a leaf tells nothing of others."""
    order = sorted((leaf_hash(entry), claim, entry) for claim, entry in entries.items())
    with connection.cursor() as cursor, cursor.copy(COPY) as copy:
        copy.set_types(["int8", "int2", "int8", "bytea", "bytea"])
        for number, (digest, claim, entry) in enumerate(order, first):
            copy.write_row((number, *claim, entry, digest))
