"""“Somebody wrote about the same”: twins by meaning, once the night's or the minute's work has embedded the text."""

from dataclasses import dataclass

from django.db import DatabaseError, connection, transaction

from qala.kernel.clock import local
from qala.proposals.models import Proposal

SHOWN, NEAREST = 3, 40
LEAST = 0.62  # cosine of centred vectors; see docs/parts/understanding for how it was chosen
PATIENCE_MS = 150

_SEARCH = """
WITH mine AS (SELECT vector FROM proposals_meaning WHERE proposal_id = %s),
near AS (
  SELECT m.proposal_id AS id, 1 - (m.vector <=> (SELECT vector FROM mine)) AS likeness
  FROM proposals_meaning m WHERE EXISTS (SELECT 1 FROM mine) AND m.proposal_id <> %s
  ORDER BY m.vector <=> (SELECT vector FROM mine) LIMIT %s
)
SELECT p.id, p.received_at, p.state, s.public_text, near.likeness
FROM near JOIN proposals_proposal p USING (id) JOIN proposals_statement s ON s.proposal_id = p.id
WHERE p.visibility = 'public' AND p.quarantined_at IS NULL AND near.likeness >= %s
  AND (p.district_id IS NOT DISTINCT FROM %s OR p.placard_id = %s)
ORDER BY near.likeness DESC LIMIT %s
"""


@dataclass(frozen=True)
class Alike:
    """A public case that says nearly the same."""

    number: str
    state: str
    text: str
    likeness: float


def alike(proposal: Proposal) -> list[Alike]:
    """Public cases of the same neighbourhood that mean the same; empty before the text is embedded."""
    statement = getattr(proposal, "statement", None)
    if statement is None or statement.embedded_at is None:
        return []
    values = [proposal.pk, proposal.pk, NEAREST, LEAST, proposal.district_id, proposal.placard_id, SHOWN]
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL statement_timeout = {PATIENCE_MS}")
            cursor.execute(_SEARCH, values)
            rows = cursor.fetchall()
            cursor.execute("SET LOCAL statement_timeout = DEFAULT")
    except DatabaseError:
        return []  # without pgvector, or too slow: the page does without
    return [Alike(f"{local(at):%y}-{pk:06d}", state, text, float(near)) for pk, at, state, text, near in rows]
