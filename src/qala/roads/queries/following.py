"""What lies on segments that ended, and where it lives on."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from qala.places.models import Segment
from qala.places.queries import reprojected
from qala.places.rules.position import Position
from qala.roads.models import (
    BuriedLine,
    Carriageway,
    Defect,
    Element,
    Ground,
    Hazard,
    Layer,
    PlacedFields,
    RoadPhoto,
    Structure,
)
from qala.roads.models.dated import rows_of

# Everything dated that follows its segment. Other files of this part add their own models here.
FOLLOWERS: list[type[PlacedFields]] = [Carriageway, Layer, Element, Structure, BuriedLine, RoadPhoto, Ground]


@dataclass(frozen=True, slots=True)
class Move:
    """A row, the day its segment ended, the places where it goes on, and how many of its metres live on in them."""

    row: PlacedFields
    day: date
    found: tuple[Position, ...]
    lengths: dict[int, Decimal]
    kept_m: Decimal

    def of_m(self, there: Position) -> Decimal | None:
        """How many of the row's own metres a new place holds: a length measured anew makes no lamp more or fewer."""
        covered = sum((one.length_m for one in self.found), Decimal(0))
        return self.kept_m * there.length_m / covered if covered else None


@dataclass
class Carried:
    """What became of the rows of ended segments."""

    moves: dict[type[PlacedFields], list[Move]] = field(default_factory=dict)
    lost_m: Decimal = Decimal(0)
    added: int = 0

    @property
    def ended(self) -> int:
        """How many rows ended with their segment."""
        return sum(len(moves) for moves in self.moves.values())


def carried_rows(segments: set[int] | None = None) -> Carried:
    """Present rows on segments that have ended (of these segments, or of all), each with its new places."""
    carried = Carried()
    for model in FOLLOWERS:
        rows = rows_of(model).filter(valid_to=None, segment__valid_to__isnull=False).select_related("segment")
        if segments is not None:
            rows = rows.filter(segment__in=segments)
        moves = [_move(row, carried) for row in rows.order_by("pk")]
        if moves:
            carried.moves[model] = moves
    return carried


def left_behind(segments: set[int] | None = None) -> list[tuple[Hazard | Defect, Position]]:
    """Dangerous places and reported defects not over yet, on segments that have ended: each with its new place.

    They have a place and no days: they move. What falls between two successors goes where more of it lies.
    """
    found: list[tuple[Hazard | Defect, Position]] = []
    live = (Hazard.objects.filter(over_at=None), Defect.objects.filter(state__in=["candidate", "confirmed"]))
    for rows in live:
        own = rows.filter(segment__valid_to__isnull=False)
        for row in own if segments is None else own.filter(segment__in=segments):
            after = reprojected(row.position).found
            if after:
                found.append((row, max(after, key=lambda there: there.length_m)))
    return found


def _move(row: PlacedFields, carried: Carried) -> Move:
    after = reprojected(row.position)
    # A stretch may shrink to nothing on a successor that is shorter than it was drawn.
    found = tuple(there for there in after.found if row.position.is_point or not there.is_point)
    lost_m = sum((until - since for since, until in after.lost), Decimal(0))
    carried.lost_m += lost_m
    ended_on = row.segment.valid_to or row.valid_from
    return Move(row, max(ended_on, row.valid_from), found, _lengths(found), row.position.length_m - lost_m)


def _lengths(found: Sequence[Position]) -> dict[int, Decimal]:
    keys = {there.segment for there in found}
    return dict(Segment.objects.filter(pk__in=keys).values_list("pk", "measured_length_m"))
