"""Samples are drawn, surveys recorded, wear learnt."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from qala.journal.log import record
from qala.kernel.actors import Actor
from qala.kernel.clock import today
from qala.kernel.refusals import Refusal, require
from qala.places.models import Segment
from qala.roads.models import Distress, Rating, SampleDraw, SampleUnit, Survey, WearFit
from qala.roads.policies import may_survey_condition
from qala.roads.queries.histories import learnt
from qala.roads.queries.sampling import kept_to_draws, last_spread
from qala.roads.rules.condition_words import TURNED_WORDS
from qala.roads.rules.curves import CurveSet, MissingCurveError
from qala.roads.rules.sampling import FIRST_SPREAD, draw
from qala.roads.rules.sections import RatedUnit, band_of, section_pci
from qala.roads.rules.surfaces import Surface
from qala.roads.rules.survey_sheet import Outing, UnitSheet, added_up, fault_of, overlapping
from qala.roads.rules.surveyed import unit_sheet

PCI = "astm-d6433"
Rated = dict[int, list[tuple[UnitSheet, float]]]


@transaction.atomic
def draw_sample(*, by: Actor, segment: Segment, surface: Surface, total: int, on: date) -> SampleDraw:
    """Draw by lot which of a segment's units are looked at. Once a day: a draw is not repeated until it pleases."""
    require(may_survey_condition(by))
    if not surface.has_pci:
        raise Refusal(_("Gravel and earth have no PCI."), code="no_pci")
    if SampleDraw.objects.filter(segment=segment, drawn_on=on).exists():
        raise Refusal(_("A sample of this segment was drawn today."), code="drawn_already", status=409)
    spread, survey = last_spread(segment, surface, on) or (FIRST_SPREAD[surface], None)
    told = draw(total, spread)
    drawn = SampleDraw.objects.create(
        segment=segment, surface=surface.value, drawn_on=on, total=told.total, needed=told.needed,
        every=told.every, start=told.start, spread=spread, spread_from_id=survey,
    )  # fmt: skip
    record(by, "roads.sample.drawn", drawn, total=told.total, needed=told.needed, every=told.every, start=told.start)
    return drawn


@transaction.atomic
def record_survey(
    *, by: Actor, outing: Outing, units: Sequence[UnitSheet], curves: CurveSet | None, curves_name: str = ""
) -> Survey:
    """Take a PCI survey in, and rate each segment that can be rated; the others are named with the reason."""
    require(may_survey_condition(by))
    lengths = _insist(outing, units)
    rated, missing = _rated(units, curves)
    pcis = {unit.line: Decimal(str(round(pci, 2))) for told in rated.values() for unit, pci in told}
    survey = Survey.objects.create(
        kind=outing.kind, method=outing.method, surveyed_on=outing.surveyed_on, device=outing.device,
        calibrated_on=outing.calibrated_on, crew=outing.crew, file_sha256=outing.sha256,
        without_rating=[{"segment": segment, "reason": why} for segment, why in sorted(missing.items())],
        sampling=kept_to_draws(units, pcis, lengths, outing.surveyed_on),
    )  # fmt: skip
    _write_units(survey, units, pcis)
    synthetic = curves is not None and curves.synthetic
    ratings = [_rating(survey, told, curves_name, lengths, synthetic=synthetic) for told in rated.values()]
    Rating.objects.bulk_create(ratings)
    record(by, "roads.survey.recorded", survey, units=len(units), rated=len(rated), unrated=len(missing))
    return survey


@transaction.atomic
def fit_wear(*, by: Actor, procedure: str, on: date) -> WearFit:
    """Learn wear from the ratings of one procedure known on a day, repairs left out."""
    require(may_survey_condition(by))
    try:
        wear = learnt(procedure, on)
    except ValueError as trouble:
        raise Refusal(_("Too few surveys to learn from: %(why)s") % {"why": trouble}, code="too_few_pairs") from trouble
    row = WearFit.objects.create(procedure=procedure, fitted_on=on, pairs=wear.pairs, told=wear.told())
    record(by, "roads.wear.fitted", row, pairs=wear.pairs, procedure=procedure)
    return row


def _insist(outing: Outing, units: Sequence[UnitSheet]) -> dict[int, Decimal]:
    """Refuse what cannot be; the lengths of the segments that were looked at."""
    if outing.surveyed_on > today():
        raise Refusal(_("A condition survey cannot be dated in the future."), code="future_survey")
    if not units:
        raise Refusal(_("The survey holds no unit."), code="empty_survey")
    if outing.sha256 and Survey.objects.filter(file_sha256=outing.sha256).exists():
        raise Refusal(_("This file was taken in before."), code="known_file", status=409)
    segments = {unit.position.segment for unit in units}
    lengths = dict(Segment.objects.filter(pk__in=segments).values_list("pk", "measured_length_m"))
    for unit in units:
        length = lengths.get(unit.position.segment)
        fault = "unknown_segment" if length is None else fault_of(unit, length)
        if fault:
            told = {"line": unit.line, "why": TURNED_WORDS[fault]}
            raise Refusal(_("Row %(line)s of the survey: %(why)s.") % told, code=fault)
    if overlapping(units):
        raise Refusal(_("Two units of the survey lie on one another."), code="overlapping_references")
    return lengths


def _rated(units: Sequence[UnitSheet], curves: CurveSet | None) -> tuple[Rated, dict[int, str]]:
    """PCI of each unit, by segment; a segment with one unit that cannot be rated gets no rating at all."""
    rated: Rated = {}
    missing: dict[int, str] = {}
    for unit in units:
        segment = unit.position.segment
        try:
            told = unit_sheet(curves, unit.surface, unit.size, unit.found)
            rated.setdefault(segment, []).append((unit, told.pci))
        except MissingCurveError as trouble:
            missing[segment] = str(trouble)
    for segment, told_units in rated.items():
        if all(unit.additional for unit, _pci in told_units):
            missing.setdefault(segment, "only additional units")
        if len({(unit.surface, unit.section) for unit, _pci in told_units}) > 1:
            missing.setdefault(segment, "its units name different sections")
        elif sum(unit.size for unit, _pci in told_units) > told_units[0][0].section:
            missing.setdefault(segment, "its units are larger than the section")
    return {segment: told for segment, told in rated.items() if segment not in missing}, missing


def _write_units(survey: Survey, units: Sequence[UnitSheet], pcis: Mapping[int, Decimal]) -> None:
    rows, distresses = [], []
    for unit in units:
        row = SampleUnit(survey=survey, surface=unit.surface.value, size=unit.size, additional=unit.additional)
        row.position = unit.position
        row.pci = pcis.get(unit.line)
        rows.append(row)
        distresses += [
            Distress(unit=row, kind=kind, severity=severity.value, quantity=quantity)
            for (kind, severity), quantity in added_up(unit.found).items()
        ]
    SampleUnit.objects.bulk_create(rows)
    Distress.objects.bulk_create(distresses)


def _rating(
    survey: Survey, told: list[tuple[UnitSheet, float]], curves: str, lengths: Mapping[int, Decimal], *,
    synthetic: bool,
) -> Rating:  # fmt: skip
    unit = told[0][0]
    pci = section_pci([RatedUnit(float(one.size), pci, one.additional) for one, pci in told], float(unit.section))
    return Rating(
        survey=survey, segment_id=unit.position.segment, from_m=0, to_m=lengths[unit.position.segment],
        rated_on=survey.surveyed_on, procedure=PCI, value=Decimal(str(round(pci, 2))),
        grade=band_of(pci).slug, surface=unit.surface.value,
        curve_set=curves, synthetic=synthetic, units=len(told),
    )  # fmt: skip
