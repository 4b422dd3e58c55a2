"""How holds stand."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from qala.ledger.reading import HOLDS

STATES = HOLDS.replace("SELECT h.key,", "SELECT h.tiyn, h.key,", 1)


@dataclass(frozen=True)
class HoldState:
    """A hold in tiyn: how much was set aside, how much of it is left, whether it has closed."""

    key: UUID
    held: int
    rest: int
    closed: bool


def hold_states(keys: Iterable[UUID]) -> dict[UUID, HoldState]:
    """How each of these holds stands, in one trip; unknown keys are left out."""
    with connection.cursor() as cursor:
        cursor.execute(STATES, [list(keys)])
        return {row[1]: HoldState(row[1], row[0], row[6], row[7]) for row in cursor.fetchall()}
