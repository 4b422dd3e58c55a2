"""Ratings that need no sample units, evenness, deflection and what the eye saw, and the curve sets that a PCI needs."""

import hashlib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from django.db import transaction
from django.utils.translation import gettext as _

from qala.journal.log import record
from qala.kernel.actors import Actor
from qala.kernel.clock import today
from qala.kernel.refusals import Refusal, require
from qala.places.models import Segment
from qala.places.rules.position import Position
from qala.roads.models import Carriageway, CurveFile, Rating, Survey
from qala.roads.policies import may_survey_condition
from qala.roads.queries.curves import curves_in
from qala.roads.rules.iri import iri_grade
from qala.roads.rules.register import Category, PavementKind
from qala.roads.rules.surfaces import Surface
from qala.roads.rules.survey_sheet import Outing

# The register's words as the norm writes them: IВ, and earth.
NORM_CATEGORY, NORM_PAVEMENT = {Category.IC.value: "IV-fast"}, {PavementKind.SOIL.value: "earth"}


class Procedure(StrEnum):
    """How a stretch is rated without units: evenness in m/km, deflection in mm, or the eye from 1 (worst) to 10."""

    IRI = "iri"
    VISUAL = "visual"
    DEFLECTION = "deflection"


SCALES = {
    Procedure.IRI: (Decimal(0), Decimal(30)),
    Procedure.VISUAL: (Decimal(1), Decimal(10)),
    Procedure.DEFLECTION: (Decimal(0), Decimal(5)),
}
"""[set] What is outside was typed in another unit."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One stretch and its value; `cracks` is the eye's sub-score, 1 worst to 5."""

    there: Position
    value: Decimal
    cracks: int | None = None


@transaction.atomic
def record_rating(*, by: Actor, outing: Outing, procedure: Procedure, seen: list[Seen]) -> Survey:
    """Take in ratings of stretches; evenness is graded by the carriageway that lies there."""
    require(may_survey_condition(by))
    if outing.surveyed_on > today():
        raise Refusal(_("A condition survey cannot be dated in the future."), code="future_survey")
    if not seen:
        raise Refusal(_("The survey holds no row."), code="empty_survey")
    if outing.sha256 and Survey.objects.filter(file_sha256=outing.sha256).exists():
        raise Refusal(_("This file was taken in before."), code="known_file", status=409)
    there = {one.there.segment for one in seen}
    lengths = dict(Segment.objects.filter(pk__in=there).values_list("pk", "measured_length_m"))
    for one in seen:
        _insist(one, procedure, lengths.get(one.there.segment))
    survey = Survey.objects.create(
        kind=outing.kind, method=procedure.value, surveyed_on=outing.surveyed_on, device=outing.device,
        calibrated_on=outing.calibrated_on, crew=outing.crew, file_sha256=outing.sha256,
    )  # fmt: skip
    Rating.objects.bulk_create([_rated(survey, one, procedure) for one in seen])
    record(by, "roads.rating.recorded", survey, procedure=procedure.value, rows=len(seen))
    return survey


@transaction.atomic
def load_curves(*, by: Actor, text: str, on: date | None = None) -> CurveFile:
    """Take in a set of curves, if it is sound and new."""
    require(may_survey_condition(by))
    curves, sha256 = curves_in(text), hashlib.sha256(text.encode()).hexdigest()
    if CurveFile.objects.filter(sha256=sha256).exists():
        raise Refusal(_("This file was taken in before."), code="known_file", status=409)
    row = CurveFile.objects.create(
        slug=curves.slug, sha256=sha256, text=text, provenance=curves.provenance, synthetic=curves.synthetic,
        loaded_on=on or today(),
    )  # fmt: skip
    record(by, "roads.curves.loaded", row, sha256=sha256)
    return row


def _insist(one: Seen, procedure: Procedure, length: Decimal | None) -> None:
    if length is None or one.there.is_point or not one.there.fits(length):
        raise Refusal(_("Say a stretch that lies within its segment."), code="no_such_stretch")
    low, high = SCALES[procedure]
    if not low <= one.value <= high:
        told = {"low": low, "high": high}
        raise Refusal(_("The value lies between %(low)s and %(high)s.") % told, code="off_the_scale")


def _rated(survey: Survey, one: Seen, procedure: Procedure) -> Rating:
    rows = Carriageway.objects.present().filter(segment=one.there.segment)
    lies = next((row for row in rows if row.position.overlaps(one.there)), None)
    known = {surface.value for surface in Surface}
    row = Rating(
        survey=survey, rated_on=survey.surveyed_on, procedure=procedure.value, value=one.value, cracks=one.cracks,
        grade=_grade(one, lies, survey.surveyed_on) if procedure is Procedure.IRI else "",
        surface=lies.surface if lies and lies.surface in known else "",
    )  # fmt: skip
    row.position = one.there
    return row


def _grade(one: Seen, lies: Carriageway | None, on: date) -> str:
    """The grade of evenness; empty where no limit speaks of the pavement and category that lie there."""
    if lies is None:
        return ""
    pavement, category = (
        NORM_PAVEMENT.get(lies.pavement, lies.pavement),
        NORM_CATEGORY.get(lies.category, lies.category),
    )
    try:
        return iri_grade(one.value, pavement, category, on).value
    except LookupError:
        return ""
