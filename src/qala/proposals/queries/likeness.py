"""Which cases may speak of the same thing, likest first, with the reasons a person reads: one query for all.

The talon asks for what everyone may read, the desk for all. What a person sees before sending is `queries.twins`.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from qala.places.rules.geometry import Box, Plane, plane_near
from qala.proposals.models import Proposal
from qala.proposals.queries.meaning import vectors
from qala.proposals.queries.neighbours import neighbours
from qala.proposals.queries.understanding import model
from qala.proposals.understanding.duplicates import (
    Likeness,
    Reach,
    Reason,
    Sighting,
    Where,
    compare,
    likely,
    sighting,
)
from qala.proposals.understanding.embedding import Vector

SHOWN, SURE = 6, 0.7
"""To everyone only sure ones: as many residents see their twin as at .6, a third fewer see a stranger's case
(docs/parts/proposals-understanding.md)."""


@dataclass(frozen=True)
class Alike:
    """A case that probably speaks of the same thing; `with_meaning` where the meaning of both was known."""

    case: Proposal
    likeness: Likeness
    with_meaning: bool

    @property
    def why(self) -> tuple[str, ...]:
        """The reasons in the reader's words."""
        return tuple(_reason(reason) for reason in self.likeness.reasons)


def alike(case: Proposal, *, public: bool = False, limit: int = SHOWN) -> list[Alike]:
    """Cases of its place and time that are probably about the same.

    `public`: only those whose words everyone may read, and only sure ones.
    """
    statement = getattr(case, "statement", None)
    if statement is None or not statement.public_text:
        return []
    taught, reach = model(), reach_of(case)
    vector = vectors([case.pk]).get(case.pk)
    near = dict(neighbours(case, vector, taught, reach, public=public))
    rows = Proposal.objects.select_related("statement", "placard").in_bulk(near)
    ground = _ground(case)
    own, found = _seen(case, vector, ground), []
    for pk, other in rows.items():
        told = compare(taught, own, _seen(other, near[pk], ground), reach)
        both = vector is not None and near[pk] is not None
        if told and likely(taught, told, with_meaning=both) and (told.score >= SURE or not public):
            found.append(Alike(other, told, with_meaning=both))
    return sorted(found, key=lambda one: (-one.likeness.score, -one.case.pk))[:limit]


def reach_of(case: Proposal) -> Reach:
    """How far and how long one thing of the case's category goes on."""
    category = case.category
    return Reach(float(category.radius_m), float(category.days_back)) if category else Reach()


def _seen(case: Proposal, vector: Vector | None, ground: Plane | None) -> Sighting:
    """A case as the comparison reads it: by the words everyone may read."""
    where = Where(
        asset=str(case.landmark_id or ""),
        placard=str(case.placard_id or ""),
        placard_kind=case.placard.kind if case.placard else "",
        point=_metres(case, ground),
    )
    return sighting(model(), case.statement.public_text, case.received_at, where, vector)


def _ground(case: Proposal) -> Plane | None:
    """The flat ground on which the case and its neighbours are measured."""
    if case.longitude is None or case.latitude is None:
        return None
    return plane_near(Box.near(case.longitude, case.latitude, 0))


def _metres(case: Proposal, ground: Plane | None) -> tuple[float, float] | None:
    if ground is None or case.longitude is None or case.latitude is None:
        return None
    point = ground.point(case.longitude, case.latitude)
    return point.x, point.y


def _reason(reason: Reason) -> str:
    amount = round(reason.amount * 100) if reason.code in {"words", "meaning"} else round(reason.amount)
    return {
        "same_asset": _("the same object"),
        "same_placard": _("the same placard"),
        "near": _("%(metres)s m away") % {"metres": amount},
        "recent": _("%(hours)s hours apart") % {"hours": amount},
        "words": _("alike in words, %(share)s of 100") % {"share": amount},
        "meaning": _("alike in meaning, %(share)s of 100") % {"share": amount},
        "category": _("the same category"),
    }[reason.code]
