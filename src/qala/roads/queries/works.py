"""Questions about works, guarantees and the ground they lie on."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db.models import Q

from qala.kernel.clock import today
from qala.places.rules.position import Position
from qala.roads.models import (
    BuriedLine,
    Carriageway,
    Compaction,
    Cut,
    Defect,
    Ground,
    Rating,
    RoadNorm,
    SampleUnit,
    Warranty,
    Works,
)
from qala.roads.rules.works import UNDER_WAY, Kind, LotFacts, Size, is_less_laid, kind_of


def norms_on(day: date) -> dict[str, Decimal]:
    """Every figure that works go by on a day."""
    rows = RoadNorm.objects.filter(valid_from__lte=day).order_by("slug", "-valid_from").distinct("slug")
    return {row.slug: row.value for row in rows}


def norm_on(slug: str, day: date) -> RoadNorm:
    """The row of one figure on a day, with its source."""
    return RoadNorm.objects.filter(slug=slug, valid_from__lte=day).latest("valid_from")


def ground_meeting(places: Iterable[Position]) -> list[Ground]:
    """Present ground of works and digs that covers some of these places."""
    found: dict[int, Ground] = {}
    for there in places:
        rows = Ground.objects.present().filter(segment=there.segment, from_m__lt=there.to_m, to_m__gt=there.from_m)
        for row in rows.select_related("works__warranty", "cut"):
            if row.position.overlaps(there):
                found[row.pk] = row
    return list(found.values())


def places_of(thing: Works | Cut) -> list[Position]:
    """Where works or a dig lie today."""
    return [row.position for row in thing.grounds.filter(valid_to=None)]


def guarantee_at(places: Iterable[Position], on: date) -> Warranty | None:
    """A guarantee that runs on a day, of works on some of these places or of a dig that holds all: it ends last."""
    wanted = list(places)
    met = ground_meeting(wanted)
    digs = (
        {row.cut_id for row in met if row.cut_id and row.position.shared_with(there) == there} for there in wanted
    )
    given = Q(works__in=[row.works_id for row in met]) | Q(cut__in=set.intersection(*digs) if wanted else ())
    running = Warranty.objects.filter(given, begins_on__lte=on, until_on__gte=on).exclude(state="released")
    return running.order_by("-until_on").first()


def contracted_on(places: Iterable[Position], *, but: Works) -> list[Works]:
    """Other works on some of these places that a contract pays for and nobody has accepted yet."""
    met = {row.works for row in ground_meeting(places) if row.works and row.works.state in UNDER_WAY}
    return sorted(met - {but}, key=lambda works: works.pk)


def guarantee_over(there: Position, on: date) -> Warranty | None:
    """A guarantee under which a defect at a place is a claim on a day: a dig's own first, then that which ends last."""
    rows = Ground.objects.present().filter(segment=there.segment, from_m__lte=there.to_m, to_m__gte=there.from_m)
    met = [row for row in rows if row.position.side.meets(there.side)]
    over = Warranty.objects.filter(
        Q(works__in=[row.works_id for row in met]) | Q(cut__in=[row.cut_id for row in met]),
        Q(until_on__gte=on) | Q(state="survey_due"),
        begins_on__lte=on,
    )
    rows_over = over.exclude(state="released").order_by("-until_on")
    return min(rows_over, key=lambda one: one.cut_id is None, default=None)


def whole_area(places: Iterable[Position]) -> Decimal:
    """Square metres of carriageway on these stretches; zero where nobody wrote it down."""
    total = Decimal(0)
    for there in places:
        met = [
            (row, row.position.shared_with(there))
            for row in Carriageway.objects.present().filter(segment=there.segment)
        ]
        areas = [(row.area_m2, row.length_m, shared.length_m) for row, shared in met if shared]
        known = [area * part / whole for area, whole, part in areas if area is not None]
        if not areas or len(known) < len(areas):
            return Decimal(0)
        total += sum(known, Decimal(0))
    return total.quantize(Decimal("0.1"))


def lines_below(works: Works) -> list[BuriedLine]:
    """Present lines below the works, each once."""
    found: dict[int, BuriedLine] = {}
    for there in places_of(works):
        rows = BuriedLine.objects.present().filter(
            segment=there.segment, from_m__lte=there.to_m, to_m__gte=there.from_m
        )
        found |= {row.pk: row for row in rows}
    return list(found.values())


def loose_trenches(works: Works) -> list[Cut]:
    """Digs below the works that stand open, whatever was tested, and those without a passed newest test."""
    digs = {row.cut for row in ground_meeting(places_of(works)) if row.cut and row.cut.opened_at}
    tests = Compaction.objects.filter(cut__in=digs).order_by("cut_id", "-pk").distinct("cut_id")
    firm = {test.cut_id for test in tests if test.passed}
    return sorted((cut for cut in digs if cut.state == "opened" or cut.pk not in firm), key=lambda cut: cut.pk)


def permitted_digs(works: Works) -> list[Cut]:
    """Digs on the ground of works that may still be opened under their permit."""
    digs = {row.cut for row in ground_meeting(places_of(works)) if row.cut and row.cut.state == "permitted"}
    return sorted((cut for cut in digs if cut.until_on >= today()), key=lambda cut: cut.pk)


def kind_laid(works: Works) -> Kind:
    """The kind of repair that works are by the larger of what was agreed and what was laid, as a trigger reckons it."""
    return kind_of(works.size, norms_on(works.noted_on))


def is_paid_too_much(works: Works) -> bool:
    """Whether less was laid than agreed, and no decision lowered the price since the contract."""
    zero, whole = Decimal(0), works.whole_m2
    agreed = Size(works.top_cm, works.base_cm, works.area_m2, whole)
    laid = Size(
        works.measured_top_cm or zero, works.measured_base_cm or zero, works.measured_area_m2 or zero, whole
    )
    first = works.price_changes.first()
    is_lower = first is not None and (works.price_tiyn or 0) < first.before_tiyn
    return is_less_laid(agreed, laid, norms_on(today())) and not is_lower


def lot_facts(works: Works) -> list[LotFacts]:
    """Lots with what replaced them and their samples in order."""
    lots = list(works.lots.prefetch_related("samples"))
    heirs = {lot.replaces_id: lot.pk for lot in lots if lot.replaces_id}
    return [LotFacts(lot.pk, heirs.get(lot.pk), tuple(one.passed for one in lot.samples.all())) for lot in lots]


def unproven_stretches(works: Works) -> list[Ground]:
    """Stretches of the works without a located photo taken since they began, there or before their segment was cut."""
    photos = [one.position for one in works.evidence.filter(taken_on__gte=works.started_on)]
    rows = {row.pk: row for row in works.grounds.all()}

    def proven(row: Ground) -> bool:
        if any(p.segment == row.segment_id and p.from_m <= row.to_m and p.to_m >= row.from_m for p in photos):
            return True
        return row.carried_from_id is not None and proven(rows[row.carried_from_id])

    return [row for row in rows.values() if row.valid_to is None and not proven(row)]


def unsurveyed_since(warranty: Warranty) -> list[Position]:
    """Stretches of a guarantee that no survey, by sheet or by eye, has looked at since its term ended."""
    thing, day = warranty.works or warranty.cut, warranty.until_on
    return [there for there in places_of(thing) if not _surveyed(there, day)] if thing else []


def _surveyed(there: Position, after: date) -> bool:
    on_it = Q(segment=there.segment, from_m__lt=there.to_m, to_m__gt=there.from_m)
    sheets = SampleUnit.objects.filter(on_it, additional=False, survey__surveyed_on__gt=after)
    return Rating.objects.filter(on_it, rated_on__gt=after).exists() or sheets.exists()


def first_report(warranty: Warranty, on: date) -> date:
    """The day on which somebody first reported a live defect on the ground of a guarantee; `on` where nobody did."""
    thing = warranty.works or warranty.cut
    days = [on]
    for there in places_of(thing) if thing else ():
        rows = Defect.objects.filter(
            segment=there.segment, from_m__lte=there.to_m, to_m__gte=there.from_m, state__in=["candidate", "confirmed"],
            reported_on__gte=warranty.begins_on,
        )  # fmt: skip
        days += rows.values_list("reported_on", flat=True)
    return min(days)
