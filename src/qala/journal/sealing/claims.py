"""What waits becomes leaves: claimed, opened by its part, salted, numbered without a gap, in one transaction."""

import logging
import secrets
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Max

from qala.journal.leaves import Opened, opened
from qala.journal.models import Leaf
from qala.journal.rules.leaves import SECRET_BYTES, commitment, entry_of, salt_of, veiled
from qala.journal.rules.merkle import leaf_hash
from qala.kernel.cards import leaf_sources

log = logging.getLogger(__name__)

BATCH = 5_000
SEQUENCER = 0x51414C41  # "QALA": the advisory lock whoever numbers leaves holds
CLAIM = """
DELETE FROM journal_unsealed WHERE ctid = ANY(ARRAY(
  SELECT ctid FROM journal_unsealed WHERE source = ANY(%s) AND since <= now() LIMIT %s)) RETURNING source, source_id
"""
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
    """Turn up to `limit` waiting rows into leaves. Returns how many; killed at any point it has done nothing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SEQUENCER])
    claims = _claim(limit)
    found = {(source, one[0]): one for source, ids in _by_source(claims).items() for one in opened(source, ids)}
    for source, row in sorted(set(claims) - set(found)):
        log.error("Row %s of source %s waits for the seal and does not exist", row, source)
    _store(next_number(), found)
    return len(found)


def _claim(limit: int) -> list[Claim]:
    """Take rows out of the queue whose time has come: never "ids above the last", which a late commit would miss."""
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, [list(leaf_sources()), limit])
        claims = sorted(set(cursor.fetchall()))
        cursor.execute(SEALED, [[source for source, _ in claims], [row for _, row in claims]])
        known = set(cursor.fetchall())
    return [claim for claim in claims if claim not in known]


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


def _store(first: int, found: Mapping[Claim, Opened]) -> None:
    """Number the leaves by their hashes, which salts make random: the place of a leaf tells nothing of others."""
    if not found:
        return
    known = secrets_of(one[1] for one in found.values())
    entries = ((claim, entry_bytes(claim[0], one, known[one[1]])) for claim, one in found.items())
    order = sorted((leaf_hash(entry), claim, entry) for claim, entry in entries)
    with connection.cursor() as cursor, cursor.copy(COPY) as copy:
        copy.set_types(["int8", "int2", "int8", "bytea", "bytea"])
        for number, (digest, claim, entry) in enumerate(order, first):
            copy.write_row((number, *claim, entry, digest))
