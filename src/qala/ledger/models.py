"""Accounts, transfers, periods and marks. Rows never change; keys of owners and subjects are opaque."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from qala.ledger.rules import BUDGETS, KINDS
from qala.ledger.rules.orders import CLOSE, HOLD, LARGEST, PHASES, PLAIN, SINCE, UNTIL


class Account(models.Model):
    """A place where money stands. `floor` is the least balance in tiyn it may fall to; without one it is free."""

    append_only = True
    database_numbers = True

    code = models.CharField(max_length=120, unique=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    kind = models.CharField(max_length=20)
    currency = models.CharField(max_length=3, default="KZT")
    floor = models.BigIntegerField(null=True, blank=True)
    owner = models.CharField(max_length=120, blank=True, default="", db_index=True)
    opened_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=list(KINDS)), name="an_account_has_a_known_kind"),
            models.CheckConstraint(condition=Q(floor__isnull=True) | Q(floor__lte=0), name="an_account_opens_empty"),
            models.CheckConstraint(
                condition=~Q(kind__in=BUDGETS) | Q(floor=0, floor__isnull=False), name="a_budget_never_goes_below_zero"
            ),
            models.CheckConstraint(condition=Q(code__regex=r"^[a-z0-9][a-z0-9:._-]*$"), name="a_code_is_a_slug"),
            models.CheckConstraint(condition=Q(currency__regex=r"^[A-Z]{3}$"), name="a_currency_has_three_letters"),
        ]

    def __str__(self) -> str:
        return self.code


class Transfer(models.Model):
    """One movement: `credit` gives, `debit` receives. Postings are its two sides, so no entry can be unbalanced.

    Rows of one hold form a chain: `ordinal` 1, 2, 3 …, each with the `rest` of the hold after it and whether it is
    `closed` by then. The trigger compares each row with the one before it only.
    """

    append_only = True
    database_numbers = True

    key = models.UUIDField(unique=True)
    digest = models.BinaryField()
    debit = models.ForeignKey(Account, models.DO_NOTHING, "+", db_constraint=False, db_index=False)
    credit = models.ForeignKey(Account, models.DO_NOTHING, "+", db_constraint=False, db_index=False)
    tiyn = models.BigIntegerField()
    code = models.CharField(max_length=40)
    phase = models.CharField(max_length=7, default=PLAIN)
    hold = models.ForeignKey("self", models.DO_NOTHING, "+", null=True, db_constraint=False, db_index=False)
    ordinal = models.IntegerField(null=True)
    rest = models.BigIntegerField(null=True)
    closed = models.BooleanField(null=True)
    reverses = models.ForeignKey("self", models.DO_NOTHING, "+", null=True, db_constraint=False, db_index=False)
    event = models.UUIDField(null=True)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())
    day = models.DateField()
    subject = models.CharField(max_length=120, default="")
    header = models.JSONField(null=True)

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["debit", "day"], include=["tiyn", "recorded_at"], name="ledger_came_by_day"),
            models.Index(fields=["credit", "day"], include=["tiyn", "recorded_at"], name="ledger_went_by_day"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["hold", "ordinal"], condition=Q(hold__isnull=False), name="one_ordinal_of_a_hold"
            ),
            models.UniqueConstraint(fields=["reverses"], condition=Q(reverses__isnull=False), name="reversed_once"),
            models.CheckConstraint(condition=~Q(debit=F("credit")), name="accounts_differ"),
            models.CheckConstraint(condition=Q(tiyn__gt=0) | Q(tiyn=0, phase=CLOSE), name="amount_above_zero"),
            models.CheckConstraint(condition=Q(tiyn__lte=LARGEST), name="amount_within_reason"),
            models.CheckConstraint(
                condition=Q(
                    day__gte=SINCE.date(), day__lt=UNTIL.date(), happened_at__gte=SINCE, happened_at__lt=UNTIL
                ),
                name="times_of_this_century",
            ),
            models.CheckConstraint(condition=Q(phase__in=list(PHASES)), name="a_phase_is_known"),
            models.CheckConstraint(condition=Q(rest__gte=0), name="hold_is_exhausted"),
            models.CheckConstraint(
                condition=Q(phase__in=[PLAIN, HOLD], hold=None, ordinal=None, rest=None, closed=None)
                | (
                    ~Q(phase__in=[PLAIN, HOLD])
                    & Q(hold__isnull=False, ordinal__isnull=False, rest__isnull=False, closed__isnull=False)
                ),
                name="a_row_of_a_hold_stands_in_its_chain",
            ),
            models.CheckConstraint(condition=~Q(code=""), name="a_transfer_says_what_for"),
        ]

    def __str__(self) -> str:
        return str(self.key)


class Period(models.Model):
    """All days up to `until` are closed: no transfer may take one of them as its accounting day."""

    append_only = True

    until = models.DateField(unique=True)
    closed_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["until"]

    def __str__(self) -> str:
        return str(self.until)


class Mark(models.Model):
    """The balance an account carried out of a closed period."""

    append_only = True

    account = models.ForeignKey(Account, models.PROTECT, related_name="marks", db_index=False)
    day = models.DateField()
    balance = models.BigIntegerField()

    class Meta:
        ordering = ["account", "day"]
        constraints = [
            models.UniqueConstraint(fields=["account", "day"], include=["balance"], name="one_mark_of_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.day}"
