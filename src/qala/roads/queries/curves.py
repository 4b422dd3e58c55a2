"""Which curves a PCI is reckoned with: the city's newest set, or the shipped synthetic one where it brought none."""

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import gettext as _

from qala.kernel.refusals import Refusal
from qala.roads.models import CurveFile
from qala.roads.rules.curves import CurveSet, UnsoundCurvesError, curve_set

SHIPPED = Path(__file__).parent.parent / "curves" / "synthetic-demo.json"


@dataclass(frozen=True, slots=True)
class NamedCurves:
    """A set and the name that stands with every PCI it makes."""

    curves: CurveSet
    name: str


def curves_in(text: str) -> CurveSet:
    """The set of a file's text, or a refusal that names the curve and the reason."""
    try:
        return curve_set(json.loads(text))
    except (json.JSONDecodeError, UnsoundCurvesError) as trouble:
        why = _("The curve set is refused: %(why)s") % {"why": trouble}
        raise Refusal(why, code="unsound_curves") from trouble


def curves_in_force() -> NamedCurves:
    """The newest set that is no demonstration, else the newest at all, else the shipped one."""
    row = CurveFile.objects.order_by("synthetic", "-loaded_on", "-pk").first()
    return _named(row.text) if row else _named(SHIPPED.read_text("utf-8"))


@cache
def _named(text: str) -> NamedCurves:
    curves = curves_in(text)
    return NamedCurves(curves, f"{curves.slug}@{hashlib.sha256(text.encode()).hexdigest()[:12]}")
