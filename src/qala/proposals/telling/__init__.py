"""Told stories become rows: the shape a living case would have left, without calling the clock."""

from qala.proposals.telling.almanac import Almanac, almanac
from qala.proposals.telling.case import tell_case
from qala.proposals.telling.rows import Known, Rows

__all__ = ["Almanac", "Known", "Rows", "almanac", "tell_case"]
