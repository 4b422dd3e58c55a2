"""Whose a street is, and its papers and photos."""

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qala.places.models import Street
from qala.roads.models.carriageway import TIME
from qala.roads.models.dated import DatedFields, DatedQuerySet, PlacedFields
from qala.roads.rules.register import PaperKind


class Holding(DatedFields):
    """Who owns a street and on whose balance it stands, since when and by what act."""

    street = models.ForeignKey(Street, models.PROTECT, related_name="holdings")
    owner = models.CharField(max_length=160)
    holder = models.CharField(max_length=160)
    act = models.CharField(max_length=160, blank=True, default="")

    objects = DatedQuerySet["Holding"].as_manager()

    class Meta(DatedFields.Meta):
        ordering = ("street_id", "valid_from")
        constraints: ClassVar = [
            *DatedFields.Meta.constraints,
            ExclusionConstraint(
                name="one_holding_of_a_street_at_a_time",
                expressions=[("street", RangeOperators.EQUAL), (TIME, RangeOperators.OVERLAPS)],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.street_id}: {self.holder}"


class Paper(models.Model):
    """A paper of a street: an act, a contract, a drawing. The file lies below MEDIA_ROOT under its fingerprint."""

    append_only = True

    KINDS = (
        (PaperKind.ACT.value, _("act")),
        (PaperKind.CONTRACT.value, _("contract")),
        (PaperKind.DRAWING.value, _("drawing")),
        (PaperKind.PROTOCOL.value, pgettext_lazy("paper", "protocol")),
        (PaperKind.PASSPORT.value, _("passport of an older form")),
        (PaperKind.OTHER.value, pgettext_lazy("paper", "other paper")),
    )

    street = models.ForeignKey(Street, models.PROTECT, related_name="papers")
    about = models.CharField(max_length=80, blank=True, default="")
    kind = models.CharField(max_length=10, choices=KINDS)
    number = models.CharField(max_length=80, blank=True, default="")
    signed_on = models.DateField()
    sha256 = models.CharField(max_length=64)
    path = models.CharField(max_length=200)
    received_at = models.DateTimeField()

    class Meta:
        ordering = ("street_id", "-signed_on", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(name="a_paper_is_kept_once_per_street", fields=["street", "sha256"]),
            models.CheckConstraint(name="paper_fingerprint_is_sha256", condition=Q(sha256__regex=r"^[0-9a-f]{64}$")),
            models.CheckConstraint(name="paper_kind_is_known", condition=Q(kind__in=[k.value for k in PaperKind])),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}".strip()


class RoadPhoto(PlacedFields):
    """A photo taken at a place of a street on a day; the file lies below MEDIA_ROOT under its fingerprint."""

    taken_on = models.DateField()
    place_by_hand = models.BooleanField(null=True)
    """Whether only whoever brought it says where it was taken; None where it was kept before that was noted."""
    sha256 = models.CharField(max_length=64)
    path = models.CharField(max_length=200)
    received_at = models.DateTimeField()

    objects = DatedQuerySet["RoadPhoto"].as_manager()

    class Meta(PlacedFields.Meta):
        ordering = ("segment_id", "from_m", "-taken_on", "pk")
        constraints: ClassVar = [
            *PlacedFields.Meta.constraints,
            models.CheckConstraint(name="photo_fingerprint_is_sha256", condition=Q(sha256__regex=r"^[0-9a-f]{64}$")),
        ]

    def __str__(self) -> str:
        return f"{self.segment_id}: {self.taken_on}"
