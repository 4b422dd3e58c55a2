"""What stands along a road, carries it, or lies below it."""

from decimal import Decimal
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qala.roads.models.dated import DatedQuerySet, PlacedFields
from qala.roads.rules.register import ElementKind, LineKind, StructureKind

CENT = Decimal("0.01")


class Element(PlacedFields):
    """A footway, kerb, aryk, lamp, sign, marking, barrier, stop, crossing or row of trees."""

    KINDS = (
        (ElementKind.FOOTWAY.value, _("footway")),
        (ElementKind.KERB.value, _("kerb")),
        (ElementKind.ARYK.value, _("aryk")),
        (ElementKind.LAMP.value, _("lamp")),
        (ElementKind.SIGN.value, _("road sign")),
        (ElementKind.MARKING.value, _("road marking")),
        (ElementKind.BARRIER.value, _("barrier")),
        (ElementKind.STOP.value, _("bus stop")),
        (ElementKind.CROSSING.value, _("crossing")),
        (ElementKind.TREE_ROW.value, _("row of trees")),
    )
    UNITS = (("m", _("m")), ("m2", _("m²")), ("pc", _("pcs")))

    kind = models.CharField(max_length=10, choices=KINDS)
    material = models.CharField(max_length=80, blank=True, default="")
    built_year = models.PositiveSmallIntegerField(null=True, blank=True)
    quantity = models.DecimalField(max_digits=9, decimal_places=2)
    unit = models.CharField(max_length=2, choices=UNITS)
    width_m = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    initial_tiyn = models.BigIntegerField(null=True, blank=True)
    replacement_tiyn = models.BigIntegerField(null=True, blank=True)

    objects = DatedQuerySet["Element"].as_manager()

    class Meta(PlacedFields.Meta):
        ordering = ("segment_id", "kind", "from_m", "pk")
        indexes: ClassVar = [models.Index(name="element_along_segment", fields=["segment", "kind"])]
        constraints: ClassVar = [
            *PlacedFields.Meta.constraints,
            models.CheckConstraint(name="element_kind_is_known", condition=Q(kind__in=[k.value for k in ElementKind])),
            models.CheckConstraint(name="element_has_a_quantity", condition=Q(quantity__gt=0)),
            models.CheckConstraint(name="element_unit_is_known", condition=Q(unit__in=["m", "m2", "pc"])),
            models.CheckConstraint(
                name="element_costs_are_not_negative",
                condition=(Q(initial_tiyn=None) | Q(initial_tiyn__gte=0))
                & (Q(replacement_tiyn=None) | Q(replacement_tiyn__gte=0)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.from_m:.0f}–{self.to_m:.0f}"

    def when_cut(self, share: Decimal) -> dict[str, Any]:
        """Metres, pieces and money are shared out by length."""
        cut: dict[str, Any] = {"quantity": max((self.quantity * share).quantize(CENT), CENT)}
        for cost in ("initial_tiyn", "replacement_tiyn"):
            whole = getattr(self, cost)
            cut[cost] = None if whole is None else int((whole * share).to_integral_value())
        return {} if share == 1 else cut


class Structure(PlacedFields):
    """A bridge, a pipe under the road, a retaining wall: each has a passport of its own."""

    KINDS = (
        (StructureKind.BRIDGE.value, _("bridge")),
        (StructureKind.PIPE.value, _("pipe under the road")),
        (StructureKind.WALL.value, _("retaining wall")),
    )

    kind = models.CharField(max_length=10, choices=KINDS)
    name = models.CharField(max_length=120, blank=True, default="")
    passport_number = models.CharField(max_length=40, blank=True, default="")
    material = models.CharField(max_length=80, blank=True, default="")
    built_year = models.PositiveSmallIntegerField(null=True, blank=True)
    length_m = models.DecimalField(max_digits=8, decimal_places=2, null=True, blank=True)
    width_m = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    load_t = models.DecimalField(max_digits=5, decimal_places=1, null=True, blank=True)
    initial_tiyn = models.BigIntegerField(null=True, blank=True)
    replacement_tiyn = models.BigIntegerField(null=True, blank=True)

    objects = DatedQuerySet["Structure"].as_manager()

    class Meta(PlacedFields.Meta):
        ordering = ("segment_id", "from_m", "pk")
        constraints: ClassVar = [
            *PlacedFields.Meta.constraints,
            models.CheckConstraint(
                name="structure_kind_is_known", condition=Q(kind__in=[k.value for k in StructureKind])
            ),
            models.CheckConstraint(
                name="structure_sizes_are_positive",
                condition=(Q(length_m=None) | Q(length_m__gt=0))
                & (Q(width_m=None) | Q(width_m__gt=0))
                & (Q(load_t=None) | Q(load_t__gt=0)),
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(self.get_kind_display())


class BuriedLine(PlacedFields):
    """A line below the road: a reference to another part's line, shown and not owned.

    Due year with its flex, trench width and price of reinstatement are kept so that a dig can meet a paving.
    """

    KINDS = (
        (LineKind.WATER.value, _("water main")),
        (LineKind.SEWER.value, _("sewer")),
        (LineKind.STORM.value, _("storm drain")),
        (LineKind.HEAT.value, _("heat main")),
        (LineKind.GAS.value, _("gas main")),
        (LineKind.POWER.value, _("power cable")),
        (LineKind.TELECOM.value, pgettext_lazy("line", "telecom cable")),
    )

    kind = models.CharField(max_length=10, choices=KINDS)
    line_key = models.CharField(max_length=80, blank=True, default="")
    holder = models.CharField(max_length=120, blank=True, default="")
    depth_m = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    diameter_mm = models.PositiveIntegerField(null=True, blank=True)
    laid_year = models.PositiveSmallIntegerField(null=True, blank=True)
    due_year = models.PositiveSmallIntegerField(null=True, blank=True)
    due_flex_years = models.PositiveSmallIntegerField(default=0)
    trench_width_m = models.DecimalField(max_digits=4, decimal_places=2, null=True, blank=True)
    reinstatement_tiyn_per_m2 = models.BigIntegerField(null=True, blank=True)

    objects = DatedQuerySet["BuriedLine"].as_manager()

    class Meta(PlacedFields.Meta):
        ordering = ("segment_id", "from_m", "pk")
        constraints: ClassVar = [
            *PlacedFields.Meta.constraints,
            models.CheckConstraint(name="buriedline_kind_is_known", condition=Q(kind__in=[k.value for k in LineKind])),
            models.CheckConstraint(
                name="buriedline_sizes_are_positive",
                condition=(Q(depth_m=None) | Q(depth_m__gt=0)) & (Q(trench_width_m=None) | Q(trench_width_m__gt=0)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.from_m:.0f}–{self.to_m:.0f}"
