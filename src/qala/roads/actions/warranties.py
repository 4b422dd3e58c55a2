"""Guarantees: claimed, fixed or disputed, looked at when they end, released. And dangerous places with their clock."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from qala.journal.log import record
from qala.kernel.actors import Actor
from qala.kernel.clock import now, today
from qala.kernel.refusals import Refusal, require
from qala.places.rules.position import Position
from qala.roads.models import Claim, Defect, Hazard, Warranty
from qala.roads.policies import may_answer_claim, may_claim, may_judge_works
from qala.roads.queries.works import unsurveyed_since
from qala.roads.stepping import open_claim, warranty_step


@dataclass(frozen=True, slots=True)
class Danger:
    """A dangerous place: when it was seen and fenced, who answers, by when it is mended."""

    there: Position
    about: str
    seen_at: datetime
    fenced_at: datetime | None
    owner: str
    due_at: datetime | None


@transaction.atomic
def claim(*, by: Actor, warranty: Warranty, about: str, starts_on: date | None = None) -> Claim:
    """Claim a repair under a guarantee. Its clock starts with the first report, never later."""
    require(may_claim(by))
    made = open_claim(by, warranty, about, starts_on=starts_on)
    record(by, "roads.claim.made", warranty, claim=made.pk, since=made.starts_on.isoformat())
    return made


@transaction.atomic
def fix_claim(*, by: Actor, warranty: Warranty) -> Warranty:
    """Somebody of the road office saw every claimed defect put right. The guarantee stays fixed until it runs on."""
    require(may_claim(by))
    warranty_step(warranty, "fix")
    mended = warranty.claims.filter(fixed_on=None, dismissed_on=None)
    Defect.objects.filter(claims__in=mended, state="confirmed").update(state="mended")
    mended.update(fixed_on=today())
    record(by, "roads.claim.fixed", warranty)
    return warranty


@transaction.atomic
def resume_warranty(*, by: Actor, warranty: Warranty) -> Warranty:
    """Let the guarantee run on after a repair; its days stay as the act set them."""
    require(may_claim(by))
    warranty_step(warranty, "resume")
    record(by, "roads.warranty.resumed", warranty)
    return warranty


@transaction.atomic
def dispute_claim(*, by: Actor, warranty: Warranty, reason: str) -> Warranty:
    """Whoever gave the guarantee says that this is not its fault."""
    require(may_answer_claim(by, warranty.giver))
    if not reason.strip():
        raise Refusal(_("Say why."), code="no_reason", fields={"reason": _("Say why.")})
    warranty_step(warranty, "dispute")
    warranty.claims.filter(fixed_on=None, dismissed_on=None).update(dispute=reason)
    record(by, "roads.claim.disputed", warranty)
    return warranty


@transaction.atomic
def uphold_claim(*, by: Actor, warranty: Warranty) -> Warranty:
    """An inspector finds that the claim stands."""
    require(may_judge_works(by))
    warranty_step(warranty, "uphold")
    record(by, "roads.claim.upheld", warranty)
    return warranty


@transaction.atomic
def dismiss_claim(*, by: Actor, warranty: Warranty) -> Warranty:
    """An inspector finds that what was disputed does not stand; what was claimed since and never disputed does."""
    require(may_judge_works(by))
    claims = warranty.claims.filter(fixed_on=None, dismissed_on=None)
    warranty_step(warranty, "uphold" if claims.filter(dispute="").exists() else "dismiss")
    claims.exclude(dispute="").update(dismissed_on=today())
    record(by, "roads.claim.dismissed", warranty)
    return warranty


@transaction.atomic
def end_warranty(*, by: Actor, warranty: Warranty) -> Warranty:
    """The term is over: a commission looks at the place before anybody is released."""
    require(may_claim(by))
    if today() <= warranty.until_on:
        raise Refusal(_("The guarantee still runs."), code="guarantee_runs")
    warranty_step(warranty, "fall_due")
    record(by, "roads.warranty.ended", warranty)
    return warranty


@transaction.atomic
def release_warranty(*, by: Actor, warranty: Warranty) -> Warranty:
    """Release whoever gave the guarantee: its ground was surveyed since the term ended, and no claim is open."""
    require(may_judge_works(by))
    if warranty.state == "survey_due" and unsurveyed_since(warranty):
        raise Refusal(_("Nobody has surveyed the whole place since the term ended."), code="not_surveyed")
    if warranty.claims.filter(fixed_on=None, dismissed_on=None).exists():
        raise Refusal(_("A claim is open: nobody is released."), code="open_claim")
    warranty_step(warranty, "release")
    record(by, "roads.warranty.released", warranty)
    return warranty


@transaction.atomic
def note_hazard(*, by: Actor, danger: Danger) -> Hazard:
    """Write down a dangerous place, fenced, with an owner and a clock."""
    require(may_claim(by))
    if danger.fenced_at is None or danger.due_at is None or not danger.owner.strip() or not danger.about.strip():
        raise Refusal(
            _("A dangerous place needs the hour of its fence, an owner and a time by which it is mended."),
            code="bare_hazard",
        )
    hazard = Hazard(
        about=danger.about, seen_at=danger.seen_at, fenced_at=danger.fenced_at, owner=danger.owner, due_at=danger.due_at
    )
    hazard.position = danger.there
    hazard.save()
    record(by, "roads.hazard.noted", hazard)
    return hazard


@transaction.atomic
def end_hazard(*, by: Actor, hazard: Hazard) -> Hazard:
    """An inspector stood there: the place is mended and the fence is gone."""
    require(may_judge_works(by))
    if hazard.over_at is not None:
        raise Refusal(_("This place is not dangerous any more."), code="hazard_over", status=409)
    hazard.over_at = now()
    hazard.save(update_fields=["over_at"])
    record(by, "roads.hazard.ended", hazard)
    return hazard

