"""Curve sets from files: the city's own, and the synthetic one that is shipped for the demo."""

import hashlib
import json
from pathlib import Path

from django.utils.translation import gettext as _

from qala.places.loaders.files import UnreadableFile, text_of
from qala.roads.rules.curves import CurveSet, UnsoundCurvesError, curve_set

SHIPPED = Path(__file__).parent.parent / "curves" / "synthetic-demo.json"


def read_curves(path: Path = SHIPPED) -> CurveSet:
    """A set, or a refusal that names the curve and the reason."""
    text = text_of(path)
    try:
        told = json.loads(text)
        return curve_set(told)
    except (json.JSONDecodeError, UnsoundCurvesError) as trouble:
        raise UnreadableFile(
            _("The curve set is refused: %(why)s") % {"why": trouble}, code="unsound_curves"
        ) from trouble


def name_of(curves: CurveSet, path: Path = SHIPPED) -> str:
    """The set's slug with the first digits of its file's fingerprint: kept with every PCI."""
    return f"{curves.slug}@{hashlib.sha256(path.read_bytes()).hexdigest()[:12]}"
