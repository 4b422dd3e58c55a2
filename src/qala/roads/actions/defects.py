"""Reported defects become candidates; a second look confirms or rejects them."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from qala.journal.log import record
from qala.kernel.actors import Actor
from qala.kernel.clock import today
from qala.kernel.models import Announcement
from qala.kernel.refusals import Refusal, require
from qala.places.models import Segment
from qala.places.queries import nearest_streets
from qala.places.rules.position import Position
from qala.roads.models import Claim, Defect
from qala.roads.policies import may_judge_works, may_keep_register, may_survey_condition
from qala.roads.queries.works import guarantee_over
from qala.roads.rules.defects import KINDS, WORKFLOW
from qala.roads.stepping import open_claim, warranty_step

WITHIN_M = 60.0


@transaction.atomic
def note_candidate(*, by: Actor, announcement: Announcement) -> Defect:
    """A reported defect becomes a candidate, on the segment nearest to its point. Hearing it twice is once."""
    require(may_keep_register(by))
    told = announcement.payload
    defect, fresh = Defect.objects.get_or_create(
        case=told["case"],
        defaults={
            "announcement": announcement.pk, "category": told["category"], "kind": KINDS[told["category"]],
            "longitude": told["longitude"], "latitude": told["latitude"],
            "reported_on": date.fromisoformat(told["reported_on"]),
        },
    )  # fmt: skip
    there = _place(told["longitude"], told["latitude"]) if fresh else None
    if there:
        defect.position = there
        defect.save(update_fields=["segment", "from_m", "to_m", "side", "lane"])
    record(by, "roads.defect.reported", defect, announcement=announcement.pk, fresh=fresh)
    return defect


@transaction.atomic
def confirm_defect(*, by: Actor, defect: Defect, position: Position | None = None, severity: str = "") -> Defect:
    """Somebody saw it: it is real, and lies here. Where a guarantee runs, it becomes a claim at once."""
    require(may_survey_condition(by))
    defect.state = WORKFLOW.after(defect.state, "confirm")
    if position:
        length = Segment.objects.values_list("measured_length_m", flat=True).get(pk=position.segment)
        if not position.fits(length):
            raise Refusal(_("The place lies beyond the end of the segment."), code="beyond_segment")
        defect.position = position
    if defect.segment_id is None:
        raise Refusal(_("Say where it lies before you confirm it."), code="no_position")
    defect.severity, defect.judged_by = severity, by.actor_key
    defect.save()
    claim = _claim_for(by, defect)
    if claim:
        record(by, "roads.claim.made", claim.warranty, claim=claim.pk, since=claim.starts_on.isoformat())
    record(by, "roads.defect.confirmed", defect, on=today())
    return defect


@transaction.atomic
def reject_defect(*, by: Actor, defect: Defect) -> Defect:
    """Somebody looked and found none."""
    require(may_survey_condition(by))
    defect.state = WORKFLOW.after(defect.state, "reject")
    defect.judged_by = by.actor_key
    defect.save(update_fields=["state", "judged_by"])
    record(by, "roads.defect.rejected", defect, on=today())
    return defect


@transaction.atomic
def mend_defect(*, by: Actor, defect: Defect) -> Defect:
    """An inspector saw that it is gone."""
    require(may_judge_works(by))
    defect.state = WORKFLOW.after(defect.state, "mend")
    defect.save(update_fields=["state"])
    record(by, "roads.defect.mended", defect, on=today())
    return defect


def _claim_for(by: Actor, defect: Defect) -> Claim | None:
    """A claim under the guarantee that runs where the defect lies, beside those that are open there."""
    warranty = guarantee_over(defect.position, today())
    if warranty is None:
        return None
    if warranty.state == "fixed":
        warranty_step(warranty, "resume")
    return open_claim(by, warranty, defect.kind or defect.category, defect=defect)


def _place(longitude: float | None, latitude: float | None) -> Position | None:
    if longitude is None or latitude is None:
        return None
    found = nearest_streets(longitude, latitude, 1, within_m=WITHIN_M, named=False)
    return found[0].position if found else None
