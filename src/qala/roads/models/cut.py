"""Digs into a road: what was asked, what stood in the way, who overrode it, how the trench was closed."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from qala.roads.rules.cuts import CUT, EMERGENCY_START, UNCOVERED, Obstacle

ALLOWED = ("permitted", *(one for one in ("opened", "backfilled", "temporary_cover", "permanent_cover", "inspected")))


class Cut(models.Model):
    """One dig of one operator. An emergency is opened first and gets its permit after."""

    state = models.CharField(max_length=16, default=CUT.start)
    emergency = models.BooleanField(default=False)
    operator = models.CharField(max_length=80)
    purpose = models.CharField(max_length=200)
    area_m2 = models.DecimalField(max_digits=8, decimal_places=1)
    from_on = models.DateField()
    until_on = models.DateField()
    asked_by = models.CharField(max_length=80)
    asked_on = models.DateField()
    permit = models.CharField(max_length=80, blank=True, default="")
    permitted_at = models.DateTimeField(null=True)
    guarantor = models.CharField(max_length=120, blank=True, default="")
    opened_at = models.DateTimeField(null=True)
    broke_moratorium = models.BooleanField(default=False)
    cover_until = models.DateField(null=True)
    inspected_on = models.DateField(null=True)
    inspected_by = models.CharField(max_length=80, blank=True, default="")
    unit = models.OneToOneField("roads.SampleUnit", models.PROTECT, null=True, related_name="cut")

    class Meta:
        ordering = ("-from_on", "-pk")
        indexes: ClassVar = [
            models.Index(name="cut_by_state", fields=["state", "from_on"]),
            models.Index(name="cut_by_operator", fields=["operator", "state"]),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(name="cut_state_is_known", condition=Q(state__in=CUT.states)),
            models.CheckConstraint(name="cut_has_an_area", condition=Q(area_m2__gt=0)),
            models.CheckConstraint(name="cut_ends_after_it_begins", condition=Q(until_on__gte=F("from_on"))),
            models.CheckConstraint(name="cut_names_its_operator", condition=~Q(operator="") & ~Q(purpose="")),
            models.CheckConstraint(
                name="an_ordinary_dig_has_its_permit_first",
                condition=Q(emergency=True)
                | ~Q(state__in=ALLOWED)
                | Q(permitted_at__isnull=False) & ~Q(permit="") & ~Q(guarantor=""),
            ),
            models.CheckConstraint(
                name="only_an_emergency_begins_opened",
                condition=Q(emergency=False) | ~Q(state__in=["requested", "conflict_checked", "permitted"]),
            ),
            models.CheckConstraint(
                name="a_temporary_cover_expires", condition=~Q(state="temporary_cover") | Q(cover_until__isnull=False)
            ),
            models.CheckConstraint(
                name="an_opened_dig_has_its_hour",
                condition=Q(opened_at__isnull=False)
                | ~Q(state__in=[EMERGENCY_START, "backfilled", "temporary_cover", "permanent_cover", "inspected"]),
            ),
            models.CheckConstraint(
                name="a_second_person_inspects_a_dig",
                condition=~Q(state="inspected")
                | Q(inspected_on__isnull=False) & ~Q(inspected_by="") & ~Q(inspected_by=F("asked_by")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} · {self.purpose}"

    def get_state_display(self) -> str:
        """The state as people say it."""
        return CUT.word(self.state)

    @property
    def newest_test(self) -> "Compaction | None":
        """The compaction test that counts: the last one."""
        return max(self.compactions.all(), key=lambda one: one.pk, default=None)

    def is_overdue(self, on: date) -> bool:
        """Whether it lies open past the days asked for, or under a temporary cover past the cover's day."""
        until = self.cover_until if self.state == "temporary_cover" else self.until_on
        return self.state in UNCOVERED and until is not None and until < on


class CutStep(models.Model):
    """One step of a dig: who, when, why."""

    append_only = True

    cut = models.ForeignKey(Cut, models.PROTECT, related_name="steps")
    verb = models.CharField(max_length=10)
    after = models.CharField(max_length=16)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
    reason = models.TextField(blank=True, default="")

    class Meta:
        ordering = ("cut_id", "pk")

    def __str__(self) -> str:
        return f"{self.cut_id} {self.verb}"


class CutConflict(models.Model):
    """One obstacle that the check found. Whoever overrides it gives a name and a reason."""

    OBSTACLES = (
        (Obstacle.GUARANTEE.value, pgettext_lazy("dig", "a guarantee is running")),
        (Obstacle.PAVED.value, pgettext_lazy("dig", "paved not long ago")),
        (Obstacle.PROGRAMMED.value, pgettext_lazy("dig", "paving stands in the programme")),
        (Obstacle.JOINT.value, pgettext_lazy("dig", "another dig near in time: a joint trench")),
        (Obstacle.OFFER.value, pgettext_lazy("dig", "large: to be offered to other operators")),
    )

    cut = models.ForeignKey(Cut, models.PROTECT, related_name="conflicts")
    obstacle = models.CharField(max_length=20, choices=OBSTACLES)
    about = models.CharField(max_length=80)
    until_on = models.DateField(null=True)
    overridden_by = models.CharField(max_length=80, blank=True, default="")
    override_reason = models.TextField(blank=True, default="")

    class Meta:
        ordering = ("cut_id", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(name="each_conflict_once", fields=["cut", "obstacle", "about"]),
            models.CheckConstraint(
                name="overriding_needs_a_name_and_a_reason",
                condition=Q(overridden_by="", override_reason="") | ~Q(overridden_by="") & ~Q(override_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cut_id}: {self.obstacle}"


class Compaction(models.Model):
    """A test of how firmly a trench was filled. A later one tests again, the earlier one stays.

    A trigger refuses anybody else's test after an inspector's that failed.
    """

    append_only = True

    cut = models.ForeignKey(Cut, models.PROTECT, related_name="compactions")
    tested_on = models.DateField()
    passed = models.BooleanField()
    protocol = models.CharField(max_length=80)
    by = models.CharField(max_length=80)
    by_inspector = models.BooleanField(default=False)

    class Meta:
        ordering = ("cut_id", "pk")
        constraints: ClassVar = [models.CheckConstraint(name="compaction_has_a_protocol", condition=~Q(protocol=""))]

    def __str__(self) -> str:
        return f"{self.protocol} {self.passed}"
