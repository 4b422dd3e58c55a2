"""Texts are read in full off the request path: their vector for twins, and three categories for the desk."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection, transaction

from qala.journal.log import record
from qala.kernel.actors import Actor
from qala.kernel.clock import now
from qala.kernel.refusals import require
from qala.proposals.models import OPEN_STATES, Statement
from qala.proposals.policies import may_run_nightly
from qala.proposals.queries.meaning import TABLE, as_text, is_here
from qala.proposals.understanding.embedding import NAME, Vector

RECENT_DAYS = 200
"""Longer than any category looks back for twins."""

_KEEP = f"""
INSERT INTO {TABLE} (proposal_id, language, vector, model) VALUES (%s, %s, %s, %s)
ON CONFLICT (proposal_id) DO UPDATE SET language = EXCLUDED.language, vector = EXCLUDED.vector, model = EXCLUDED.model
"""  # noqa: S608 - a constant
_OLD = f"""
DELETE FROM {TABLE} WHERE proposal_id IN (
  SELECT id FROM proposals_proposal WHERE NOT state = ANY(%s) AND received_at < %s LIMIT %s)
"""  # noqa: S608 - a constant
_FOREIGN = f"DELETE FROM {TABLE} WHERE model <> %s"  # noqa: S608 - a constant
_AGAIN = f"""
UPDATE proposals_statement AS s SET embedded_at = NULL FROM proposals_proposal AS p
WHERE p.id = s.proposal_id AND s.embedded_at IS NOT NULL AND s.text <> ''
  AND (p.state = ANY(%s) OR p.received_at >= %s)
  AND NOT EXISTS (SELECT 1 FROM {TABLE} m WHERE m.proposal_id = p.id)
"""  # noqa: S608 - a constant


@dataclass(frozen=True)
class Reading:
    """What was understood of one text; `text` is the public copy it was read from."""

    proposal: int
    text: str
    language: str
    vector: Vector | None
    suggested: tuple[tuple[str, float], ...]


@transaction.atomic
def keep_readings(*, by: Actor, readings: Sequence[Reading]) -> int:
    """Keep vectors and suggestions. A text that changed or was erased meanwhile is left alone.

    Returns how many were kept; the same readings again keep nothing.
    """
    require(may_run_nightly(by))
    at, searchable = now(), is_here()
    wanted = {one.proposal: one for one in readings}
    rows = Statement.objects.select_for_update(of=("self",)).filter(pk__in=wanted, embedded_at=None)
    kept = [row for row in rows.select_related("proposal") if row.public_text == wanted[row.pk].text]
    for row in kept:
        reading = wanted[row.pk]
        row.embedded_at = at
        if row.proposal.category_id is None:
            row.suggested = [list(pair) for pair in reading.suggested]
    Statement.objects.bulk_update(kept, ["embedded_at", "suggested"])
    if searchable:
        _keep_vectors([wanted[row.pk] for row in kept])
    if kept:
        record(
            by, "proposals.statement.read", f"proposals.batch:{len(kept)}", texts=len(kept), searchable=searchable,
            first=min(row.pk for row in kept), last=max(row.pk for row in kept),
        )  # fmt: skip
    return len(kept)


def _keep_vectors(readings: Sequence[Reading]) -> None:
    rows = [
        (one.proposal, one.language, as_text(one.vector), NAME)
        for one in readings
        if one.vector is not None
    ]
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(_KEEP, rows)


@transaction.atomic
def tidy_meaning(*, by: Actor, limit: int = 5_000) -> int:
    """Let go of vectors of cases long closed; have read anew what lacks its vector or was read by another embedder.

    So pgvector may come to a city later, and a new embedder may replace an old one. Returns how many rows changed.
    """
    require(may_run_nightly(by))
    old = foreign = again = 0
    if is_here():
        open_states, since = list(OPEN_STATES), now() - timedelta(days=RECENT_DAYS)
        with connection.cursor() as cursor:
            cursor.execute(_OLD, [open_states, since, limit])
            old = cursor.rowcount
            cursor.execute(_FOREIGN, [NAME])
            foreign = cursor.rowcount
            cursor.execute(_AGAIN, [open_states, since])
            again = cursor.rowcount
    if old + foreign + again:
        record(
            by, "proposals.meaning.tidied", f"proposals.batch:{old + foreign + again}",
            old=old, foreign=foreign, again=again,
        )  # fmt: skip
    return old + foreign + again
