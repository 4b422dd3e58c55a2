"""Outside files of places: each reader turns a file into a `Reading`, `load` takes a reading in through actions."""

from qala.places.loaders.loading import Report, city_box, load, show_difference
from qala.places.loaders.readers import READERS, read

__all__ = ["READERS", "Report", "city_box", "load", "read", "show_difference"]
