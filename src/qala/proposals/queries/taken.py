"""How far from the reported place a proof was taken: one from elsewhere is shown, and said to be from elsewhere."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from shapely import Point

from qala.places.rules.geometry import distance_m
from qala.proposals.models import Evidence, Proposal
from qala.ui.speech import number_words

FAR_M = 500.0  # assumption: farther than this nobody photographs the thing itself
LONGEST_M = 100_000.0


@dataclass(frozen=True)
class Taken:
    """Metres between a proof and the nearest of its cases."""

    metres: float

    @property
    def is_far(self) -> bool:
        return self.metres > FAR_M

    @property
    def words(self) -> str:
        """The distance as the reader says it."""
        language = (get_language() or "kk")[:2]
        if self.metres > LONGEST_M:
            return _("more than 100 km from the reported place")
        if self.is_far:
            far = number_words(self.metres / 1000, language, 1)
            return _("%(far)s km from the reported place") % {"far": far}
        return _("%(near)s m from the reported place") % {"near": number_words(round(self.metres), language)}


def taken(proof: Evidence, cases: Iterable[Proposal]) -> Taken | None:
    """None where the proof or every case has no point: a bus has none."""
    if proof.longitude is None or proof.latitude is None:
        return None
    here = Point(proof.longitude, proof.latitude)
    points = [Point(case.longitude, case.latitude) for case in cases if case.longitude is not None]
    return Taken(min(distance_m(point, here) for point in points)) if points else None
