"""A plan, what it was asked, what it chose, and the prices that prove it. Groups and options are opaque keys."""

import uuid
from fractions import Fraction
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from qala.kernel.workflow import Workflow
from qala.planning.rules.process import WORKFLOW
from qala.planning.rules.proof import gap

PROVED = ("solved", "adopted", "superseded")


class PlanQuerySet(models.QuerySet["Plan"]):
    """Sentences about plans."""

    def of(self, kind: str) -> "PlanQuerySet":
        """Those of one kind, such as `roads.repairs`."""
        return self.filter(kind=kind)

    def adopted(self) -> "PlanQuerySet":
        """Those in force."""
        return self.filter(state="adopted")


class Plan(models.Model):
    """One plan. Value and bound are whole numbers of 1 and 1/``bound_per``; `asked` says what it was asked."""

    WORKFLOW: ClassVar[Workflow] = WORKFLOW

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=160)
    asked = models.JSONField(default=dict)
    asked_by = models.CharField(max_length=80)
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=12, default=WORKFLOW.start)
    progress = models.CharField(max_length=200, default="", blank=True)
    value = models.BigIntegerField(null=True)
    bound = models.DecimalField(max_digits=60, decimal_places=0, null=True)
    bound_per = models.DecimalField(max_digits=30, decimal_places=0, null=True)
    late = models.BooleanField(default=False)
    seconds = models.FloatField(null=True)
    told = models.JSONField(default=dict)
    sha256 = models.CharField(max_length=64, default="", blank=True)
    solved_at = models.DateTimeField(null=True)
    conflict = models.JSONField(default=list)
    adopted_by = models.CharField(max_length=80, default="", blank=True)
    adopted_at = models.DateTimeField(null=True)
    reason = models.TextField(default="", blank=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = ("-asked_at", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(name="a_plan_is_in_a_known_state", condition=Q(state__in=WORKFLOW.states)),
            models.UniqueConstraint(
                name="one_adopted_plan_per_kind", fields=["kind"], condition=Q(state="adopted")
            ),
            models.CheckConstraint(
                name="a_proved_plan_stands_below_its_bound",
                condition=~Q(state__in=PROVED)
                | Q(value__isnull=False, bound__isnull=False, bound_per__gte=1, sha256__regex="^[0-9a-f]{64}$")
                & Q(bound__gte=F("value") * F("bound_per")),
            ),
            models.CheckConstraint(
                name="somebody_else_adopts_a_plan",
                condition=~Q(state__in=["adopted", "superseded"])
                | Q(adopted_at__isnull=False) & ~Q(adopted_by="") & ~Q(adopted_by=F("asked_by")) & ~Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def state_word(self) -> str:
        """The state in the reader's language."""
        return WORKFLOW.word(self.state)

    @property
    def gap(self) -> float:
        """The share of the bound this plan misses at most."""
        if self.value is None or self.bound is None or self.bound_per is None:
            return 1.0
        return float(gap(self.value, Fraction(int(self.bound), int(self.bound_per))))


class PlanDocument(models.Model):
    """The published document of a plan, gzip of canonical JSON: what its sha256 is of."""

    append_only = True

    plan = models.OneToOneField(Plan, models.PROTECT, related_name="document")
    packed = models.BinaryField()

    def __str__(self) -> str:
        return f"document of {self.plan_id}"


class Choice(models.Model):
    """One step of a plan: what is done to a group in a year, from which money, for how much."""

    append_only = True

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="choices")
    group = models.CharField(max_length=80)
    year = models.PositiveSmallIntegerField()
    option = models.CharField(max_length=40)
    source = models.CharField(max_length=40)
    tiyn = models.BigIntegerField()

    class Meta:
        ordering = ("year", "group", "pk")
        indexes: ClassVar = [models.Index(name="choice_of_a_group", fields=["group", "plan"])]
        constraints: ClassVar = [
            models.UniqueConstraint(name="one_step_a_year_for_a_group", fields=["plan", "group", "year"]),
            models.CheckConstraint(name="a_step_costs_something", condition=Q(tiyn__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.group}: {self.option}"


class Weighing(models.Model):
    """What a plan weighed for one group: its courses beside each other at the plan's prices, as the part tells them.

    Kept with the plan, so that the page of one group need not read the whole document.
    """

    append_only = True

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="weighings")
    group = models.CharField(max_length=80)
    told = models.JSONField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="a_plan_weighs_a_group_once", fields=["plan", "group"]),
        ]

    def __str__(self) -> str:
        return self.group


class Limit(models.Model):
    """One shared limit of a plan: what it allows, what is used, and its price in 1/``bound_per`` of worth a unit."""

    append_only = True

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="limits")
    key = models.CharField(max_length=120)
    sense = models.CharField(max_length=8)
    limit = models.BigIntegerField()
    used = models.BigIntegerField()
    price = models.DecimalField(max_digits=40, decimal_places=0)

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar = [
            models.UniqueConstraint(name="one_limit_per_key_of_a_plan", fields=["plan", "key"]),
            models.CheckConstraint(name="a_price_is_never_negative", condition=Q(price__gte=0)),
            models.CheckConstraint(
                name="a_plan_keeps_its_limits",
                condition=Q(sense="at_most", used__lte=F("limit")) | Q(sense="at_least", used__gte=F("limit")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.used} of {self.limit}"
