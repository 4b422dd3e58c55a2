"""A child's voucher through the school year: notified, agreed to, active, and ended only with a reason."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from qala.journal.log import record, record_many
from qala.kernel.actors import Actor
from qala.kernel.clock import now, today
from qala.kernel.keys import key_of
from qala.kernel.refusals import Refusal, require
from qala.meals.models import EntitlementList, Pause, Voucher
from qala.meals.notices import tell_paused, tell_taken_off
from qala.meals.policies import (
    may_activate,
    may_consent,
    may_keep_money,
    may_keep_voucher,
    may_load,
    may_take_along,
)
from qala.meals.rules.bases import ENDINGS, PAUSES, WITHDRAWN
from qala.meals.rules.processes import VOUCHER
from qala.meals.steps import as_it_stands, hold_for, living_consent
from qala.meals.writing import write_vouchers
from qala.people.models import Consent
from qala.people.queries import wording
from qala.people.refusing import unstorable
from qala.roster.models import School, SchoolYear
from qala.roster.queries import enrolment_on

PURPOSE = "school-meals"


@transaction.atomic
def notify(*, by: Actor, listed: EntitlementList) -> int:
    """Tell the parents of everybody on a list in force. Who was told stays told."""
    require(may_keep_voucher(by, listed.school))
    there = listed.lines.filter(removed_because="").values("pupil")
    rows = Voucher.objects.filter(school=listed.school, pupil__in=there, state="listed", ended_on=None)
    keys = [f"meals.voucher:{pk}" for pk in rows.values_list("pk", flat=True)]
    rows.update(state=VOUCHER.after("listed", "notify"))
    record_many(by, "meals.vouchers.notified", keys)
    return len(keys)


@transaction.atomic
def consent(*, by: Actor, voucher: Voucher) -> Voucher:
    """A parent agrees; the voucher becomes active at once. Without consent a child has no code, and still eats."""
    require(may_consent(by, voucher))
    if voucher.state == "active":
        return _told_again(by, voucher)
    voucher.state = VOUCHER.after(voucher.state, "consent")
    voucher.consent = living_consent(by, voucher.pupil.person, PURPOSE)
    voucher.save(update_fields=["state", "consent"])
    record(by, "meals.voucher.agreed", voucher, version=voucher.consent.text_version)
    return activate(by=by, voucher=voucher)


def _told_again(by: Actor, voucher: Voucher) -> Voucher:
    record(by, "meals.voucher.agreed", voucher, again=True)
    return voucher


@transaction.atomic
def take_paper_consents(
    *, by: Actor, school: School, vouchers: Sequence[Voucher], from_on: date | None = None, at: datetime | None = None
) -> int:
    """The school keeps signed sheets: write the consents down and make the vouchers active, set-based."""
    require(may_keep_voucher(by, school))
    text = wording(PURPOSE)
    if text is None:
        raise Refusal(_("The city does not ask for this."), code="unknown_purpose", status=404)
    rows = list(
        Voucher.objects.select_for_update(of=("self",)).select_related("pupil").filter(
            pk__in=[one.pk for one in vouchers], school=school, state__in=("listed", "notified"), ended_on=None
        )
    )  # fmt: skip
    people = [row.pupil.person_id for row in rows]
    live = {one.person_id: one for one in Consent.objects.filter(person__in=people, purpose=PURPOSE, withdrawn_at=None)}
    fresh = Consent.objects.bulk_create(
        Consent(person_id=person, purpose=PURPOSE, text_version=text.version, given_at=now())
        for person in people
        if person not in live
    )
    live |= {one.person_id: one for one in fresh}
    for row in rows:
        row.state, row.consent = VOUCHER.after(row.state, "consent"), live[row.pupil.person_id]
    write_vouchers(rows)
    record_many(by, "meals.vouchers.agreed_on_paper", rows, version=text.version)
    return activate_many(by=by, school=school, vouchers=rows, from_on=from_on, at=at)


@transaction.atomic
def activate(*, by: Actor, voucher: Voucher, from_on: date | None = None) -> Voucher:
    """Make a voucher active for the rest of the school year and hold the month's money for it."""
    require(may_activate(by, voucher))
    voucher.state = VOUCHER.after(voucher.state, "activate")
    voucher.active_from = max(from_on or today(), voucher.listed_on, voucher.year.first_on)
    voucher.save(update_fields=["state", "active_from"])
    _hold_this_month(by, [voucher])
    record(by, "meals.voucher.activated", voucher, from_on=voucher.active_from, year=voucher.year.slug)
    return voucher


@transaction.atomic
def activate_many(
    *, by: Actor, school: School, vouchers: Sequence[Voucher], from_on: date | None = None, at: datetime | None = None
) -> int:
    """Make every agreed voucher of a school active; who is active stays so."""
    require(may_keep_voucher(by, school))
    rows = list(
        Voucher.objects.select_for_update(of=("self",)).select_related("year", "pupil__person", "school").filter(
            pk__in=[one.pk for one in vouchers], school=school, state="consented"
        )
    )  # fmt: skip
    for row in rows:
        row.state = VOUCHER.after(row.state, "activate")
        row.active_from = max(from_on or today(), row.listed_on, row.year.first_on)
    write_vouchers(rows)
    _hold_this_month(by, rows, at)
    record_many(by, "meals.vouchers.activated", rows, school=school.slug)
    return len(rows)


def _hold_this_month(by: Actor, vouchers: Sequence[Voucher], at: datetime | None = None) -> None:
    month = today().replace(day=1)
    begun = [one for one in vouchers if one.active_from and one.active_from.replace(day=1) <= month]
    if begun:
        hold_for(by, begun[0].school, month, begun, at)


@transaction.atomic
def suspend(*, by: Actor, voucher: Voucher, reason: str, from_on: date | None = None) -> Voucher:
    """Pause a voucher from a day: the child still eats, somebody looks who pays. The parents are told."""
    require(may_keep_voucher(by, voucher.school))
    _known(reason, PAUSES)
    as_it_stands(voucher, "consent")
    voucher.state = VOUCHER.after(voucher.state, "suspend")
    voucher.save(update_fields=["state"])
    with unstorable("a_voucher_rests_once_at_a_time", _("The voucher rests on these days already."), "rests_already"):
        pause = Pause.objects.create(voucher=voucher, from_on=from_on or today(), reason=reason)
    told = tell_paused(voucher.pupil, voucher.school, pause.from_on, about=key_of(voucher))
    record(by, "meals.voucher.suspended", voucher, reason=reason, told=told)
    return voucher


@transaction.atomic
def rest_withdrawn(*, by: Actor, person: UUID) -> int:
    """Let the voucher of a child rest whose consent was taken back elsewhere; agreed to again meanwhile, it goes on."""
    require(may_keep_money(by))
    live = Consent.objects.filter(person=person, purpose=PURPOSE, withdrawn_at=None).first()
    rows = Voucher.objects.select_for_update(of=("self",)).select_related("consent")
    resting = []
    for row in rows.filter(pupil__person=person, state="active", consent__withdrawn_at__isnull=False):
        if live is None:
            row.state = VOUCHER.after(row.state, "suspend")
            Pause.objects.create(voucher=row, from_on=today(), reason=WITHDRAWN)
            resting.append(row)
        row.consent = live or row.consent
        row.save(update_fields=["state", "consent"])
    record_many(by, "meals.consent.withdrawn", resting)
    return len(resting)


@transaction.atomic
def resume(*, by: Actor, voucher: Voucher, on: date | None = None) -> Voucher:
    """Let a paused voucher hold again from a day."""
    require(may_keep_voucher(by, voucher.school))
    as_it_stands(voucher, "consent")
    if voucher.consent is None or voucher.consent.withdrawn_at is not None:
        raise Refusal(_("A parent took the consent back. Only a parent gives it again."), code="no_consent")
    voucher.state = VOUCHER.after(voucher.state, "resume")
    pause = Pause.objects.select_for_update().get(voucher=voucher, until_on=None)
    pause.until_on = max(on or today(), pause.from_on)
    pause.save(update_fields=["until_on"])
    voucher.save(update_fields=["state"])
    _hold_this_month(by, [voucher])
    record(by, "meals.voucher.resumed", voucher)
    return voucher


@transaction.atomic
def transfer(*, by: Actor, voucher: Voucher, on: date | None = None) -> Voucher:
    """Follow a child to its new school: the old voucher ends, a new one goes on there by the same consent.

    What rested goes on resting, for the same reason.
    """
    require(may_take_along(by, voucher, on or today()))
    day = on or today()
    seat = enrolment_on(voucher.pupil, day)
    if seat is None or seat.school_class.school_id == voucher.school_id:
        raise Refusal(_("The register knows of no move to another school."), code="no_move")
    pause = Pause.objects.filter(voucher=voucher, until_on=None).first()
    _end(voucher, "transfer", "moved_school", day)
    new = Voucher.objects.create(
        pupil=voucher.pupil, year=voucher.year, school=seat.school_class.school, basis=voucher.basis,
        state="suspended" if pause else "active", consent=voucher.consent, listed_on=day, active_from=day,
    )  # fmt: skip
    if pause:
        Pause.objects.create(voucher=new, from_on=day, reason=pause.reason)
    _hold_this_month(by, [new])
    record(by, "meals.voucher.transferred", voucher, to=new.pk, school=new.school.slug)
    return new


@transaction.atomic
def revoke(*, by: Actor, voucher: Voucher, reason: str, on: date | None = None) -> Voucher:
    """End a voucher, with a reason its parents are told of and may contest."""
    require(may_keep_voucher(by, voucher.school))
    _known(reason, ENDINGS)
    as_it_stands(voucher, "consent")
    _end(voucher, "revoke", reason, on or today())
    told = tell_taken_off(voucher.pupil, voucher.school, on or today(), about=key_of(voucher))
    record(by, "meals.voucher.revoked", voucher, reason=reason, told=told)
    return voucher


@transaction.atomic
def expire(*, by: Actor, year: SchoolYear) -> int:
    """End every voucher of a school year that is over."""
    require(may_keep_money(by))
    if today() <= year.last_on:
        raise Refusal(_("This school year is not over."), code="year_not_over")
    rows = list(Voucher.objects.select_for_update().filter(year=year, ended_on=None))
    for row in rows:
        row.state = VOUCHER.after(row.state, "expire")
        row.ended_on, row.ended_because = year.last_on + timedelta(days=1), "year_over"
    write_vouchers(rows)
    record_many(by, "meals.vouchers.expired", rows, year=year.slug)
    return len(rows)


@transaction.atomic
def load_past_vouchers(*, by: Actor, school: School, year: SchoolYear) -> int:
    """Tell of a year that is over: its listed vouchers held from its first day and expired with its last, set-based."""
    require(may_load(by))
    if today() <= year.last_on:
        raise Refusal(_("This school year is not over."), code="year_not_over")
    rows = list(Voucher.objects.select_for_update().filter(school=school, year=year, state="listed", ended_on=None))
    Voucher.objects.filter(pk__in=[row.pk for row in rows]).update(
        state=VOUCHER.after("listed", "expire"), active_from=year.first_on, ended_on=year.last_on + timedelta(days=1),
        ended_because="year_over",
    )  # fmt: skip
    record_many(by, "meals.vouchers.loaded", rows, year=year.slug)
    return len(rows)


def _end(voucher: Voucher, verb: str, reason: str, day: date) -> None:
    voucher.state = VOUCHER.after(voucher.state, verb)
    voucher.ended_on, voucher.ended_because = day, reason
    voucher.save(update_fields=["state", "ended_on", "ended_because"])
    Pause.objects.filter(voucher=voucher, until_on=None).update(until_on=day)


def _known(reason: str, reasons: Collection[str]) -> None:
    if reason not in reasons:
        raise Refusal(_("Say why."), code="reason_missing")
