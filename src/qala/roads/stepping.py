"""One step of works, of a guarantee or of a dig: the table says where it leads, a row says who took it."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from qala.kernel.actors import Actor
from qala.kernel.clock import now, today
from qala.kernel.refusals import Refusal
from qala.kernel.workflow import Workflow
from qala.places.models import Segment
from qala.places.rules.position import Position
from qala.roads.models import Claim, Cut, CutStep, Defect, Ground, Wait, Warranty, Works, WorksStep
from qala.roads.queries.works import first_report, loose_trenches
from qala.roads.rules.cuts import CUT
from qala.roads.rules.warranties import WARRANTY
from qala.roads.rules.works import WORKS

WRITTEN = {
    "programme": ["programmed_year"],
    "tender": ["expertise"],
    "contract": ["contract", "contractor", "price_tiyn", "guarantee_years"],
    "start": ["started_on", "started_by"],
    "accept": ["kind", "accepted_on", "accepted_by"],
    "permit": ["permit", "guarantor", "permitted_at"],
    "open": ["opened_at", "unit"],
    "cover": ["cover_until"],
    "put_off": ["cover_until"],
    "inspect": ["inspected_on", "inspected_by"],
}
"""What a verb writes down beside the state. Nothing else of the row is touched: another hand may hold it too."""


def _move(table: Workflow, row: Works | Cut, verb: str) -> None:
    """To the next state by the table from where the row stands now, under its lock, with what the verb writes."""
    row.state = table.after(type(row)._default_manager.select_for_update().get(pk=row.pk).state, verb)  # noqa: SLF001
    row.save(update_fields=["state", *WRITTEN.get(verb, ())])


def hold_ground(thing: Works | Cut) -> None:
    """Let no other hand decide about the same segments before this one is done: works and digs ask after each other."""
    there = thing.grounds.filter(valid_to=None).values("segment")
    list(Segment.objects.select_for_update(no_key=True).filter(pk__in=there).order_by("pk").values_list("pk"))


def refuse_loose(works: Works) -> None:
    """Nothing is paved, and no paving accepted, over a trench that stands open or whose newest test did not pass."""
    loose = loose_trenches(works)
    if loose:
        told = ", ".join(f"№ {cut.pk} ({cut.purpose})" for cut in loose)
        why = _("A dig below stands open, or no compaction test of it passed: %(digs)s.") % {"digs": told}
        raise Refusal(why, code="loose_trench")


def works_step(by: Actor, works: Works, verb: str, reason: str = "") -> None:
    """Let works take a step from where they stand now; refused where the table has none."""
    _move(WORKS, works, verb)
    WorksStep.objects.create(works=works, verb=verb, after=works.state, by=by.actor_key, at=now(), reason=reason)


def cut_step(by: Actor, cut: Cut, verb: str, reason: str = "") -> None:
    """Let a dig take a step from where it stands now."""
    _move(CUT, cut, verb)
    CutStep.objects.create(cut=cut, verb=verb, after=cut.state, by=by.actor_key, at=now(), reason=reason)


def warranty_step(warranty: Warranty, verb: str) -> None:
    """Let a guarantee take a step from where it stands now."""
    warranty.state = WARRANTY.after(Warranty.objects.select_for_update().get(pk=warranty.pk).state, verb)
    warranty.save(update_fields=["state"])


def lay_out(thing: Works | Cut, places: list[Position]) -> None:
    """Write down the ground of works or of a dig; refused beyond the end of a segment."""
    lengths = dict(Segment.objects.filter(pk__in=[p.segment for p in places]).values_list("pk", "measured_length_m"))
    if not places or any(p.segment not in lengths or not p.fits(lengths[p.segment]) or p.is_point for p in places):
        raise Refusal(_("Say a stretch that lies within its segment."), code="no_such_stretch")
    day = thing.noted_on if isinstance(thing, Works) else thing.asked_on
    owner = {"works": thing} if isinstance(thing, Works) else {"cut": thing}
    for there in places:
        row = Ground(valid_from=day, source="works", **owner)
        row.position = there
        row.save()


def full_wait(wait: Wait) -> Wait:
    """Refuse to wait without a date to come, an owner and a cover."""
    words = (wait.waiting_for, wait.owner, wait.cover)
    until_on: date | None = wait.until_on  # a form leaves it out
    if not all(word.strip() for word in words) or until_on is None or until_on < today():
        raise Refusal(_("Say what it waits for, until when, who answers and what covers the place."), code="idle_wait")
    return wait


def open_claim(
    by: Actor, warranty: Warranty, about: str, *, starts_on: date | None = None, defect: Defect | None = None
) -> Claim:
    """Claim under a guarantee. The clock starts with the first report, never later."""
    reported = first_report(warranty, today())
    if starts_on is not None and starts_on > reported:
        raise Refusal(
            _("This was first reported on %(day)s: the claim cannot start later.") % {"day": reported},
            code="late_claim",
        )
    if today() > warranty.until_on and warranty.state == "running":
        raise Refusal(_("The guarantee has ended; its last survey is due."), code="guarantee_over")
    warranty_step(warranty, "claim")
    return Claim.objects.create(
        warranty=warranty, about=about, first_reported_on=reported, starts_on=starts_on or reported,
        by=by.actor_key, defect=defect,
    )  # fmt: skip
