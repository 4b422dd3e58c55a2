"""Territories: the state classifier, the city's districts, and how many people live in each."""

from typing import ClassVar

from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.urls import reverse

from qala.kernel.translated import TranslatedField
from qala.places.fields import GeometryField


class KatoUnit(models.Model):
    """One territory of the state classifier (KATO). Names repeat: the code is the key, and tells the parent."""

    code = models.CharField(max_length=9, primary_key=True)
    level = models.CharField(max_length=20)
    type_code = models.CharField(max_length=1)
    names = TranslatedField()
    search = models.TextField(default="")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children", db_constraint=True)
    version = models.CharField(max_length=40)
    loaded_at = models.DateTimeField()

    class Meta:
        ordering = ("code",)
        constraints: ClassVar = [
            models.CheckConstraint(name="kato_code_is_nine_digits", condition=models.Q(code__regex=r"^[1-9][0-9]{8}$")),
            models.CheckConstraint(
                name="kato_level_is_known",
                condition=models.Q(level__in=["oblast", "district", "sub_district", "settlement"]),
            ),
        ]

    def __str__(self) -> str:
        return str(self.names)


class Population(models.Model):
    """How many people a territory had, with the page that says so. Sources disagree; each row stays as told."""

    code = models.CharField(max_length=9)
    people = models.PositiveIntegerField()
    as_of_on = models.DateField(null=True)
    precision = models.CharField(max_length=20, default="exact")
    source_url = models.URLField(max_length=500)

    class Meta:
        ordering = ("code", "-as_of_on")
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="one_population_per_place_day_and_source",
                fields=["code", "as_of_on", "source_url"],
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="population_precision_is_known",
                condition=models.Q(precision__in=["exact", "lower_bound", "estimate"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.people}"


class District(models.Model):
    """A district of the city. Its border may be unknown: then no point is said to lie in it."""

    code = models.CharField(max_length=9, primary_key=True)
    names = TranslatedField()
    search = models.TextField(default="")
    area = GeometryField(kinds=("Polygon", "MultiPolygon"), null=True)
    area_source = models.CharField(max_length=40, default="", blank=True)
    note = models.TextField(default="", blank=True)

    class Meta:
        ordering = ("code",)
        indexes: ClassVar = [GistIndex(name="district_area_box", fields=["area_box"])]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="district_code_is_nine_digits", condition=models.Q(code__regex=r"^[1-9][0-9]{8}$")
            ),
            models.CheckConstraint(
                name="district_area_has_its_box",
                condition=models.Q(area__isnull=True, area_box__isnull=True)
                | models.Q(area__isnull=False, area_box__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.names)

    def get_absolute_url(self) -> str:
        return f"{reverse('places:streets')}?district={self.code}"
