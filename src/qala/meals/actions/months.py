"""A school's month: money held for each voucher as it opens, the rest returned as it closes; signed and looked at."""

from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from qala.journal.log import record, record_many
from qala.kernel.actors import Actor
from qala.kernel.clock import now, today
from qala.kernel.refusals import Refusal, require
from qala.ledger import book
from qala.meals.models import Contract, MonthHold, Provisional, Timesheet
from qala.meals.policies import may_keep_money, may_sign_month
from qala.meals.queries.accounts import programme_behind
from qala.meals.queries.holding import holding
from qala.meals.queries.provisional import short_of_money
from qala.meals.queries.settings import setting
from qala.meals.queries.what_for import of_rest
from qala.meals.rules.months import last_of, month_after
from qala.meals.rules.processes import TIMESHEET
from qala.meals.steps import Held, alone, as_it_stands, hold_for
from qala.roster.models import School
from qala.roster.queries import calendar_version

CLOSES = UUID("6b0f2f0e-5a7c-4a1f-9a55-8d8b0c1f2b04")
RETURNS = UUID("c1a5d0d2-0f4e-4b62-8d66-1c6f7f9f2b05")


@transaction.atomic
def open_month(*, by: Actor, school: School, month: date, at: datetime | None = None) -> Held:
    """Hold a month's money for every voucher of a school. Again: only for those that have none yet."""
    require(may_keep_money(by))
    held = hold_for(by, school, month, holding(school, month), at)
    record(
        by, "meals.month.opened", f"meals.month:{school.slug}.{month:%Y-%m}", holds=held.made, tiyn=held.tiyn,
        unpriced=held.unpriced, unfunded=held.unfunded,
    )  # fmt: skip
    return held


RESTS = """
SELECT h.contract_id, a.id, a.code, sum(c.tiyn)::bigint FROM meals_monthhold h
JOIN ledger_transfer held ON held.key = h.transfer JOIN ledger_account a ON a.id = held.credit_id
JOIN ledger_transfer c ON c.hold_id = held.id AND c.phase = 'close'
WHERE h.id = ANY(%s) GROUP BY h.contract_id, a.id HAVING sum(c.tiyn) > 0
"""


@transaction.atomic
def close_month(*, by: Actor, school: School, month: date, at: datetime | None = None) -> Timesheet:
    """Close a school's month: no more meals, every hold closed, the rest back to the programme. Again: nothing new."""
    require(may_keep_money(by))
    alone(school)
    sheet, _made = Timesheet.objects.select_for_update().get_or_create(school=school, month=month)
    if sheet.state != TIMESHEET.start:
        return sheet
    _is_over(school, month)
    moment = at or now()
    rows = MonthHold.objects.filter(voucher__school=school, month=month, closed_at=None)
    holds = {pk: (hold, voucher) for pk, hold, voucher in rows.values_list("pk", "transfer", "voucher__key")}
    orders = [
        book.close(
            key=uuid5(CLOSES, str(hold)), hold=hold, code="month_end", happened_at=moment,
            subject=f"meals.voucher:{voucher}",
        )
        for hold, voucher in holds.values()
    ]  # fmt: skip
    outcome = book.post_many(by=by, orders=orders)
    if outcome.refused:
        raise Refusal(_("The books refuse to close this month."), code=outcome.refused[0].code)
    _write_closed(list(holds), moment)
    returned = _return_rest(by, school, month, list(holds), moment)
    sheet.state, sheet.frozen_at = TIMESHEET.after(sheet.state, "freeze"), moment
    sheet.calendar_version = calendar_version()
    sheet.save(update_fields=["state", "frozen_at", "calendar_version"])
    record(by, "meals.month.closed", sheet, school=school.slug, holds=len(holds), returned=returned)
    return sheet


def _is_over(school: School, month: date) -> None:
    """Terminals may hand in for some days after the month, and what waits for a look is looked at first."""
    until = last_of(month) + timedelta(days=setting("offline_days", month))
    if today() <= until:
        raise Refusal(_("Terminals may still hand in meals of this month."), code="month_not_over")
    days = (month, last_of(month))
    if Provisional.objects.filter(event__school=school, event__day__range=days, state="opened").exists():
        if contract := short_of_money(school, month):
            raise Refusal(
                _("Contract %(number)s has no money left for plates nobody looked at in time. Commit more to it.")
                % {"number": contract.number},
                code="loss_unfunded",
            )
        raise Refusal(_("Some meals of this month still wait for a look."), code="meals_wait")


def _write_closed(holds: list[int], moment: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE meals_monthhold SET closed_at = %s WHERE id = ANY(%s)", [moment, holds])


def _return_rest(by: Actor, school: School, month: date, holds: list[int], moment: datetime) -> int:
    """Give back, visibly, what the month did not need: to the programme it came from."""
    with connection.cursor() as cursor:
        cursor.execute(RESTS, [holds])
        rests = cursor.fetchall()
    contracts, said = Contract.objects.in_bulk({row[0] for row in rests}), of_rest(school, month)
    orders = [
        book.move(
            key=uuid5(RETURNS, f"{school.slug}:{month:%Y-%m}:{source}"), credit=source,
            debit=programme_behind(contracts[contract], code), tiyn=tiyn, code="unspent", happened_at=moment,
            header=said,
        )
        for contract, source, code, tiyn in rests
    ]  # fmt: skip
    outcome = book.post_many(by=by, orders=orders)
    if outcome.refused:
        raise Refusal(_("The books refuse to close this month."), code=outcome.refused[0].code)
    return outcome.tiyn


@transaction.atomic
def sign(*, by: Actor, sheet: Timesheet) -> Timesheet:
    """The director signs what the counters counted; nothing in it was typed."""
    require(may_sign_month(by, sheet.school))
    as_it_stands(sheet)
    sheet.state = TIMESHEET.after(sheet.state, "sign")
    sheet.signed_by = by.actor_key
    sheet.save(update_fields=["state", "signed_by"])
    record(by, "meals.timesheet.signed", sheet, school=sheet.school.slug, month=f"{sheet.month:%Y-%m}")
    return sheet


@transaction.atomic
def open_window(*, by: Actor, sheet: Timesheet, on: date | None = None) -> Timesheet:
    """Show the month to parents for its days: at least until the seventh of the next month."""
    require(may_keep_money(by) or may_sign_month(by, sheet.school))
    as_it_stands(sheet)
    days = setting("parent_window_days")
    opened = max(on or today(), month_after(sheet.month))
    sheet.state = TIMESHEET.after(sheet.state, "open_window")
    sheet.window_until = opened + timedelta(days=days - 1)
    sheet.save(update_fields=["state", "window_until"])
    record(by, "meals.timesheet.shown", sheet, school=sheet.school.slug, until=sheet.window_until)
    return sheet


@transaction.atomic
def finish(*, by: Actor, sheet: Timesheet) -> Timesheet:
    """After the parents' days the month is final. Silence changes nothing; disputes of single lines go on."""
    require(may_keep_money(by))
    as_it_stands(sheet, "window_until")
    after = TIMESHEET.after(sheet.state, "finish")
    if sheet.window_until is None or today() <= sheet.window_until:
        raise Refusal(_("Parents still look at this month."), code="window_open")
    sheet.state = after
    sheet.save(update_fields=["state"])
    record(by, "meals.timesheet.finished", sheet, school=sheet.school.slug)
    return sheet


@transaction.atomic
def finish_all(*, by: Actor) -> int:
    """The nightly job: every month whose window is over becomes final."""
    require(may_keep_money(by))
    rows = list(Timesheet.objects.select_for_update().filter(state="window", window_until__lt=today()))
    Timesheet.objects.filter(pk__in=[row.pk for row in rows]).update(state=TIMESHEET.after("window", "finish"))
    record_many(by, "meals.timesheets.finished", rows)
    return len(rows)
