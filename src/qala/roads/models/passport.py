"""Passports of streets in their versions, and the inventories of the whole network."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qala.places.models import Street


class Passport(models.Model):
    """One version of a street's passport. What an approved one says (`told`) never changes: a trigger holds it."""

    STATES = (
        ("draft", pgettext_lazy("passport", "draft")),
        ("surveyed", pgettext_lazy("passport", "surveyed")),
        ("checked", pgettext_lazy("passport", "checked")),
        ("approved", pgettext_lazy("passport", "approved")),
        ("superseded", pgettext_lazy("passport", "superseded")),
    )

    street = models.ForeignKey(Street, models.PROTECT, related_name="passports")
    version = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=STATES, default="draft")
    as_of_on = models.DateField(help_text=_("The day whose register it tells."))
    told = models.JSONField(default=dict)
    sha256 = models.CharField(max_length=64, blank=True, default="")
    drafted_by = models.CharField(max_length=80)
    surveyed_by = models.CharField(max_length=80, blank=True, default="")
    checked_by = models.CharField(max_length=80, blank=True, default="")
    approved_by = models.CharField(max_length=80, blank=True, default="")
    approved_on = models.DateField(null=True, blank=True)
    superseded_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("street_id", "-version")
        constraints: ClassVar = [
            models.UniqueConstraint(name="one_passport_per_street_and_version", fields=["street", "version"]),
            models.UniqueConstraint(
                name="one_approved_passport_per_street", fields=["street"], condition=Q(state="approved")
            ),
            models.UniqueConstraint(
                name="one_passport_in_work_per_street",
                fields=["street"],
                condition=Q(state__in=["draft", "surveyed", "checked"]),
            ),
            models.CheckConstraint(
                name="passport_state_is_known",
                condition=Q(state__in=["draft", "surveyed", "checked", "approved", "superseded"]),
            ),
            models.CheckConstraint(
                name="a_second_person_checks_a_passport",
                condition=Q(checked_by="") | ~Q(checked_by=F("surveyed_by")),
            ),
            models.CheckConstraint(
                name="an_approved_passport_is_frozen",
                condition=~Q(state__in=["approved", "superseded"])
                | Q(approved_on__isnull=False) & ~Q(sha256="") & ~Q(checked_by="") & ~Q(approved_by=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.street_id} · {self.version}"


class Inventory(models.Model):
    """The whole register counted on one day. Every published percentage names the inventory it was reckoned from."""

    append_only = True

    as_of_on = models.DateField()
    made_at = models.DateTimeField()
    streets = models.PositiveIntegerField()
    segments = models.PositiveIntegerField()
    metres = models.DecimalField(max_digits=14, decimal_places=2)
    told = models.JSONField(default=dict)

    class Meta:
        ordering = ("-as_of_on", "-pk")
        verbose_name_plural = "inventories"

    def __str__(self) -> str:
        return f"{self.pk} · {self.as_of_on:%Y-%m-%d}"


class StreetCount(models.Model):
    """How complete one street was when the newest inventory counted it; each newer one writes all of them anew."""

    inventory = models.ForeignKey(Inventory, models.PROTECT, related_name="street_counts")
    street = models.OneToOneField(Street, models.PROTECT, related_name="+")
    overall = models.FloatField()
    shares = ArrayField(models.FloatField())
    """The known part of each field, 0 to 1, in the order of `Field`."""

    class Meta:
        ordering = ("overall", "pk")

    def __str__(self) -> str:
        return f"{self.street_id} · {self.overall:.2f}"

    def known(self, at: int) -> float:
        """The known part of one field."""
        return self.shares[at]
