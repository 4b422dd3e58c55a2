"""Defects of roads, most of them reported by residents first."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from qala.places.models import PositionFields, Segment
from qala.roads.rules.defects import WORKFLOW


class Defect(PositionFields):
    """A defect; a candidate may have no position yet, a confirmed one has. `case` is the key of the proposal."""

    segment = models.ForeignKey(  # type: ignore[assignment]
        Segment, models.PROTECT, null=True, related_name="+"
    )
    from_m = models.DecimalField(max_digits=9, decimal_places=2, null=True)  # type: ignore[assignment]
    to_m = models.DecimalField(max_digits=9, decimal_places=2, null=True)  # type: ignore[assignment]
    state = models.CharField(max_length=10, default=WORKFLOW.start)
    category = models.CharField(max_length=30, blank=True, default="")
    kind = models.CharField(max_length=20, blank=True, default="")
    severity = models.CharField(max_length=6, blank=True, default="")
    quantity = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    case = models.CharField(max_length=80, blank=True, default="")
    announcement = models.BigIntegerField(null=True, unique=True)
    longitude = models.FloatField(null=True)
    latitude = models.FloatField(null=True)
    reported_on = models.DateField()
    judged_by = models.CharField(max_length=80, blank=True, default="")

    class Meta(PositionFields.Meta):
        ordering = ("-reported_on", "-pk")
        indexes: ClassVar = [models.Index(name="defect_by_state", fields=["state", "segment"])]
        constraints: ClassVar = [
            *PositionFields.Meta.constraints,
            models.UniqueConstraint(name="one_defect_per_case", fields=["case"], condition=~Q(case="")),
            models.CheckConstraint(name="defect_state_is_known", condition=Q(state__in=list(WORKFLOW.states))),
            models.CheckConstraint(
                name="a_confirmed_defect_has_a_place",
                condition=Q(state__in=["candidate", "rejected"])
                | Q(segment__isnull=False, from_m__isnull=False, to_m__isnull=False),
            ),
            models.CheckConstraint(
                name="a_judged_defect_names_its_judge", condition=Q(state="candidate") | ~Q(judged_by="")
            ),
            models.CheckConstraint(name="defect_has_a_quantity", condition=Q(quantity=None) | Q(quantity__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.category or self.kind} {self.state}"

    def get_state_display(self) -> str:
        """The state as people say it."""
        return WORKFLOW.word(self.state)
