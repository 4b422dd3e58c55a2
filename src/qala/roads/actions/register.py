"""What lies on the streets, written down in bulk. The present rows a newer one replaces end on its first day."""

from collections.abc import Sequence

from django.db import transaction

from qala.journal.log import record_many
from qala.kernel.actors import Actor
from qala.kernel.refusals import require
from qala.roads.models import BuriedLine, Carriageway, Element, Layer, Structure
from qala.roads.policies import may_keep_register
from qala.roads.rules.entries import Entry, Taken
from qala.roads.writing import one_at_a_time, take_in, take_in_by_key


@transaction.atomic
def register_carriageways(*, by: Actor, entries: Sequence[Entry]) -> Taken:
    """Write carriageways down. No two of them ever cover the same ground on the same day."""
    require(may_keep_register(by))
    one_at_a_time()
    taken = take_in(Carriageway, entries)
    record_many(by, "roads.carriageways.registered", _keys("carriageway", taken), **_counts(taken))
    return taken


@transaction.atomic
def register_layers(*, by: Actor, entries: Sequence[Entry]) -> Taken:
    """Write pavement layers down, from the top one."""
    require(may_keep_register(by))
    one_at_a_time()
    taken = take_in(Layer, entries, alike=("order",))
    record_many(by, "roads.layers.registered", _keys("layer", taken), **_counts(taken))
    return taken


@transaction.atomic
def register_elements(*, by: Actor, entries: Sequence[Entry]) -> Taken:
    """Write footways, kerbs, aryks, lamps, signs and the other elements down."""
    require(may_keep_register(by))
    one_at_a_time()
    taken = take_in_by_key(Element, entries)
    record_many(by, "roads.elements.registered", _keys("element", taken), **_counts(taken))
    return taken


@transaction.atomic
def register_structures(*, by: Actor, entries: Sequence[Entry]) -> Taken:
    """Write bridges, pipes under roads and retaining walls down."""
    require(may_keep_register(by))
    one_at_a_time()
    taken = take_in_by_key(Structure, entries)
    record_many(by, "roads.structures.registered", _keys("structure", taken), **_counts(taken))
    return taken


@transaction.atomic
def register_lines(*, by: Actor, entries: Sequence[Entry]) -> Taken:
    """Note which buried lines lie below the streets. They belong to another register; here is where they lie."""
    require(may_keep_register(by))
    one_at_a_time()
    taken = take_in_by_key(BuriedLine, entries)
    record_many(by, "roads.lines.registered", _keys("buriedline", taken), **_counts(taken))
    return taken


def _keys(noun: str, taken: Taken) -> list[str]:
    """Each row once: within one file a row may begin and end."""
    return [f"roads.{noun}:{pk}" for pk in dict.fromkeys([*taken.added, *taken.ended])]


def _counts(taken: Taken) -> dict[str, int]:
    return {"added": len(taken.added), "ended": len(taken.ended), "same": taken.same, "turned": len(taken.turned)}
