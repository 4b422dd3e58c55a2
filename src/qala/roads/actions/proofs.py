"""What proves works: lots, samples, located photos, a measured length; and the act of a second person."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from qala.journal.log import record
from qala.kernel.actors import Actor
from qala.kernel.announcements import announce
from qala.kernel.clock import today
from qala.kernel.keys import key_of
from qala.kernel.refusals import Refusal, require
from qala.places.queries import nearest_streets
from qala.roads.kept import JPEG, kept, refuse_other_day
from qala.roads.models import Evidence, Lot, Sample, Warranty, Works
from qala.roads.policies import may_accept_works, may_judge_works, may_prove_works
from qala.roads.queries.works import (
    is_paid_too_much,
    kind_laid,
    lot_facts,
    norm_on,
    norms_on,
    places_of,
    unproven_stretches,
)
from qala.roads.rules.photo_place import place_in
from qala.roads.rules.warranties import last_day
from qala.roads.rules.works import Kind, failed_lots, is_short
from qala.roads.stepping import hold_ground, refuse_loose, works_step

MEASURED = ["measured_m", "measured_area_m2", "measured_top_cm", "measured_base_cm", "measured_by"]


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture with the day it was taken, and the point as somebody typed it where the picture carries none."""

    content: bytes
    longitude: float | None
    latitude: float | None
    taken_on: date


@dataclass(frozen=True, slots=True)
class Laid:
    """What somebody measured on the ground: metres along it, m², the layers that cores show in cm."""

    length_m: Decimal
    area_m2: Decimal
    top_cm: Decimal
    base_cm: Decimal


@transaction.atomic
def lay_lot(*, by: Actor, works: Works, number: str, material: str, replaces: Lot | None = None) -> Lot:
    """Write down a lot of material; it may replace a failed one."""
    require(may_prove_works(by, works))
    _refuse_unless_in_work(works)
    if replaces is not None and replaces.works_id != works.pk:
        raise Refusal(_("That lot belongs to other works."), code="foreign_lot")
    lot = Lot.objects.create(works=works, number=number, material=material, replaces=replaces)
    record(by, "roads.lot.laid", works, lot=lot.pk)
    return lot


@transaction.atomic
def sample_lot(*, by: Actor, lot: Lot, passed: bool, protocol: str, on: date | None = None) -> Sample:
    """Write down what the laboratory said of a lot; a later sample tests it again."""
    require(may_judge_works(by))
    _refuse_unless_in_work(lot.works)
    sample = Sample.objects.create(lot=lot, taken_on=on or today(), passed=passed, protocol=protocol, by=by.actor_key)
    record(by, "roads.sample.taken", lot.works, lot=lot.pk, passed=passed)
    return sample


@transaction.atomic
def add_evidence(*, by: Actor, works: Works, photo: Photo) -> Evidence:
    """Keep a photo that shows the works, if it was taken there and since they began."""
    require(may_prove_works(by, works))
    _refuse_unless_in_work(works)
    if not works.started_on or not works.started_on <= photo.taken_on <= today():
        raise Refusal(_("The photo was not taken while the works went on."), code="old_photo")
    refuse_other_day(photo.content, photo.taken_on)
    sha256, path = kept("works", photo.content, JPEG)
    if Evidence.objects.filter(sha256=sha256).exists():
        raise Refusal(_("This photo has proved other works already."), code="photo_used")
    seen = place_in(photo.content)
    longitude, latitude = seen or _typed(photo)
    near = nearest_streets(longitude, latitude, 5, within_m=float(norms_on(today())["photo_within_m"]), named=False)
    segments = {there.segment for there in places_of(works)}
    found = next((one.position for one in near if one.position.segment in segments), None)
    if found is None:
        raise Refusal(_("The photo was not taken at the place of the works."), code="photo_elsewhere")
    evidence = Evidence(
        works=works, sha256=sha256, path=path, longitude=longitude, latitude=latitude, place_by_hand=seen is None,
        taken_on=photo.taken_on, by=by.actor_key,
    )  # fmt: skip
    evidence.position = found
    evidence.save()
    record(by, "roads.evidence.kept", works, sha256=sha256, place_by_hand=seen is None)
    return evidence


@transaction.atomic
def measure_works(*, by: Actor, works: Works, laid: Laid) -> Works:
    """Write down length, area and layers measured on the ground."""
    require(may_judge_works(by))
    _refuse_unless_in_work(works)
    works.measured_m, works.measured_area_m2 = laid.length_m, laid.area_m2
    works.measured_top_cm, works.measured_base_cm, works.measured_by = laid.top_cm, laid.base_cm, by.actor_key
    works.save(update_fields=MEASURED)
    record(by, "roads.works.measured", works, centimetres=int(laid.length_m * 100))
    return works


@transaction.atomic
def accept_works(*, by: Actor, works: Works) -> Warranty:
    """The act of acceptance: everything proven, by a second person. The guarantee follows from what was laid."""
    require(may_accept_works(by, works))
    hold_ground(works)
    _refuse_unproven(works)
    works.kind = kind_laid(works).value
    works.accepted_on, works.accepted_by = today(), by.actor_key
    works_step(by, works, "accept")
    warranty = _guarantee(works)
    if works.case:
        told = {"work": key_of(works), "case": works.case, "accepted_on": works.accepted_on.isoformat()}
        announce("works_accepted", told)
    record(by, "roads.works.accepted", works, warranty=warranty.pk, until=warranty.until_on.isoformat())
    return warranty


def _typed(photo: Photo) -> tuple[float, float]:
    if photo.longitude is None or photo.latitude is None:
        why = _("The picture does not carry its place: write both numbers.")
        raise Refusal(why, code="no_place", fields={"longitude": why})
    return photo.longitude, photo.latitude


def _guarantee(works: Works) -> Warranty:
    norm = norm_on(f"guarantee_years_{works.kind}", today())
    years, source = works.guarantee_years or int(norm.value), works.contract if works.guarantee_years else norm.source
    begins = works.accepted_on or today()
    return Warranty.objects.create(
        works=works, begins_on=begins, years=years, until_on=last_day(begins, years), source=source
    )


def _refuse_unproven(works: Works) -> None:
    if works.state != "in_work":
        return  # the table refuses the step in its own words
    refuse_loose(works)
    lots = lot_facts(works)
    if not lots and works.size.layers_cm > 0:
        raise Refusal(_("No lot of material was written down."), code="no_lots")
    failed = failed_lots(lots)
    if failed:
        numbers = ", ".join(works.lots.filter(pk__in=failed).values_list("number", flat=True))
        why = _("These lots failed or were not sampled: %(lots)s. Replace them or test them again.")
        raise Refusal(why % {"lots": numbers}, code="failed_lots")
    if unproven_stretches(works):
        raise Refusal(_("A stretch of the works has no photo taken there."), code="no_photos")
    agreed = sum((there.length_m for there in places_of(works)), Decimal(0))
    if works.measured_m is None or works.measured_area_m2 is None:
        raise Refusal(_("Nobody has measured length, area and layers on the ground."), code="not_measured")
    if kind_laid(works) is Kind.CAPITAL and not works.expertise:
        why = _("By what was laid this is capital repair, and it has no state expertise.")
        raise Refusal(why, code="capital_as_current")
    if is_short(works.measured_m, agreed, norms_on(today())):
        told = {"measured": works.measured_m, "agreed": agreed}
        raise Refusal(_("%(measured)s m were measured, %(agreed)s m were agreed.") % told, code="too_short")
    if is_paid_too_much(works):
        why = _("Less was laid than agreed, in area or layers: let the rest be laid, or lower the price by a decision.")
        raise Refusal(why, code="laid_short")


def _refuse_unless_in_work(works: Works) -> None:
    if works.state not in {"in_work", "suspended"}:
        raise Refusal(_("These works are not going on."), code="not_in_work", status=409)
