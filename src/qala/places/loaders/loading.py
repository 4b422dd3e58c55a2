"""A reading → rows, through the same actions everybody uses; or what it would change, without changing it."""

from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from qala.kernel.actors import Actor
from qala.places import actions
from qala.places.loaders.files import UnreadableFile, fingerprint
from qala.places.models import District
from qala.places.queries.differences import address_changes, landmark_changes, street_changes
from qala.places.rules.entries import Reading
from qala.places.rules.geometry import Box
from qala.places.rules.matching import Difference

AROUND_CITY_M = 5_000
AT_MOST_REFUSED = 0.05


@dataclass(frozen=True, slots=True)
class Report:
    """What a load did."""

    accepted: int
    refused: int
    doubtful: int
    differences: tuple[Difference, ...]


def city_box() -> Box | None:
    """The box of all known districts with some ground around; nothing while no border is known."""
    boxes = [box for box in District.objects.values_list("area_box", flat=True) if box is not None]
    if not boxes:
        return None
    west, south = min(box.west for box in boxes), min(box.south for box in boxes)
    east, north = max(box.east for box in boxes), max(box.north for box in boxes)
    return Box(west, south, east, north).grown(AROUND_CITY_M)


def insist_on_good(reading: Reading, at_most: float = AT_MOST_REFUSED) -> None:
    """A file with nothing good in it, or with too much bad, is refused as a whole."""
    bad, every = len(reading.refused), len(reading.refused) + reading.accepted
    if not reading.accepted:
        raise UnreadableFile(_("The file is refused: no row can be taken."), code="nothing_to_take")
    if bad > every * at_most:
        told = {"bad": bad, "every": every}
        raise UnreadableFile(_("The file is refused: %(bad)s of %(every)s rows are bad.") % told, code="too_much_bad")


def show_difference(reading: Reading, *, complete: bool = False) -> tuple[Difference, ...]:
    """What taking this reading in would change."""
    found: list[Difference] = []
    if reading.streets:
        found += street_changes(reading.streets, complete=complete, spared=reading.spared).differences()
    if reading.addresses:
        found.append(address_changes(reading.addresses).difference())
    if reading.landmarks:
        found.append(landmark_changes(reading.landmarks, complete=complete, spared=reading.spared).difference())
    if reading.districts:
        known = set(District.objects.values_list("code", flat=True))
        old = sum(1 for entry in reading.districts if entry.code in known)
        found.append(Difference("districts", len(reading.districts) - old, old, 0, 0))
    return tuple(found)


@transaction.atomic
def load(*, by: Actor, reading: Reading, path: Path, complete: bool = False) -> Report:
    """Take a reading in, whole or not at all. `complete`: the file is all its source has (see register_streets)."""
    differences = show_difference(reading, complete=complete)
    if reading.kato:
        actions.register_kato(by=by, entries=reading.kato)
    if reading.populations:
        actions.register_populations(by=by, entries=reading.populations)
    if reading.districts:
        actions.register_districts(by=by, entries=reading.districts)
    if reading.streets:
        actions.register_streets(by=by, entries=reading.streets, complete=complete, spared=reading.spared)
    if reading.addresses:
        actions.register_addresses(by=by, entries=reading.addresses)
    if reading.landmarks:
        actions.register_landmarks(by=by, entries=reading.landmarks, complete=complete, spared=reading.spared)
    actions.note_extract(by=by, reading=reading, file_name=path.name, sha256=fingerprint(path))
    return Report(reading.accepted, len(reading.refused), len(reading.doubtful), differences)
