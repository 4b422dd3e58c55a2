"""The ground that works and digs take up. Both lie in one table, so that one question finds what meets."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from qala.roads.models.dated import DatedQuerySet, PlacedFields


class Ground(PlacedFields):
    """A stretch of one work or of one dig; it follows its segment when that is cut or joined."""

    works = models.ForeignKey("roads.Works", models.PROTECT, null=True, related_name="grounds")
    cut = models.ForeignKey("roads.Cut", models.PROTECT, null=True, related_name="grounds")

    objects = DatedQuerySet["Ground"].as_manager()

    class Meta(PlacedFields.Meta):
        ordering = ("segment_id", "from_m", "pk")
        indexes: ClassVar = [
            models.Index(name="ground_present", fields=["segment", "from_m", "to_m"], condition=Q(valid_to=None))
        ]
        constraints: ClassVar = [
            *PlacedFields.Meta.constraints,
            models.CheckConstraint(
                name="ground_of_a_work_or_a_dig",
                condition=Q(works__isnull=False, cut=None) | Q(works=None, cut__isnull=False),
            ),
            models.CheckConstraint(name="ground_has_length", condition=Q(to_m__gt=F("from_m"))),
        ]

    def __str__(self) -> str:
        return f"{self.segment_id}: {self.from_m}–{self.to_m}"
