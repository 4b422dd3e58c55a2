"""Routing tables: versions, rows, one active at a time."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from qala.people.models import Organisation


class RoutingTable(models.Model):
    """One version of the decision table. Draft, then active, then retired; an active one never changes."""

    class State(models.TextChoices):
        DRAFT = "draft"
        ACTIVE = "active"
        RETIRED = "retired"

    version = models.PositiveIntegerField(unique=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFT)
    made_at = models.DateTimeField()
    activated_at = models.DateTimeField(null=True, blank=True)
    # digest of the rows the last dry run was made on: no activation without it
    tried_rows = models.CharField(max_length=64, blank=True)
    tried_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["state"], condition=Q(state="active"), name="one_active_routing_table"),
        ]

    def __str__(self) -> str:
        return f"version {self.version} ({self.state})"


class RoutingRow(models.Model):
    """One row: empty conditions mean any. The row with most conditions wins."""

    table = models.ForeignKey(RoutingTable, models.CASCADE, related_name="rows")
    order = models.PositiveSmallIntegerField(default=0)
    categories = ArrayField(models.SlugField(), default=list, blank=True)
    areas = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    placard_kinds = ArrayField(models.CharField(max_length=10), default=list, blank=True)
    track = models.CharField(max_length=6, blank=True)
    weekdays = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    from_hour = models.TimeField(null=True, blank=True)
    until_hour = models.TimeField(null=True, blank=True)
    is_default = models.BooleanField(default=False)
    department = models.ForeignKey(Organisation, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(from_hour=None, until_hour=None) | Q(from_hour__isnull=False, until_hour__isnull=False),
                name="hours_have_both_ends",
            ),
        ]

    def __str__(self) -> str:
        return f"row {self.pk}"

    @property
    def slug(self) -> str:
        return f"row-{self.pk}"
