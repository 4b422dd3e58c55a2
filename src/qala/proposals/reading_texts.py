"""Reading waiting texts in full: the slow part, outside every transaction and every request.

What is read is the public copy: a name or a telephone number moves neither twins nor categories.
"""

import logging

from qala.proposals.actions.embedding import Reading
from qala.proposals.models import Statement
from qala.proposals.queries.understanding import model
from qala.proposals.understanding import Embedder

log = logging.getLogger(__name__)


def read_in_full(statement: Statement, engine: Embedder) -> Reading:
    """One text with its vector and its three likeliest categories."""
    case, said = statement.proposal, statement.public_text
    try:
        vector = engine.embed(said)
    except Exception:  # one strange text must not keep the others waiting; the night has it read again
        log.exception("The text of case %s could not be embedded", case.pk)
        vector = None
    kind = case.placard.kind if case.placard else ""
    suggested = model().suggest(said, kind, vector=vector)
    pairs = tuple((one.category, round(one.probability, 4)) for one in suggested)
    return Reading(case.pk, said, case.language, vector, pairs)
