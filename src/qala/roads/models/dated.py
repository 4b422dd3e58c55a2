"""What every row of the road register has: the days it held, where it was learnt from, and its place."""

from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, Self, TypeVar, cast

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from qala.places.models import PositionFields
from qala.roads.rules.register import Basis

Row = TypeVar("Row", bound=models.Model)


class DatedQuerySet(models.QuerySet[Row]):
    """Sentences about rows that hold from a day until another."""

    def on(self, day: date) -> Self:
        """What held on that day: the register as of any day."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day)

    def present(self) -> Self:
        """What has not ended."""
        return self.filter(valid_to=None)


def rows_of(model: type[Row]) -> "DatedQuerySet[Row]":
    """All rows of a dated model, where the model is only known when the program runs."""
    return cast("DatedQuerySet[Row]", model._default_manager.all())  # noqa: SLF001 - Django's door for just this


class DatedFields(models.Model):
    """A row holds from `valid_from` until the day before `valid_to`; equal days mean that it was a mistake.

    `assumed` names the fields nobody measured: they come from a table of assumptions and are labelled so.
    """

    BASES = (
        (Basis.MEASURED.value, _("measured on the ground")),
        (Basis.DOCUMENT.value, _("from a document")),
        (Basis.MAP.value, _("from a map")),
        (Basis.ASSUMED.value, _("assumed")),
    )

    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    basis = models.CharField(max_length=10, choices=BASES, default=Basis.MEASURED.value)
    source = models.CharField(max_length=40)
    source_id = models.CharField(max_length=120, blank=True, default="")
    assumed = ArrayField(models.CharField(max_length=30), default=list, blank=True)

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(
                name="%(class)s_ends_after_it_begins", condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from"))
            ),
            models.CheckConstraint(name="%(class)s_names_its_source", condition=~Q(source="")),
            models.CheckConstraint(
                name="%(class)s_basis_is_known", condition=Q(basis__in=[basis.value for basis in Basis])
            ),
        ]

    def holds_on(self, day: date) -> bool:
        """Whether the row held on a day."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


class PlacedFields(PositionFields, DatedFields):
    """A dated row that lies somewhere along a segment. A trigger keeps its metres within the segment.

    `carried_from` is the row it continues after its segment was cut, joined or drawn anew.
    """

    carried_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="carried_to")

    class Meta:
        abstract = True
        constraints: ClassVar = [*PositionFields.Meta.constraints, *DatedFields.Meta.constraints]

    def when_cut(self, share: Decimal) -> dict[str, Any]:  # noqa: ARG002 - most rows say the same of every part
        """What changes when only a share of the row's length lives on."""
        return {}
