"""Streets and their segments. A street keeps its identity through new names; a segment lives on in successors."""

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex, GistIndex
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qala.kernel.translated import TranslatedField
from qala.places.fields import GeometryField
from qala.places.rules import entries, position
from qala.places.rules.geometry import Box
from qala.places.rules.names import StreetKind


class Street(models.Model):
    """A street of the register. Its present names stand here, all names with their dates in `StreetName`."""

    KINDS = (
        (StreetKind.STREET.value, _("Street")),
        (StreetKind.AVENUE.value, _("Avenue")),
        (StreetKind.LANE.value, pgettext_lazy("places", "Lane")),
        (StreetKind.HIGHWAY.value, _("Highway")),
        (StreetKind.SQUARE.value, pgettext_lazy("places", "Square")),
        (StreetKind.EMBANKMENT.value, _("Embankment")),
        (StreetKind.BOULEVARD.value, _("Boulevard")),
        (StreetKind.PASSAGE.value, pgettext_lazy("places", "Passage")),
        (StreetKind.QUARTER.value, pgettext_lazy("places", "Quarter")),
    )

    source = models.CharField(max_length=40)
    source_id = models.CharField(max_length=200)
    register_number = models.CharField(max_length=40, default="", blank=True)
    names = TranslatedField()
    search = models.TextField(default="")
    kind = models.CharField(max_length=20, choices=KINDS, default=StreetKind.STREET.value)
    districts = models.ManyToManyField("places.District", related_name="streets")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        ordering = ("search", "pk")
        indexes: ClassVar = [
            GinIndex(name="street_search_trigrams", fields=["search"], opclasses=["gin_trgm_ops"]),
            models.Index(name="street_in_name_order", fields=["search", "id"]),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(name="one_street_per_source_key", fields=["source", "source_id"]),
            models.UniqueConstraint(
                name="one_street_per_register_number",
                fields=["register_number"],
                condition=~models.Q(register_number=""),
            ),
            models.CheckConstraint(
                name="street_ends_after_it_begins",
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return str(self.names)

    def get_absolute_url(self) -> str:
        return reverse("places:street", args=[self.pk])


class StreetName(models.Model):
    """A name a street bears or bore, with the days it held."""

    street = models.ForeignKey(Street, on_delete=models.CASCADE, related_name="history")
    names = TranslatedField()
    from_on = models.DateField(null=True)
    until_on = models.DateField(null=True)
    act = models.CharField(max_length=200, default="", blank=True)

    class Meta:
        ordering = (
            "street_id",
            models.F("from_on").asc(nulls_first=True),
            models.F("until_on").asc(nulls_last=True),
            "pk",
        )
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="one_present_name_per_street",
                fields=["street"],
                condition=models.Q(until_on__isnull=True),
            ),
            models.CheckConstraint(
                name="street_name_ends_after_it_begins",
                condition=models.Q(until_on__isnull=True)
                | models.Q(from_on__isnull=True)
                | models.Q(until_on__gte=models.F("from_on")),
            ),
        ]

    def __str__(self) -> str:
        return str(self.names)


class SegmentQuerySet(models.QuerySet["Segment"]):
    """Sentences about segments."""

    def present(self) -> "SegmentQuerySet":
        """Those that have no successor yet."""
        return self.filter(valid_to__isnull=True)


class Segment(models.Model):
    """A stretch of street between two junctions. Its measured length is the measure; the line only draws it."""

    CLASSES = (
        (entries.RoadClass.MOTORWAY.value, _("Motorway")),
        (entries.RoadClass.TRUNK.value, _("Trunk road")),
        (entries.RoadClass.PRIMARY.value, _("Main road")),
        (entries.RoadClass.SECONDARY.value, _("City road")),
        (entries.RoadClass.TERTIARY.value, _("District road")),
        (entries.RoadClass.UNCLASSIFIED.value, _("Local road")),
        (entries.RoadClass.RESIDENTIAL.value, _("Residential street")),
        (entries.RoadClass.LIVING_STREET.value, _("Living street")),
        (entries.RoadClass.SERVICE.value, _("Service road")),
    )

    source = models.CharField(max_length=40)
    source_id = models.CharField(max_length=120)
    street = models.ForeignKey(Street, on_delete=models.PROTECT, null=True, related_name="segments")
    order = models.PositiveIntegerField(default=0)
    line = GeometryField(kinds=("LineString",))
    line_box: Box
    measured_length_m = models.DecimalField(max_digits=9, decimal_places=2)
    length_is_measured = models.BooleanField(default=False)
    from_node = models.CharField(max_length=40, default="", blank=True)
    to_node = models.CharField(max_length=40, default="", blank=True)
    road_class = models.CharField(max_length=20, choices=CLASSES, default=entries.RoadClass.RESIDENTIAL.value)
    surface = models.CharField(max_length=40, default="", blank=True)
    lit = models.BooleanField(null=True)
    lanes = models.PositiveSmallIntegerField(null=True)
    oneway = models.CharField(
        max_length=10,
        choices=[(way.value, way.value) for way in entries.OneWay],
        default=entries.OneWay.BOTH.value,
    )
    by_hand = models.BooleanField(default=False)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    successors = models.ManyToManyField(
        "self", through="places.Succession", symmetrical=False, related_name="predecessors"
    )

    objects = SegmentQuerySet.as_manager()

    class Meta:
        ordering = ("street_id", "order", "pk")
        indexes: ClassVar = [
            GistIndex(name="segment_line_box", fields=["line_box"], condition=models.Q(valid_to__isnull=True))
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="one_present_segment_per_source_key",
                fields=["source", "source_id"],
                condition=models.Q(valid_to__isnull=True),
            ),
            models.CheckConstraint(name="segment_has_length", condition=models.Q(measured_length_m__gt=0)),
            models.CheckConstraint(
                name="segment_ends_after_it_begins",
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
            ),
            models.CheckConstraint(
                name="segment_way_is_known",
                condition=models.Q(oneway__in=[way.value for way in entries.OneWay]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.street or self.source_id} · {self.order}"


class Succession(models.Model):
    """Metres of a segment that live on as metres of another; `onto_from_m > onto_to_m` when turned round."""

    predecessor = models.ForeignKey(Segment, on_delete=models.PROTECT, related_name="heirs")
    successor = models.ForeignKey(Segment, on_delete=models.PROTECT, related_name="inheritances")
    from_m = models.DecimalField(max_digits=9, decimal_places=2)
    to_m = models.DecimalField(max_digits=9, decimal_places=2)
    onto_from_m = models.DecimalField(max_digits=9, decimal_places=2)
    onto_to_m = models.DecimalField(max_digits=9, decimal_places=2)

    class Meta:
        ordering = ("predecessor_id", "from_m")
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="one_succession_per_pair_and_start", fields=["predecessor", "successor", "from_m"]
            ),
            models.CheckConstraint(
                name="succession_runs_forward_from_zero",
                condition=models.Q(from_m__gte=0, onto_from_m__gte=0, onto_to_m__gte=0)
                & models.Q(to_m__gt=models.F("from_m")),
            ),
            models.CheckConstraint(
                name="no_segment_succeeds_itself", condition=~models.Q(predecessor=models.F("successor"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} → {self.successor_id}"

    @classmethod
    def of(cls, share: position.Succession) -> "Succession":
        """The row of what arithmetic found; not saved yet."""
        return cls(
            predecessor_id=share.predecessor, successor_id=share.successor, from_m=share.from_m, to_m=share.to_m,
            onto_from_m=share.onto_from_m, onto_to_m=share.onto_to_m,
        )  # fmt: skip

    @property
    def rule(self) -> position.Succession:
        """The same as arithmetic."""
        return position.Succession(
            self.predecessor_id, self.successor_id, self.from_m, self.to_m, self.onto_from_m, self.onto_to_m
        )
