"""Outside files of places: each reader turns a file into a `Reading`, `load` takes a reading in through actions."""

from qala.places.loaders.loading import AT_MOST_REFUSED, Report, city_box, insist_on_good, load, show_difference
from qala.places.loaders.readers import READERS, read
from qala.places.loaders.telling import insist_on_consent, tell_difference

__all__ = [
    "AT_MOST_REFUSED",
    "READERS",
    "Report",
    "city_box",
    "insist_on_consent",
    "insist_on_good",
    "load",
    "read",
    "show_difference",
    "tell_difference",
]
