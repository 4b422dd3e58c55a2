"""The monthly list of a school: formed from the register, approved by another person, checked, in force."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from qala.journal.log import record
from qala.kernel.actors import Actor
from qala.kernel.clock import now, today
from qala.kernel.keys import key_of
from qala.kernel.refusals import Refusal, require
from qala.meals.actions.vouchers import transfer
from qala.meals.models import EntitlementList, ListLine, Voucher
from qala.meals.notices import tell_taken_off
from qala.meals.policies import may_approve_list, may_check_list, may_form_list, may_keep_money
from qala.meals.queries.entitled import (
    day_of,
    entitled_and_capped,
    entitled_but_not_listed,
    list_before,
    listed_but_not_entitled,
    why_gone,
)
from qala.meals.rules.bases import REMOVALS
from qala.meals.rules.processes import LIST, VOUCHER
from qala.meals.steps import as_it_stands
from qala.people.refusing import unstorable
from qala.roster.models import Enrolment, School
from qala.roster.queries import year_on


@transaction.atomic
def form_list(*, by: Actor, school: School, month: date, at: datetime | None = None) -> EntitlementList:
    """Form a month's list from the register: every child of the free grades, older ones by proof. Again: afresh."""
    require(may_form_list(by, school) or may_keep_money(by))
    rows = EntitlementList.objects.select_for_update().filter(school=school, month=month.replace(day=1))
    latest = rows.order_by("-version").first()
    if latest and latest.state in {"approved", "checked"}:
        raise Refusal(_("This month's list is being checked. Send it back first."), code="list_under_way", status=409)
    if latest is None or latest.state != "draft":
        latest = EntitlementList(
            school=school, month=month.replace(day=1), version=latest.version + 1 if latest else 1,
        )  # fmt: skip
    latest.formed_by, latest.formed_at = by.actor_key, at or now()
    busy = _("Somebody forms this list just now. Look again.")
    with unstorable("one_list_per_month_and_version", busy, "list_formed"):
        latest.save()
    count, gone = _write_lines(latest)
    record(by, "meals.entitlementlist.formed", latest, school=school.slug, lines=count, removed=gone)
    return latest


def _write_lines(formed: EntitlementList) -> tuple[int, int]:
    """Write the lines anew; who stood on the list before and does not now keeps a line with the reason."""
    day = day_of(formed.month)
    kept = dict(formed.lines.exclude(removed_because="").values_list("pupil_id", "removed_because"))
    formed.lines.all().delete()
    right, capped = entitled_and_capped(formed.school, day)
    lines = [
        ListLine(list=formed, pupil_id=one.pupil, grade=one.grade, basis=one.basis,
                 removed_because=kept.get(one.pupil, "") if kept.get(one.pupil) not in COMPUTED else "")
        for one in right.values()
    ]  # fmt: skip
    before = list_before(formed.school, formed.month)
    former = {} if before is None else {
        line.pupil_id: line
        for line in before.lines.filter(removed_because="")
        if line.pupil_id not in right and line.pupil_id not in capped
    }
    reasons = why_gone(formed.school, list(former), day)
    lines += [
        ListLine(list=formed, pupil_id=pupil, grade=line.grade, basis=line.basis, removed_because=reasons[pupil])
        for pupil, line in former.items()
    ]
    lines += [
        ListLine(list=formed, pupil_id=pupil, grade=one.grade, basis=one.basis, removed_because="collegial_cap")
        for pupil, one in capped.items()
    ]
    ListLine.objects.bulk_create(lines)
    return len(right), len(former) + len(capped)


COMPUTED = frozenset({"collegial_cap", "left_city_schools", "moved_school", "no_longer_entitled"})


@transaction.atomic
def remove_line(*, by: Actor, line: ListLine, reason: str) -> ListLine:
    """Take a child off a draft. It stays visible with its reason; nobody leaves silently."""
    require(may_form_list(by, line.list.school))
    if line.list.state != "draft":
        raise Refusal(_("Only a draft can be changed."), code="list_under_way", status=409)
    if reason not in REMOVALS:
        raise Refusal(_("Say why this child leaves the list."), code="reason_missing")
    line.removed_because = reason
    line.save(update_fields=["removed_because"])
    record(by, "meals.listline.removed", line.list, pupil=line.pupil_id, reason=reason)
    return line


@transaction.atomic
def put_back(*, by: Actor, line: ListLine) -> ListLine:
    """Put a child back on a draft whom a person took off. Whom the register took off it alone puts back."""
    require(may_form_list(by, line.list.school))
    if line.list.state != "draft" or line.removed_because not in REMOVALS:
        raise Refusal(_("Only a draft can be changed."), code="list_under_way", status=409)
    line.removed_because = ""
    line.save(update_fields=["removed_because"])
    record(by, "meals.listline.put_back", line.list, pupil=line.pupil_id)
    return line


@transaction.atomic
def approve(*, by: Actor, formed: EntitlementList, at: datetime | None = None) -> EntitlementList:
    """The director approves what another person formed."""
    require(may_approve_list(by, formed.school))
    as_it_stands(formed, "formed_by")
    if by.actor_key == formed.formed_by:
        raise Refusal(_("Who formed the list does not approve it."), code="same_person")
    formed.state = LIST.after(formed.state, "approve")
    formed.approved_by, formed.approved_at = by.actor_key, at or now()
    formed.save(update_fields=["state", "approved_by", "approved_at"])
    record(by, "meals.entitlementlist.approved", formed, school=formed.school.slug)
    return formed


@transaction.atomic
def check(*, by: Actor, approved: EntitlementList) -> EntitlementList:
    """Compare with the registers, both ways. Who stands there without a right stops it; who is missing is counted."""
    require(may_check_list(by))
    as_it_stands(approved)
    wrong = listed_but_not_entitled(approved).count()
    if wrong:
        raise Refusal(
            _("%(count)s children on this list have no right by the registers. Send it back.") % {"count": wrong},
            code="listed_but_not_entitled",
        )
    missing = len(entitled_but_not_listed(approved))
    approved.state = LIST.after(approved.state, "check")
    approved.save(update_fields=["state"])
    record(by, "meals.entitlementlist.checked", approved, school=approved.school.slug, wrong=wrong, missing=missing)
    return approved


@transaction.atomic
def send_back(*, by: Actor, checked: EntitlementList, reason: str) -> EntitlementList:
    """Return a list to the school with the reasons; it is a draft again."""
    require(may_check_list(by) or may_approve_list(by, checked.school))
    as_it_stands(checked)
    if not reason.strip():
        raise Refusal(_("Say what is wrong with the list."), code="reason_missing")
    checked.state = LIST.after(checked.state, "return")
    checked.returned_because, checked.approved_by, checked.approved_at = reason[:300], "", None
    checked.save(update_fields=["state", "returned_because", "approved_by", "approved_at"])
    record(by, "meals.entitlementlist.returned", checked, school=checked.school.slug)
    return checked


@transaction.atomic
def enforce(*, by: Actor, checked: EntitlementList) -> EntitlementList:
    """Put a checked list in force: the former one gives way, who is new gets a voucher, who left is told."""
    require(may_check_list(by))
    as_it_stands(checked)
    before = list_before(checked.school, checked.month)
    after = LIST.after(checked.state, "enforce")
    for former in EntitlementList.objects.select_for_update().filter(
        school=checked.school, month=checked.month, state="in_force"
    ):
        former.state = LIST.after(former.state, "supersede")
        former.save(update_fields=["state"])
    checked.state = after
    checked.save(update_fields=["state"])
    _follow_children(by, checked)
    listed, ended, told = _give_vouchers(checked), _take_vouchers(checked), _tell_parents(checked, before)
    record(
        by, "meals.entitlementlist.enforced", checked, school=checked.school.slug, listed=listed, ended=ended, told=told
    )
    return checked


def _give_vouchers(checked: EntitlementList) -> int:
    year = year_on(day_of(checked.month))
    if year is None:
        raise Refusal(_("This month belongs to no school year."), code="no_school_year")
    living = Voucher.objects.filter(year=year, ended_on=None).values("pupil")
    new = checked.lines.filter(removed_because="").exclude(pupil__in=living)
    made = Voucher.objects.bulk_create(
        Voucher(pupil_id=line.pupil_id, year=year, school=checked.school, basis=line.basis, listed_on=checked.month)
        for line in new
    )
    return len(made)


def _follow_children(by: Actor, checked: EntitlementList) -> None:
    """A child who came from another school brings the voucher along; who has moved on since keeps it there."""
    here = Enrolment.objects.in_force(today()).filter(school_class__school=checked.school).values("pupil")
    there = checked.lines.filter(removed_because="", pupil__in=here).values("pupil")
    rows = Voucher.objects.filter(pupil__in=there, ended_on=None).exclude(school=checked.school)
    for voucher in rows.filter(state__in=("active", "suspended")):
        transfer(by=by, voucher=voucher)
    rows.exclude(state__in=("active", "suspended")).update(school=checked.school)


def _take_vouchers(checked: EntitlementList) -> int:
    """End the vouchers of who left, from the month's first day or from today, whichever is later."""
    ended = 0
    left = checked.lines.exclude(removed_because="").exclude(removed_because="moved_school")
    gone = dict(left.values_list("pupil_id", "removed_because"))
    rows = Voucher.objects.select_for_update().filter(school=checked.school, pupil__in=gone, ended_on=None)
    for voucher in rows:
        reason = gone[voucher.pupil_id]
        voucher.state = VOUCHER.after(voucher.state, "revoke")
        voucher.ended_on, voucher.ended_because = max(checked.month, today()), reason
        voucher.save(update_fields=["state", "ended_on", "ended_because"])
        ended += 1
    return ended


def _tell_parents(checked: EntitlementList, before: EntitlementList | None) -> int:
    """Write to the parents of who was taken off, once: not again where the list before said the same."""
    told = set() if before is None else set(before.lines.exclude(removed_because="").values_list("pupil", flat=True))
    left = checked.lines.exclude(removed_because__in=("", "moved_school")).exclude(pupil__in=told)
    return sum(
        tell_taken_off(line.pupil, checked.school, max(checked.month, today()), about=key_of(line))
        for line in left.select_related("pupil__person")
    )
