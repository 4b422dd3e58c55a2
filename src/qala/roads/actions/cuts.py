"""Digs: asked for, checked, permitted, opened, filled and tested, covered, looked at."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from qala.journal.log import record
from qala.kernel.actors import Actor
from qala.kernel.clock import now, today
from qala.kernel.refusals import Refusal, require
from qala.places.rules.position import Position
from qala.roads.models import (
    Carriageway,
    Compaction,
    Cut,
    CutConflict,
    CutStep,
    SampleUnit,
    Survey,
    Wait,
    Warranty,
)
from qala.roads.policies import (
    may_ask_dig,
    may_do_dig,
    may_inspect_dig,
    may_judge_digs,
    may_permit_digs,
    may_test_trench,
)
from qala.roads.queries.conflicts import overdue_of, unseen_conflicts
from qala.roads.queries.works import norm_on, places_of
from qala.roads.rules.cuts import EMERGENCY_START, MORATORIUM
from qala.roads.rules.surfaces import Surface
from qala.roads.rules.warranties import last_day
from qala.roads.stepping import cut_step, full_wait, hold_ground, lay_out

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Dig:
    """What an operator asks for."""

    operator: str
    purpose: str
    places: Sequence[Position]
    area_m2: Decimal
    from_on: date
    until_on: date


@transaction.atomic
def request_cut(*, by: Actor, dig: Dig) -> Cut:
    """Ask for leave to dig. Refused to an operator who left a dig open or a cover past its day."""
    require(may_ask_dig(by, dig.operator))
    _refuse_overdue(dig.operator)
    cut = _written(by, dig, emergency=False)
    record(by, "roads.cut.requested", cut)
    return cut


@transaction.atomic
def open_emergency(*, by: Actor, dig: Dig) -> Cut:
    """Open an emergency first: always allowed, logged as a break of the moratorium, and told to condition.

    It is open from today and for so many days at most: a day further off is brought nearer, never refused.
    """
    require(may_ask_dig(by, dig.operator))
    last = today() + timedelta(days=int(norm_on("emergency_days", today()).value))
    soon = replace(dig, from_on=min(dig.from_on, today()), until_on=min(dig.until_on, last))
    cut = _written(by, soon, emergency=True)
    found = _conflicts(cut)
    cut.broke_moratorium = any(one.obstacle in MORATORIUM for one in found)
    cut.unit = _additional_unit(cut)
    cut.save(update_fields=["broke_moratorium", "unit"])
    CutStep.objects.create(cut=cut, verb="open", after=cut.state, by=by.actor_key, at=now(), reason=cut.purpose)
    record(by, "roads.emergency.opened", cut, moratorium_broken=cut.broke_moratorium, conflicts=len(found))
    return cut


@transaction.atomic
def check_cut(*, by: Actor, cut: Cut) -> list[CutConflict]:
    """List every conflict of a dig; checked again, whatever came meanwhile joins the list."""
    require(may_permit_digs(by))
    _conflicts(cut)
    cut_step(by, cut, "check")
    found = list(cut.conflicts.all())
    record(by, "roads.cut.checked", cut, conflicts=len(found))
    return found


@transaction.atomic
def override_conflict(*, by: Actor, conflict: CutConflict, reason: str) -> CutConflict:
    """Let a conflict be, by name and with a reason."""
    require(may_permit_digs(by))
    if not reason.strip():
        raise Refusal(_("Say why."), code="no_reason", fields={"reason": _("Say why.")})
    if CutConflict.objects.select_for_update().get(pk=conflict.pk).overridden_by:
        raise Refusal(_("Somebody answers for this conflict already."), code="overridden_already", status=409)
    conflict.overridden_by, conflict.override_reason = by.actor_key, reason
    conflict.save(update_fields=["overridden_by", "override_reason"])
    record(by, "roads.conflict.overridden", conflict.cut, obstacle=conflict.obstacle)
    return conflict


@transaction.atomic
def permit_cut(*, by: Actor, cut: Cut, permit: str, guarantor: str) -> Cut:
    """Permit a dig whose every conflict somebody took upon themselves; an emergency's permit follows its opening."""
    require(may_permit_digs(by))
    if not permit.strip() or not guarantor.strip():
        raise Refusal(_("A permit has a number and a guarantor."), code="no_guarantor")
    if cut.permitted_at is not None:
        raise Refusal(_("It has its permit already."), code="permitted_already", status=409)
    hold_ground(cut)
    if not cut.emergency:
        _refuse_overdue(cut.operator, but=cut.pk)
        _refuse_conflicts(cut)
    cut.permit, cut.guarantor, cut.permitted_at = permit, guarantor, now()
    cut_step(by, cut, "permit")
    record(by, "roads.cut.permitted", cut)
    return cut


@transaction.atomic
def open_cut(*, by: Actor, cut: Cut) -> Cut:
    """Open the road on the days of the permit, if nothing came in the way since; condition hears of the cut."""
    require(may_do_dig(by, cut))
    if not cut.from_on <= today() <= cut.until_on:
        raise Refusal(_("The permit does not hold today."), code="outside_permit")
    hold_ground(cut)
    _refuse_conflicts(cut)
    cut.opened_at = now()
    cut.unit = _additional_unit(cut)
    cut_step(by, cut, "open")
    record(by, "roads.cut.opened", cut)
    return cut


@transaction.atomic
def test_trench(*, by: Actor, cut: Cut, passed: bool, protocol: str) -> Compaction:
    """Write down a compaction test; a later one tests again. What an inspector failed only an inspector passes."""
    require(may_test_trench(by, cut))
    if cut.opened_at is None:
        raise Refusal(_("The dig has not been opened."), code="not_opened", status=409)
    tested = Compaction.objects.create(
        cut=cut, tested_on=today(), passed=passed, protocol=protocol, by=by.actor_key, by_inspector=may_judge_digs(by)
    )
    record(by, "roads.trench.tested", cut, passed=passed)
    return tested


@transaction.atomic
def backfill_cut(*, by: Actor, cut: Cut) -> Cut:
    """Fill the trench, with a compaction test."""
    require(may_do_dig(by, cut))
    if not cut.compactions.exists():
        raise Refusal(_("The trench has no compaction test."), code="not_tested")
    cut_step(by, cut, "backfill")
    record(by, "roads.cut.backfilled", cut)
    return cut


@transaction.atomic
def cover_cut(*, by: Actor, cut: Cut, until: date | None) -> Cut:
    """Cover the trench for a time, until a day that is not far off."""
    require(may_do_dig(by, cut))
    if until is None or until < today():
        raise Refusal(_("A temporary cover needs the day on which it ends."), code="cover_without_end")
    last = today() + timedelta(days=int(norm_on("cover_days", today()).value))
    if until > last:
        why = _("A temporary cover lies until %(day)s at most; the road engineer may put it off with a reason.")
        raise Refusal(why % {"day": last}, code="cover_too_long", fields={"until": why % {"day": last}})
    cut.cover_until = until
    cut_step(by, cut, "cover")
    record(by, "roads.cut.covered", cut, until=until.isoformat())
    return cut


@transaction.atomic
def put_off_cut(*, by: Actor, cut: Cut, wait: Wait) -> Cut:
    """Put off the permanent cover: what for, until when, who answers, what covers the place."""
    require(may_permit_digs(by))
    full_wait(wait)
    wait.cut, wait.by = cut, by.actor_key
    wait.save()
    cut.cover_until = wait.until_on
    cut_step(by, cut, "put_off", wait.waiting_for)
    record(by, "roads.cut.put_off", cut, until=wait.until_on.isoformat())
    return cut


@transaction.atomic
def pave_cut(*, by: Actor, cut: Cut) -> Cut:
    """Cover the trench for good; refused where its newest compaction test did not pass."""
    require(may_do_dig(by, cut))
    _refuse_loose(cut)
    cut_step(by, cut, "pave")
    record(by, "roads.cut.paved", cut)
    return cut


@transaction.atomic
def inspect_cut(*, by: Actor, cut: Cut) -> Warranty:
    """A second person looks at it; from that day the dig has a guarantee of its own."""
    require(may_inspect_dig(by, cut))
    if cut.permitted_at is None:
        raise Refusal(_("The emergency has no permit yet."), code="no_permit")
    _refuse_loose(cut)
    cut.inspected_on, cut.inspected_by = today(), by.actor_key
    cut_step(by, cut, "inspect")
    norm = norm_on("guarantee_years_cut", today())
    warranty = Warranty.objects.create(
        cut=cut, begins_on=today(), years=int(norm.value), until_on=last_day(today(), int(norm.value)),
        source=norm.source,
    )  # fmt: skip
    record(by, "roads.cut.inspected", cut, until=warranty.until_on.isoformat())
    return warranty


@transaction.atomic
def withdraw_cut(*, by: Actor, cut: Cut, reason: str) -> Cut:
    """Give the dig up before it is opened."""
    require(may_do_dig(by, cut) or may_permit_digs(by))
    cut_step(by, cut, "withdraw", reason)
    record(by, "roads.cut.withdrawn", cut)
    return cut


def _written(by: Actor, dig: Dig, *, emergency: bool) -> Cut:
    if dig.until_on < dig.from_on:
        raise Refusal(_("It ends before it begins."), code="days_backwards")
    start = {"state": EMERGENCY_START, "opened_at": now()} if emergency else {}
    cut = Cut.objects.create(
        operator=dig.operator, purpose=dig.purpose, area_m2=dig.area_m2, from_on=dig.from_on, until_on=dig.until_on,
        asked_by=by.actor_key, asked_on=today(), emergency=emergency, **start,
    )  # fmt: skip
    lay_out(cut, list(dig.places))
    return cut


def _conflicts(cut: Cut) -> list[CutConflict]:
    return CutConflict.objects.bulk_create(
        [
            CutConflict(cut=cut, obstacle=one.obstacle.value, about=one.about, until_on=one.until)
            for one in unseen_conflicts(cut)
        ]
    )


def _refuse_conflicts(cut: Cut) -> None:
    if unseen_conflicts(cut):
        raise Refusal(_("Something came in the way since the check: check again."), code="unseen_conflicts")
    left = cut.conflicts.filter(overridden_by="")
    if left.exists():
        told = ", ".join(str(one.get_obstacle_display()) for one in left)
        raise Refusal(_("Conflicts are open: %(list)s.") % {"list": told}, code="open_conflicts")


def _refuse_overdue(operator: str, *, but: int | None = None) -> None:
    overdue = overdue_of(operator, today(), but=but)
    if overdue:
        told = ", ".join(f"№ {cut.pk}" for cut in overdue)
        raise Refusal(
            _("The operator left a dig open, a temporary cover or an emergency's permit past its day: %(digs)s.")
            % {"digs": told},
            code="operator_overdue",
        )


def _refuse_loose(cut: Cut) -> None:
    newest = cut.newest_test
    if newest is None or not newest.passed:
        raise Refusal(_("The compaction test did not pass."), code="loose_trench")


def _additional_unit(cut: Cut) -> SampleUnit | None:
    """A cut is an oddity that a survey of the street would not draw: an additional unit at each of its places.

    It has no PCI until a survey looks; what the dig costs meanwhile `queries.drops` tells. Returns the first.
    """
    places = places_of(cut)
    whole = sum((there.length_m for there in places), Decimal(0))
    units = []
    for there in places:
        ways = Carriageway.objects.present().filter(segment=there.segment)
        surface = next((way.surface for way in ways if way.position.overlaps(there)), "")
        if surface in {one.value for one in Surface}:
            size = (cut.area_m2 * there.length_m / whole).quantize(CENT)
            units.append(SampleUnit(surface=surface, size=max(size, CENT), additional=True))
            units[-1].position = there
    if not units:
        return None
    survey = Survey.objects.create(kind="special", method="visual", surveyed_on=today(), crew=f"roads.cut:{cut.pk}")
    for unit in units:
        unit.survey = survey
        unit.save()
    return units[0]
