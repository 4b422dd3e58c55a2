"""The meaning of texts: vectors in pgvector, where this database has it. Without it there are none."""

from collections.abc import Iterable

import numpy as np
from django.db import connection

from qala.proposals.models import Statement
from qala.proposals.understanding.embedding import Vector

TABLE = "proposals_meaning"


def is_here() -> bool:
    """Whether this database can search by meaning (pgvector)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [TABLE])
        return bool(cursor.fetchone()[0])


def waiting(limit: int) -> list[Statement]:
    """Statements not yet read in full, oldest first; erased ones are never read again."""
    rows = Statement.objects.filter(embedded_at=None).exclude(text="").select_related("proposal__placard")
    return list(rows.order_by("pk")[:limit])


def vectors(pks: Iterable[int]) -> dict[int, Vector]:
    """The stored vectors of these cases."""
    wanted = list(pks)
    if not wanted or not is_here():
        return {}
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT proposal_id, vector::text FROM {TABLE} WHERE proposal_id = ANY(%s)", [wanted])  # noqa: S608
        return {pk: from_text(text) for pk, text in cursor.fetchall()}


def as_text(vector: Vector) -> str:
    """A vector as pgvector reads it."""
    return "[" + ",".join(f"{number:.7g}" for number in vector) + "]"


def from_text(text: str) -> Vector:
    """A vector as pgvector writes it."""
    return np.array(text.strip("[]").split(","), dtype=np.float32)
