"""Carriageways of which only a map is known, and rows that follow their segment when it is cut or joined."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from django.db import transaction

from qala.journal.log import record_many
from qala.kernel.actors import Actor
from qala.kernel.keys import key_of
from qala.kernel.refusals import require
from qala.places.models import Segment
from qala.places.rules.position import Position
from qala.roads.models import Carriageway, Layer, PlacedFields
from qala.roads.models.dated import rows_of
from qala.roads.policies import may_keep_register
from qala.roads.queries.following import Carried, Move, carried_rows, left_behind
from qala.roads.rules.assumptions import drafted
from qala.roads.rules.entries import Entry, Taken
from qala.roads.rules.placing import collisions
from qala.roads.rules.register import Basis
from qala.roads.writing import continued, end, one_at_a_time, take_in

ONE_AT_A_PLACE: tuple[type[PlacedFields], ...] = (Carriageway, Layer)


@transaction.atomic
def draft_carriageways(*, by: Actor, on: date, segments: Sequence[int] | None = None) -> Taken:
    """Guess a carriageway for every present segment that has none. What nobody measured is named in `assumed`."""
    require(may_keep_register(by))
    one_at_a_time()
    bare = Segment.objects.present().exclude(pk__in=Carriageway.objects.present().values("segment"))
    if segments is not None:
        bare = bare.filter(pk__in=segments)
    taken = take_in(Carriageway, [_draft(segment, on) for segment in bare.order_by("pk")])
    record_many(
        by,
        "roads.carriageways.drafted",
        [f"roads.carriageway:{pk}" for pk in taken.added],
        added=len(taken.added),
    )
    return taken


@transaction.atomic
def carry_over(*, by: Actor, segments: Iterable[int] | None = None) -> Carried:
    """Let what lies on ended segments live on in their successors, from the day the segment ended.

    Metres no successor took over are told as lost; the row that loses them ends with its segment. Asked twice, it
    carries nothing the second time. Dangerous places and reported defects go along.
    """
    require(may_keep_register(by))
    one_at_a_time()
    asked = set(segments) if segments is not None else None
    carried, moved = carried_rows(asked), left_behind(asked)
    for one, place in moved:
        one.position = place
        one.save(update_fields=["segment", "from_m", "to_m", "side", "lane"])
    for model, moves in carried.moves.items():
        end(model, ((move.row, move.day) for move in moves))
        fresh = [_moved(move, there) for move in moves for there in move.found]
        fresh = _standing_apart(model, fresh, carried)
        rows_of(model).bulk_create(fresh, batch_size=2_000)
        carried.added += len(fresh)
    record_many(
        by,
        "roads.rows.carried",
        [key_of(move.row) for moves in carried.moves.values() for move in moves] + [key_of(one) for one, _at in moved],
        added=carried.added,
        lost_centimetres=int(carried.lost_m * 100),
    )
    return carried


def _moved(move: Move, there: Position) -> PlacedFields:
    fresh = continued(move.row, there, move.day, of_m=move.of_m(there))
    end_m = move.lengths.get(there.segment)
    if end_m is not None and fresh.to_m > end_m:
        fresh.to_m = end_m
        fresh.from_m = min(fresh.from_m, fresh.to_m)
    return fresh


def _standing_apart(model: type[PlacedFields], fresh: list[PlacedFields], carried: Carried) -> list[PlacedFields]:
    """Where two old segments share one new ground, one carriageway (or layer of an order) stays; the other is lost."""
    if model not in ONE_AT_A_PLACE:
        return fresh
    there = rows_of(model).filter(valid_to=None, segment__in={row.segment_id for row in fresh})
    kept = [(f"old {row.pk}", row) for row in there] + [(str(at), row) for at, row in enumerate(fresh)]
    groups: dict[object, list[tuple[str, Position]]] = {}
    for line, row in kept:
        groups.setdefault(getattr(row, "order", None), []).append((line, row.position))
    twice = {int(line) for rows in groups.values() for line in collisions(rows)}
    carried.lost_m += sum((fresh[at].position.length_m for at in twice), Decimal(0))
    return [row for at, row in enumerate(fresh) if at not in twice]


def _draft(segment: Segment, on: date) -> Entry:
    facts = drafted(segment.road_class, segment.surface, segment.lanes, segment.oneway)
    return Entry(
        position=Position(segment.pk, 0, segment.measured_length_m),  # type: ignore[arg-type]
        valid_from=on,
        facts={
            "width_min_m": facts.width_min_m,
            "width_max_m": facts.width_max_m,
            "lanes": facts.lanes,
            "surface": facts.surface.value,
            "pavement": facts.pavement.value if facts.pavement else "",
            "category": facts.category.value if facts.category else "",
        },
        source=segment.source,
        basis=Basis.ASSUMED,
        assumed=facts.assumed,
    )
