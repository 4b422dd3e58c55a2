"""What wheels run on: carriageways and the layers below them."""

from decimal import Decimal
from typing import Any, ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Case, F, Func, Q, Value, When
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qala.roads.models.dated import DatedQuerySet, PlacedFields
from qala.roads.rules.register import Category, PavementKind, Surface, area_of

TIME = Func(F("valid_from"), F("valid_to"), Value("[)"), function="daterange")
METRES = Func(F("from_m"), F("to_m"), Value("[)"), function="numrange")
# Left, centre, right as [0,1), [1,2), [2,3): "both" spans all three, so that ranges meet where sides do.
SIDES = Func(
    Case(When(side="right", then=Value(2)), When(side="centre", then=Value(1)), default=Value(0)),
    Case(When(side="left", then=Value(1)), When(side="centre", then=Value(2)), default=Value(3)),
    Value("[)"),
    function="int4range",
)


class Carriageway(PlacedFields):
    """A stretch of carriageway of one width, surface and category."""

    SURFACES = (
        (Surface.ASPHALT.value, _("asphalt concrete")),
        (Surface.CONCRETE.value, _("cement concrete")),
        (Surface.PAVING.value, _("paving stones")),
        (Surface.COLD_ASPHALT.value, _("cold or thin asphalt")),
        (Surface.BITUMEN_SOIL.value, _("soil or stone bound with bitumen")),
        (Surface.GRAVEL.value, _("gravel")),
        (Surface.CRUSHED_STONE.value, _("crushed stone")),
        (Surface.IMPROVED_SOIL.value, _("improved soil")),
        (Surface.SOIL.value, _("earth")),
        (Surface.UNKNOWN.value, _("surface not known")),
    )
    PAVEMENTS = (
        (PavementKind.CAPITAL.value, pgettext_lazy("pavement", "capital")),
        (PavementKind.LIGHT.value, pgettext_lazy("pavement", "light")),
        (PavementKind.TRANSITIONAL.value, pgettext_lazy("pavement", "transitional")),
        (PavementKind.GRAVEL.value, pgettext_lazy("pavement", "gravel")),
        (PavementKind.SOIL.value, pgettext_lazy("pavement", "soil")),
    )
    CATEGORIES = (
        (Category.IA.value, "IА"),
        (Category.IB.value, "IБ"),
        (Category.IC.value, "IВ"),
        (Category.II.value, "II"),
        (Category.III.value, "III"),
        (Category.IV.value, "IV"),
        (Category.V.value, "V"),
    )

    width_min_m = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    width_max_m = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    lanes = models.PositiveSmallIntegerField(null=True, blank=True)
    measured_area_m2 = models.DecimalField(max_digits=10, decimal_places=1, null=True, blank=True)
    surface = models.CharField(max_length=20, choices=SURFACES, default=Surface.UNKNOWN.value)
    pavement = models.CharField(max_length=12, choices=PAVEMENTS, blank=True, default="")
    category = models.CharField(max_length=3, choices=CATEGORIES, blank=True, default="")
    built_year = models.PositiveSmallIntegerField(null=True, blank=True)

    objects = DatedQuerySet["Carriageway"].as_manager()

    class Meta(PlacedFields.Meta):
        ordering = ("segment_id", "from_m", "side", "pk")
        indexes: ClassVar = [models.Index(name="carriageway_along_segment", fields=["segment", "from_m"])]
        constraints: ClassVar = [
            *PlacedFields.Meta.constraints,
            ExclusionConstraint(
                name="one_carriageway_at_a_place_and_time",
                expressions=[
                    ("segment", RangeOperators.EQUAL),
                    (METRES, RangeOperators.OVERLAPS),
                    (SIDES, RangeOperators.OVERLAPS),
                    (TIME, RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(name="carriageway_has_length", condition=Q(to_m__gt=F("from_m"))),
            models.CheckConstraint(name="carriageway_takes_whole_sides", condition=Q(lane=None)),
            models.CheckConstraint(
                name="carriageway_width_is_lawful",
                condition=Q(width_min_m=None, width_max_m=None)
                | Q(width_min_m__gt=0, width_max_m__gte=F("width_min_m"), width_max_m__lte=100),
            ),
            models.CheckConstraint(
                name="carriageway_has_lanes", condition=Q(lanes=None) | Q(lanes__gte=1, lanes__lte=16)
            ),
            models.CheckConstraint(
                name="carriageway_area_is_positive", condition=Q(measured_area_m2=None) | Q(measured_area_m2__gt=0)
            ),
            models.CheckConstraint(
                name="carriageway_surface_is_known", condition=Q(surface__in=[one.value for one in Surface])
            ),
            models.CheckConstraint(
                name="carriageway_pavement_is_known",
                condition=Q(pavement__in=["", *(one.value for one in PavementKind)]),
            ),
            models.CheckConstraint(
                name="carriageway_category_is_known", condition=Q(category__in=["", *(one.value for one in Category)])
            ),
            models.CheckConstraint(
                name="carriageway_year_is_lawful",
                condition=Q(built_year=None) | Q(built_year__gte=1800, built_year__lte=2200),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.segment_id}: {self.from_m}–{self.to_m}"

    @property
    def length_m(self) -> Decimal:
        """Metres along the segment."""
        return self.to_m - self.from_m

    @property
    def area_m2(self) -> Decimal | None:
        """Square metres: as measured, else mean width times length; None where no width is known."""
        if self.measured_area_m2 is not None:
            return self.measured_area_m2
        return area_of(self.width_min_m, self.width_max_m, self.length_m)

    def when_cut(self, share: Decimal) -> dict[str, Any]:
        """A measured area was measured of the whole: of a part it is only known by width and length again."""
        return {} if share == 1 else {"measured_area_m2": None}


class Layer(PlacedFields):
    """One layer of a pavement; the first lies on top."""

    order = models.PositiveSmallIntegerField()
    material = models.CharField(max_length=80)
    thickness_cm = models.DecimalField(max_digits=5, decimal_places=1, null=True, blank=True)
    laid_year = models.PositiveSmallIntegerField(null=True, blank=True)
    contract = models.CharField(max_length=80, blank=True, default="")
    samples = models.CharField(max_length=200, blank=True, default="")

    objects = DatedQuerySet["Layer"].as_manager()

    class Meta(PlacedFields.Meta):
        ordering = ("segment_id", "from_m", "order", "pk")
        constraints: ClassVar = [
            *PlacedFields.Meta.constraints,
            ExclusionConstraint(
                name="one_layer_of_an_order_at_a_place_and_time",
                expressions=[
                    ("segment", RangeOperators.EQUAL),
                    ("order", RangeOperators.EQUAL),
                    (METRES, RangeOperators.OVERLAPS),
                    (SIDES, RangeOperators.OVERLAPS),
                    (TIME, RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(name="layer_has_length", condition=Q(to_m__gt=F("from_m"))),
            models.CheckConstraint(name="layers_are_counted_from_one", condition=Q(order__gte=1)),
            models.CheckConstraint(name="layer_names_its_material", condition=~Q(material="")),
            models.CheckConstraint(
                name="layer_thickness_is_positive", condition=Q(thickness_cm=None) | Q(thickness_cm__gt=0)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.segment_id}: {self.order}. {self.material}"
