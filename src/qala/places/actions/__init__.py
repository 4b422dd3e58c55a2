"""Every change to the map of the city."""

from qala.places.actions.extracts import note_extract
from qala.places.actions.landmarks import register_addresses, register_landmarks
from qala.places.actions.segments import measure_segment, merge_segments, split_segment
from qala.places.actions.streets import register_streets, rename_street
from qala.places.actions.territories import register_districts, register_kato, register_populations

__all__ = [
    "measure_segment",
    "merge_segments",
    "note_extract",
    "register_addresses",
    "register_districts",
    "register_kato",
    "register_landmarks",
    "register_populations",
    "register_streets",
    "rename_street",
    "split_segment",
]
