"""From meals to money: the month of a school, invoices drawn from meals, disputes of single lines, payments."""

from django.db import models
from django.db.models import F, Q

from qala.meals.models.norms import Contract
from qala.meals.models.serving import Meal
from qala.meals.rules.processes import DISPUTE, INVOICE, TIMESHEET
from qala.roster.models import School


class MonthHold(models.Model):
    """A sum kept back for a voucher's month: the hold in the ledger, by its key. What was foreseen is part 0.

    A later part holds more where the month came to cost more: a day of lessons or a price that nobody foresaw.
    """

    voucher = models.ForeignKey("meals.Voucher", models.PROTECT, related_name="holds")
    contract = models.ForeignKey(Contract, models.PROTECT, related_name="+")
    month = models.DateField()
    part = models.PositiveSmallIntegerField(default=0)
    transfer = models.UUIDField(unique=True)
    tiyn = models.BigIntegerField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["month", "voucher"]
        constraints = [
            models.UniqueConstraint(
                fields=["voucher", "contract", "month", "part"], name="one_hold_per_voucher_month_and_part"
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="a_hold_is_for_a_month"),
            models.CheckConstraint(condition=Q(tiyn__gt=0), name="a_hold_holds_something"),
        ]

    def __str__(self) -> str:
        return f"{self.voucher_id} {self.month:%Y-%m}"


class Timesheet(models.Model):
    """The month of a school: counted from meals, never typed. `month` is its first day."""

    school = models.ForeignKey(School, models.PROTECT, related_name="timesheets")
    month = models.DateField()
    state = models.CharField(max_length=10, default=TIMESHEET.start)
    frozen_at = models.DateTimeField(null=True, blank=True)
    calendar_version = models.BigIntegerField(default=0)
    signed_by = models.CharField(max_length=80, blank=True)
    window_until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-month", "school"]
        constraints = [
            models.UniqueConstraint(fields=["school", "month"], name="one_timesheet_per_school_and_month"),
            models.CheckConstraint(condition=Q(month__day=1), name="a_timesheet_is_for_a_month"),
            models.CheckConstraint(condition=Q(state__in=TIMESHEET.states), name="a_timesheet_has_a_known_state"),
        ]

    def __str__(self) -> str:
        return f"{self.school_id} {self.month:%Y-%m}"


class Invoice(models.Model):
    """What a supplier asks for a school's month. Its total is the sum of its lines; nobody types it."""

    number = models.CharField(max_length=40, unique=True)
    contract = models.ForeignKey(Contract, models.PROTECT, related_name="invoices")
    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    month = models.DateField()
    part = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=12, default=INVOICE.start)
    drawn_at = models.DateTimeField()
    sent_by = models.CharField(max_length=80, blank=True)
    matched_by = models.CharField(max_length=80, blank=True)
    approved_by = models.CharField(max_length=80, blank=True)
    paid_by = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["-month", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "school", "month", "part"], name="one_invoice_per_school_month_and_part"
            ),
            models.CheckConstraint(condition=Q(state__in=INVOICE.states), name="an_invoice_has_a_known_state"),
            models.CheckConstraint(
                condition=Q(approved_by="") | (~Q(approved_by=F("sent_by")) & ~Q(approved_by=F("matched_by"))),
                name="another_person_approves_the_invoice",
            ),
            models.CheckConstraint(
                condition=Q(paid_by="") | (~Q(paid_by=F("approved_by")) & ~Q(paid_by=F("sent_by"))),
                name="who_approves_does_not_pay",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class InvoiceLine(models.Model):
    """One meal on an invoice; a meal is invoiced once."""

    append_only = True

    meal = models.OneToOneField(Meal, models.PROTECT, related_name="line", primary_key=True)
    invoice = models.ForeignKey(Invoice, models.PROTECT, related_name="lines")

    class Meta:
        ordering = ["meal"]

    def __str__(self) -> str:
        return f"{self.invoice_id}/{self.meal_id}"


class Payment(models.Model):
    """One order to the bank for an invoice. `tiyn` is what its lines come to: a deferred trigger adds them up."""

    key = models.UUIDField(unique=True)
    invoice = models.ForeignKey(Invoice, models.PROTECT, related_name="payments")
    tiyn = models.BigIntegerField()
    instructed_at = models.DateTimeField()
    instructed_by = models.CharField(max_length=80)
    paid_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["instructed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["invoice"], condition=Q(paid_at=None), name="one_payment_under_way_per_invoice"
            ),
            models.CheckConstraint(condition=Q(tiyn__gt=0), name="a_payment_pays_something"),
        ]

    def __str__(self) -> str:
        return str(self.key)


class PaidLine(models.Model):
    """A line that a payment pays: a meal is paid once."""

    append_only = True

    meal = models.OneToOneField(InvoiceLine, models.PROTECT, related_name="paid", primary_key=True)
    payment = models.ForeignKey(Payment, models.PROTECT, related_name="lines")

    class Meta:
        ordering = ["meal"]

    def __str__(self) -> str:
        return f"{self.payment_id}/{self.meal_id}"


class Recovery(models.Model):
    """A meal that was paid and later taken back: a later payment under the same contract is less by it, once."""

    append_only = True

    meal = models.OneToOneField(PaidLine, models.PROTECT, related_name="recovery", primary_key=True)
    payment = models.ForeignKey(Payment, models.PROTECT, related_name="recoveries")

    class Meta:
        ordering = ["meal"]
        verbose_name_plural = "recoveries"

    def __str__(self) -> str:
        return f"{self.payment_id}/{self.meal_id}"


class Dispute(models.Model):
    """Somebody says that a line is wrong. It blocks this line alone.

    `others_until`: the last day on which others may still contest it, where the word was taken back late.
    """

    meal = models.ForeignKey(Meal, models.PROTECT, related_name="disputes")
    state = models.CharField(max_length=10, default=DISPUTE.start)
    reason = models.SlugField(max_length=40)
    opened_by = models.CharField(max_length=80)
    opened_at = models.DateTimeField()
    decided_by = models.CharField(max_length=80, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    held_aside = models.UUIDField(unique=True)
    others_until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-opened_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(others_until=None) | Q(state="withdrawn"), name="others_follow_who_took_the_word_back"
            ),
            models.UniqueConstraint(fields=["meal"], condition=Q(state="opened"), name="one_open_dispute_per_meal"),
            models.CheckConstraint(condition=Q(state__in=DISPUTE.states), name="a_dispute_has_a_known_state"),
            models.CheckConstraint(
                condition=Q(decided_by="") | ~Q(decided_by=F("opened_by")), name="nobody_decides_their_own_dispute"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meal_id} {self.state}"


class Flag(models.Model):
    """A question the numbers ask (P1–P13, S1). It never refuses food or accuses. Where it names meals their lines wait
    for the answer, and after a bad one until they are taken back; a question without meals holds nothing.
    """

    rule = models.CharField(max_length=4)
    school = models.ForeignKey(School, models.PROTECT, related_name="meal_flags")
    day = models.DateField()
    until_on = models.DateField()
    count = models.PositiveIntegerField()
    threshold = models.IntegerField()
    tiyn = models.BigIntegerField()
    about = models.CharField(max_length=80, blank=True)
    raised_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(max_length=80, blank=True)
    answer = models.CharField(max_length=12, blank=True)
    explanation = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-raised_at"]
        constraints = [
            models.UniqueConstraint(fields=["rule", "school", "day", "about"], name="a_question_is_asked_once"),
            models.CheckConstraint(
                condition=Q(answer__in=["", "explained", "error", "fraud"]), name="a_flag_has_a_known_answer"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.school_id} {self.day}"


class FlaggedMeal(models.Model):
    """A line that a question is about: it waits for the answer, the other lines do not."""

    flag = models.ForeignKey(Flag, models.CASCADE, related_name="meals")
    meal = models.ForeignKey(Meal, models.PROTECT, related_name="questions")

    class Meta:
        ordering = ["flag", "meal"]
        constraints = [models.UniqueConstraint(fields=["flag", "meal"], name="a_line_is_asked_about_once")]

    def __str__(self) -> str:
        return f"{self.flag_id}/{self.meal_id}"
