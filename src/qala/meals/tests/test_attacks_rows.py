"""Raw SQL with the application's rights on every row that lives: nothing written is unwritten, nothing goes backwards."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from qala.kernel.clock import now, today
from qala.kernel.refusals import Forbidden, Refusal
from qala.meals.actions import invoices, vouchers
from qala.meals.actions.contracts import offer_tariff, set_tariff
from qala.meals.actions.disputes import decide, open_dispute
from qala.meals.actions.flags import raise_flags
from qala.meals.actions.invoices import draw_invoice
from qala.meals.actions.lists import approve, form_list
from qala.meals.actions.parents import agree, take_back
from qala.meals.actions.proofs import Told, write_proofs
from qala.meals.actions.terminals import revoke
from qala.meals.models import Dispute, InvoiceLine, Meal, Pause, Payment, Recovery, Reversal, Timesheet
from qala.meals.tests.factories import JOB, NOVEMBER, OLD, THURSDAY, department, meal_school
from qala.meals.tests.stories import approved, closed, final, paid, serve
from qala.roster.tests.factories import SchoolDayFactory, parent_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    return meal_school(pupils=3)


def refused(statement, *told, fact=""):
    with (
        pytest.raises(DatabaseError, match=fact.replace("_", "[ _]") or "."), transaction.atomic(),
        connection.cursor() as cursor,
    ):  # fmt: skip
        cursor.execute(statement, told)


def test_a_closed_month_never_grows_again(town):
    serve(town)
    sheet = closed(town)
    for state in ("growing", "final"):
        refused("UPDATE meals_timesheet SET state = %s", state, fact="a_state_goes_its_way")
    refused("UPDATE meals_timesheet SET frozen_at = NULL", fact="it_is_written_once")
    refused("UPDATE meals_timesheet SET month = '2026-10-01'", fact="what_is_written_stays")
    refused("DELETE FROM meals_timesheet", fact="it_is_never_deleted")
    refused("UPDATE meals_monthhold SET closed_at = NULL", fact="it_is_written_once")
    with pytest.raises(DatabaseError), transaction.atomic():
        Timesheet.objects.create(school=meal_school(pupils=0).school, month=NOVEMBER, state="final")
    assert Timesheet.objects.get(pk=sheet.pk).state == "frozen"


def test_money_held_for_one_child_is_not_moved_to_another(town):
    refused("UPDATE meals_monthhold SET voucher_id = %s WHERE voucher_id = %s", 0, town.vouchers[0].pk)
    refused("UPDATE meals_voucher SET pupil_id = %s WHERE id = %s", town.pupils[1].pk, town.vouchers[0].pk)
    refused("UPDATE meals_voucher SET active_from = '2026-01-01'", fact="it_is_written_once")
    vouchers.revoke(by=JOB, voucher=town.vouchers[0], reason="left_school")
    refused("UPDATE meals_voucher SET state = 'active', ended_on = NULL, ended_because = '' WHERE ended_on IS NOT NULL")


def test_an_invoice_is_not_filled_anew_nor_paid_twice(town):
    serve(town)
    final(town)
    invoice = approved(town)
    payment = invoices.instruct(by=JOB, invoice=invoice)
    refused("UPDATE meals_invoice SET state = 'drawn'", fact="a_state_goes_its_way")
    refused("UPDATE meals_invoice SET month = '2026-10-01'", fact="what_is_written_stays")
    refused("DELETE FROM meals_invoice")
    refused("UPDATE meals_payment SET key = %s", uuid4(), fact="what_is_written_stays")
    one, two = department(), department()
    invoices.pay(by=one, payment=payment)
    owed = town.money("paid")
    for again in (payment, Payment.objects.get()):
        with pytest.raises(Refusal):
            invoices.pay(by=two, payment=again)
    refused("UPDATE meals_payment SET paid_at = NULL", fact="it_is_written_once")
    refused("UPDATE meals_invoice SET state = 'approved'", fact="a_state_goes_its_way")
    refused("DELETE FROM meals_payment")
    assert town.money("paid") == owed


def test_a_meal_is_not_taken_back_nor_recovered_without_the_books(town):
    meal = serve(town)[0]
    with pytest.raises(DatabaseError, match="taken back in the books"), transaction.atomic():
        Reversal.objects.create(meal=meal, reason="because", transfer=uuid4(), by="person:x")
    with pytest.raises(DatabaseError, match="taken back in the books"), transaction.atomic():
        Reversal.objects.create(meal=meal, reason="because", transfer=meal.draw, by="person:x")
    final(town)
    payment = paid(town, approved(town))
    with pytest.raises(DatabaseError, match="recovered was taken back"), transaction.atomic():
        Recovery.objects.create(meal_id=meal.pk, payment=payment)


def test_a_paid_meal_is_not_contested(town):
    meal = serve(town)[0]
    final(town)
    paid(town, approved(town))
    refused("INSERT INTO meals_dispute (meal_id, state, reason, opened_by, opened_at, decided_by, held_aside)"
            " VALUES (%s, 'opened', 'x', 'a', now(), '', gen_random_uuid())", meal.pk, fact="a_paid_meal_is_not_contested")


def test_a_dispute_is_not_wiped_away(town):
    open_dispute(by=town.officer("school_director"), meal=serve(town)[0], reason="school_contests")
    refused("DELETE FROM meals_dispute", fact="it_is_never_deleted")
    refused("UPDATE meals_dispute SET meal_id = meal_id + 1")
    refused("UPDATE meals_dispute SET opened_by = 'person:x'", fact="what_is_written_stays")
    refused("INSERT INTO meals_dispute (meal_id, state, reason, opened_by, opened_at, decided_by, held_aside)"
            " SELECT meal_id, 'rejected', 'x', 'a', now(), '', gen_random_uuid() FROM meals_dispute")
    decide(by=department(), dispute=Dispute.objects.get(), upheld=False)
    refused("UPDATE meals_dispute SET state = 'opened', decided_at = NULL, decided_by = ''")


def test_a_question_about_meals_is_not_lost_before_it_is_answered(town):
    serve(town)
    SchoolDayFactory(school=town.school, day=Meal.objects.first().day, quarantine=True)
    raise_flags(by=JOB, month=NOVEMBER)
    refused("DELETE FROM meals_flaggedmeal", fact="it_is_never_deleted")
    refused("DELETE FROM meals_flag")
    refused("UPDATE meals_flag SET tiyn = 0", fact="what_is_written_stays")


def test_an_approved_list_takes_no_child(town):
    formed = form_list(by=town.officer("social_pedagogue"), school=town.school, month=NOVEMBER)
    approve(by=town.officer("school_director"), formed=formed)
    stranger = meal_school(pupils=1).pupils[0]
    refused("INSERT INTO meals_listline (list_id, pupil_id, grade, basis, removed_because) VALUES (%s, %s, 3, 'grade', '')",
            formed.pk, stranger.pk, fact="only_a_draft_is_changed")
    refused("UPDATE meals_listline SET removed_because = 'left_school'", fact="only_a_draft_is_changed")
    refused("DELETE FROM meals_listline", fact="only_a_draft_is_changed")
    refused("UPDATE meals_entitlementlist SET state = 'in_force'", fact="a_state_goes_its_way")


def test_a_phone_keeps_its_key_and_stays_off(town):
    revoke(by=town.officer("school_director"), terminal=town.terminal)
    refused("UPDATE meals_terminal SET revoked_at = NULL", fact="it_is_written_once")
    refused("UPDATE meals_terminal SET public_key = 'x'", fact="what_is_written_stays")
    refused("UPDATE meals_terminal SET school_id = 0")
    refused("DELETE FROM meals_terminal")


def test_a_price_that_was_offered_is_not_edited_before_the_other_agrees(town):
    told = {"contract": town.contract, "band": OLD, "from_on": date(2027, 1, 11), "tiyn": 80_000, "vat_permille": 0,
            "vat_included": True, "act": "2", "source": "Test"}  # fmt: skip
    offer = offer_tariff(by=department(), **told)
    refused("UPDATE meals_tariffoffer SET tiyn = 90000", fact="what_is_written_stays")
    set_tariff(by=town.supplier(), offer=offer)
    refused("UPDATE meals_tariffoffer SET tariff_id = NULL, agreed_by = ''", fact="it_is_written_once")


PRICE = """
INSERT INTO meals_tariff (contract_id, band, from_on, tiyn, vat_permille, vat_included, act, source, verified)
VALUES (%s, 'age-7-10', '2027-01-11', %s, 0, true, '1', 'x', true) RETURNING id
"""
OFFER = """
INSERT INTO meals_tariffoffer (contract_id, band, from_on, tiyn, vat_permille, vat_included, act, source, offered_by,
  offered_for, offered_at, agreed_by, tariff_id)
VALUES (%s, 'age-7-10', '2027-01-11', %s, 0, true, '1', 'x', 'a', 'supplier', now(), %s, %s)
"""


def priced(contract, tiyn, offered=0, agreed=""):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(PRICE, [contract.pk, tiyn])
        if offered:
            cursor.execute(OFFER, [contract.pk, offered, agreed, cursor.fetchone()[0]])
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize(("offered", "agreed"), [(0, ""), (70_000, "b"), (99_999, "a"), (99_999, "")])
def test_no_price_stands_without_the_offer_both_parties_agreed_on(town, offered, agreed):
    with pytest.raises(DatabaseError):
        priced(town.contract, 99_999, offered, agreed)


def test_a_price_both_parties_agreed_on_stands(town):
    priced(town.contract, 70_000, 70_000, "b")
    assert town.contract.tariffs.filter(tiyn=70_000).count() == 1


def test_no_pedagogue_resumes_what_a_parent_took_back(town):
    parent, voucher = parent_of(town.pupils[0]), town.vouchers[0]
    take_back(by=parent, voucher=voucher)
    voucher.refresh_from_db()
    with pytest.raises(Refusal) as stopped:
        vouchers.resume(by=town.officer("social_pedagogue"), voucher=voucher)
    assert stopped.value.code == "no_consent"
    assert Pause.objects.get().until_on is None
    assert agree(by=parent, voucher=voucher).state == "active"


def test_a_small_child_neither_agrees_nor_takes_back(town):
    voucher = town.vouchers[0]
    with pytest.raises(Forbidden):
        take_back(by=voucher.pupil.person, voucher=voucher)


def test_a_school_proves_no_category_that_registers_prove(town):
    pedagogue, stranger = town.officer("social_pedagogue"), meal_school(pupils=1).pupils[0]
    own, day = town.pupils[0].pk, today()
    for told in (Told(own, "orphan", day, None, "school"), Told(own, "collegial", day, None, "e-Halyk"),
                 Told(stranger.pk, "collegial", day, None, "school")):
        with pytest.raises(Refusal):
            write_proofs(by=pedagogue, told=[told], school=town.school)
    assert write_proofs(by=pedagogue, told=[Told(own, "collegial", day, None, "school")], school=town.school) == 1


def test_an_invoice_takes_no_meal_of_a_month_that_parents_have_not_seen(town):
    """November still grows: December's invoice, final before it, leaves November's meals where they are."""
    serve(town, THURSDAY)
    sheet = Timesheet.objects.create(school=town.school, month=date(2026, 12, 1))
    for sheet.state in ("frozen", "signed", "window", "final"):
        sheet.save(update_fields=["state"])
    with pytest.raises(Refusal) as stopped:
        draw_invoice(by=town.supplier(), contract=town.contract, school=town.school, month=sheet.month, at=now())
    assert stopped.value.code == "nothing_to_invoice"
    assert not InvoiceLine.objects.exists()


PAUSE = "INSERT INTO meals_pause (voucher_id, from_on, until_on, reason) VALUES (%s, %s, %s, %s)"


@pytest.mark.parametrize("reason", ["", " ", "because", None])
def test_a_pause_has_a_known_reason(town, reason):
    refused(PAUSE, town.vouchers[0].pk, "2026-11-02", "2026-11-05", reason, fact="reason")


def test_a_pause_is_of_a_voucher(town):
    refused(PAUSE, None, "2026-11-02", "2026-11-05", "long_absence", fact="voucher_id")
    refused("UPDATE meals_voucher SET pupil_id = NULL", fact="what_is_written_stays")


def test_pauses_of_a_voucher_do_not_overlap(town):
    with connection.cursor() as cursor:
        cursor.execute(PAUSE, [town.vouchers[0].pk, "2026-11-02", "2026-11-05", "long_absence"])
        cursor.execute(PAUSE, [town.vouchers[0].pk, "2026-11-05", "2026-11-05", "long_absence"])
    for until in ("2026-11-09", None):
        refused(PAUSE, town.vouchers[0].pk, "2026-11-04", until, "learns_at_home", fact="a_voucher_rests_once_at_a_time")
    with pytest.raises(Refusal) as stopped:
        vouchers.suspend(by=JOB, voucher=town.vouchers[0], reason="long_absence", from_on=date(2026, 11, 3))
    assert stopped.value.code == "rests_already"


def at_the_end(statement, *told):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, told)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_voucher_that_rests_has_its_pause_and_no_other_has(town):
    one, two = town.vouchers[:2]
    vouchers.suspend(by=JOB, voucher=one, reason="long_absence")
    for statement, told in (
        ("UPDATE meals_voucher SET state = 'suspended' WHERE id = %s", [two.pk]),
        ("UPDATE meals_voucher SET state = 'active' WHERE id = %s", [one.pk]),
        ("UPDATE meals_pause SET until_on = from_on WHERE voucher_id = %s", [one.pk]),
        (PAUSE, [two.pk, "2026-11-02", None, "long_absence"]),
    ):
        with pytest.raises(DatabaseError, match="rests has its pause"):
            at_the_end(statement, *told)
    vouchers.resume(by=JOB, voucher=one)
    at_the_end("SELECT 1")


def test_nobody_writes_another_name_over_the_hands_of_an_invoice(town):
    serve(town)
    sheet = final(town)
    invoice = approved(town)
    for hand in ("sent_by", "matched_by", "approved_by"):
        for name in ("", "person:x"):
            refused(f"UPDATE meals_invoice SET {hand} = %s WHERE id = %s", name, invoice.pk, fact="a_hand_stays")
    refused("UPDATE meals_invoice SET part = 9", fact="a_hand_stays")
    refused("UPDATE meals_timesheet SET signed_by = 'person:x' WHERE id = %s", sheet.pk, fact="a_hand_stays")
    refused("UPDATE meals_timesheet SET window_until = '2026-01-01' WHERE id = %s", sheet.pk, fact="a_hand_stays")


def test_a_payment_that_the_books_do_not_know_is_not_paid(town):
    serve(town)
    final(town)
    payment = invoices.instruct(by=JOB, invoice=approved(town))
    with pytest.raises(DatabaseError, match="stands in the books"):
        at_the_end("UPDATE meals_payment SET paid_at = now()")
    invoices.pay(by=department(), payment=payment)
    at_the_end("SELECT 1")


def test_a_voucher_does_not_end_without_a_day_and_a_reason(town):
    one = town.vouchers[0].pk
    refused("UPDATE meals_voucher SET state = 'revoked' WHERE id = %s", one, fact="a_voucher_is_over_from_a_day")
    refused("UPDATE meals_voucher SET ended_on = '2026-11-02', ended_because = 'left_school' WHERE id = %s", one,
            fact="a_voucher_is_over_from_a_day")  # fmt: skip
    refused("UPDATE meals_voucher SET state = 'revoked', ended_on = '2026-11-02' WHERE id = %s", one, fact="nobody_leaves_silently")


@pytest.mark.parametrize(("slug", "value", "fact"), [("small_group", 1, "a_small_group_is_under_ten"), ("parent_window_days", -5, "no_setting_is_below_zero")])
def test_no_setting_uncovers_a_few_or_shuts_parents_out(town, slug, value, fact):
    refused("INSERT INTO meals_setting (slug, value, unit, from_on, source, verified) VALUES (%s, %s, 'x', '2026-01-02', 'x', true)", slug, value, fact=fact)
