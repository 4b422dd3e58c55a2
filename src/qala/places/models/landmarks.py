"""What people name when they say where: house numbers, stops, schools, parks."""

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex, GistIndex
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qala.kernel.translated import Translated, TranslatedField
from qala.places.fields import GeometryField
from qala.places.models.districts import District
from qala.places.models.streets import Street
from qala.places.rules.entries import LandmarkKind


class Address(models.Model):
    """A house number on a street."""

    source = models.CharField(max_length=40)
    source_id = models.CharField(max_length=120)
    street = models.ForeignKey(Street, on_delete=models.PROTECT, related_name="addresses")
    number = models.CharField(max_length=20)
    point = GeometryField(kinds=("Point",))

    class Meta:
        ordering = ("street_id", "number")
        indexes: ClassVar = [GistIndex(name="address_point_box", fields=["point_box"])]
        constraints: ClassVar = [
            models.UniqueConstraint(name="one_address_per_source_key", fields=["source", "source_id"]),
            models.CheckConstraint(name="address_has_a_number", condition=~models.Q(number="")),
        ]

    def __str__(self) -> str:
        return f"{self.street}, {self.number}"

    def get_absolute_url(self) -> str:
        return self.street.get_absolute_url()

    @property
    def names(self) -> Translated:
        """The street's name with the number, language by language."""
        told = self.street.names.as_dict()
        return Translated.of({code: f"{name}, {self.number}" for code, name in told.items()})


class Landmark(models.Model):
    """A stop, a school, a park, a building: a point or an area people know by name."""

    KINDS = (
        (LandmarkKind.STOP.value, _("Bus stop")),
        (LandmarkKind.SCHOOL.value, _("School")),
        (LandmarkKind.KINDERGARTEN.value, _("Kindergarten")),
        (LandmarkKind.CLINIC.value, _("Clinic")),
        (LandmarkKind.HOSPITAL.value, _("Hospital")),
        (LandmarkKind.PARK.value, _("Park")),
        (LandmarkKind.PLAYGROUND.value, _("Playground")),
        (LandmarkKind.BUILDING.value, _("Building")),
        (LandmarkKind.CULTURE.value, pgettext_lazy("places", "Culture")),
        (LandmarkKind.SPORT.value, pgettext_lazy("places", "Sport")),
        (LandmarkKind.MARKET.value, pgettext_lazy("places", "Market")),
        (LandmarkKind.OFFICE.value, _("Public office")),
        (LandmarkKind.WATER.value, pgettext_lazy("places", "Water")),
        (LandmarkKind.OTHER.value, _("Other place")),
    )

    source = models.CharField(max_length=40)
    source_id = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=KINDS)
    names = TranslatedField()
    search = models.TextField(default="")
    shape = GeometryField(kinds=("Point", "LineString", "Polygon", "MultiPolygon"))
    address = models.ForeignKey(Address, on_delete=models.SET_NULL, null=True, related_name="landmarks")
    street = models.ForeignKey(Street, on_delete=models.SET_NULL, null=True, related_name="landmarks")
    district = models.ForeignKey(District, on_delete=models.SET_NULL, null=True, related_name="landmarks")
    closed_on = models.DateField(null=True)

    class Meta:
        ordering = ("search", "pk")
        indexes: ClassVar = [
            GistIndex(name="landmark_shape_box", fields=["shape_box"]),
            GinIndex(name="landmark_search_trigrams", fields=["search"], opclasses=["gin_trgm_ops"]),
            models.Index(name="landmark_kind_in_name_order", fields=["kind", "search", "id"]),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(name="one_landmark_per_source_key", fields=["source", "source_id"]),
            models.CheckConstraint(
                name="landmark_kind_is_known",
                condition=models.Q(kind__in=[kind.value for kind in LandmarkKind]),
            ),
        ]

    def __str__(self) -> str:
        return str(self.names) or str(self.get_kind_display())

    def get_absolute_url(self) -> str:
        return reverse("places:landmark", args=[self.pk])

    @property
    def point(self) -> tuple[float, float]:
        """Longitude and latitude of a point inside it."""
        inside = self.shape if self.shape.geom_type == "Point" else self.shape.representative_point()
        return float(inside.x), float(inside.y)
