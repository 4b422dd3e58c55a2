"""Curve sets from files: the city's own, and the synthetic one that is shipped for the demo."""

import hashlib
from pathlib import Path

from qala.places.loaders.files import text_of
from qala.roads.queries.curves import SHIPPED, curves_in
from qala.roads.rules.curves import CurveSet


def read_curves(path: Path = SHIPPED) -> CurveSet:
    """A set, or a refusal that names the curve and the reason."""
    return curves_in(text_of(path))


def name_of(curves: CurveSet, path: Path = SHIPPED) -> str:
    """The set's slug with the first digits of its file's fingerprint: kept with every PCI."""
    return f"{curves.slug}@{hashlib.sha256(path.read_bytes()).hexdigest()[:12]}"
