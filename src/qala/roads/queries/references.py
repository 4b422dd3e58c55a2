"""What other parts may know of roads: each finder answers for its own labels. Other nouns add their finders here."""

from collections.abc import Callable

from qala.kernel.cards import Reference
from qala.kernel.keys import split_key
from qala.roads.queries import streets, work_references

FINDERS: dict[str, Callable[[str, object], Reference | None]] = {
    "roads.passport": streets.reference,
    "roads.carriageway": streets.reference,
    **dict.fromkeys(work_references.MODELS, work_references.reference),
}
NEIGHBOURS: list[Callable[[object, object], list[Reference]]] = [streets.beside, work_references.beside]


def reference(key: str, person: object) -> Reference | None:
    """Title, address and state of one of our objects, as far as `person` may see it."""
    finder = FINDERS.get(split_key(key)[0])
    return finder(key, person) if finder else None


def beside(place: object, person: object) -> list[Reference]:
    """What roads have at a place, as far as `person` may see it."""
    return [found for neighbour in NEIGHBOURS for found in neighbour(place, person)]
