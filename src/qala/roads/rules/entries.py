"""What a file, a desk or the demo brings to the register: one shape for every kind of row."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from qala.kernel.translated import Translated
from qala.places.rules.position import Position
from qala.roads.rules.register import Basis


@dataclass(frozen=True, slots=True)
class Entry:
    """Something at a position from a day on. `facts` are the model's own fields; `line` is where the file says it."""

    position: Position
    valid_from: date
    facts: Mapping[str, Any]
    source: str
    source_id: str = ""
    basis: Basis = Basis.MEASURED
    assumed: tuple[str, ...] = ()
    line: str = ""


@dataclass(frozen=True, slots=True)
class Turned:
    """A row that was not taken, and why."""

    line: str
    code: str
    reason: Translated


@dataclass(slots=True)
class Taken:
    """What a bulk registration did, by the keys of rows."""

    added: list[int] = field(default_factory=list)
    ended: list[int] = field(default_factory=list)
    same: int = 0
    turned: list[Turned] = field(default_factory=list)
