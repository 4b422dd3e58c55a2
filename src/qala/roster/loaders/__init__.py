"""Registers of pupils from outside files: our own CSV and OneRoster 1.2 CSV."""

from qala.roster.loaders.loading import Difference, difference_of, load
from qala.roster.loaders.oneroster import read_oneroster
from qala.roster.loaders.plain import read_plain
from qala.roster.loaders.tables import read

__all__ = ["Difference", "difference_of", "load", "read", "read_oneroster", "read_plain"]
