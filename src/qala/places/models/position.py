"""The one Position as columns of another part's row."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from qala.places.models.streets import Segment
from qala.places.rules.position import Position, Side


class PositionFields(models.Model):
    """Where along a street something lies: inherit, and the row has a lawful position.

    A model that inherits must keep the constraints: `class Meta(PositionFields.Meta)`, or add
    `*PositionFields.Meta.constraints` to its own list.
    """

    SIDES = (
        (Side.LEFT.value, _("Left side")),
        (Side.RIGHT.value, _("Right side")),
        (Side.BOTH.value, _("Both sides")),
        (Side.CENTRE.value, _("Centre line")),
    )

    segment = models.ForeignKey(Segment, on_delete=models.PROTECT, related_name="+")
    from_m = models.DecimalField(max_digits=9, decimal_places=2)
    to_m = models.DecimalField(max_digits=9, decimal_places=2)
    side = models.CharField(max_length=6, choices=SIDES, default=Side.BOTH.value)
    lane = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(
                name="%(class)s_runs_forward_from_zero",
                condition=models.Q(from_m__gte=0) & models.Q(to_m__gte=models.F("from_m")),
            ),
            models.CheckConstraint(
                name="%(class)s_side_is_known",
                condition=models.Q(side__in=[side.value for side in Side]),
            ),
            models.CheckConstraint(
                name="%(class)s_lane_has_its_side",
                condition=models.Q(lane__isnull=True) | models.Q(lane__gte=1, side__in=["left", "right"]),
            ),
        ]

    @property
    def position(self) -> Position:
        """The same as arithmetic."""
        return Position(self.segment_id, self.from_m, self.to_m, Side(self.side), self.lane)

    @position.setter
    def position(self, there: Position) -> None:
        self.segment_id = there.segment
        self.from_m, self.to_m = there.from_m, there.to_m
        self.side, self.lane = there.side.value, there.lane
