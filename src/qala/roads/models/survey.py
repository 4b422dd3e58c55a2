"""Surveys of condition: what was looked at, what was found, and the rating that came of it."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from qala.places.models import PositionFields, Segment
from qala.roads.rules.sampling import Kept, Sample
from qala.roads.rules.surfaces import Severity, Surface

PERCENT = Q(value__gte=0, value__lte=100)


class Survey(models.Model):
    """One outing: kind, method, device, crew and day; the raw file by its fingerprint. Rows never change.

    `sampling`: for each segment with a draw, how the survey kept to it (`rules.sampling.Kept`), `segment` and `draw`.
    """

    append_only = True
    KINDS = (
        ("primary", _("primary survey")),
        ("yearly", _("yearly repeat")),
        ("acceptance", _("acceptance survey")),
        ("special", _("special survey")),
    )
    METHODS = (("pci", "PCI"), ("iri", "IRI"), ("visual", _("visual rating")), ("deflection", _("deflection")))

    kind = models.CharField(max_length=10, choices=KINDS)
    method = models.CharField(max_length=10, choices=METHODS)
    surveyed_on = models.DateField()
    device = models.CharField(max_length=80, blank=True, default="")
    calibrated_on = models.DateField(null=True)
    crew = models.CharField(max_length=40, blank=True, default="")
    file_sha256 = models.CharField(max_length=64, blank=True, default="")
    without_rating = models.JSONField(default=list)
    sampling = models.JSONField(default=list)

    class Meta:
        ordering = ("-surveyed_on", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="one_survey_per_file", fields=["file_sha256"], condition=~Q(file_sha256="")
            ),
            models.CheckConstraint(
                name="device_was_calibrated_before",
                condition=Q(calibrated_on=None) | Q(calibrated_on__lte=F("surveyed_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.method} {self.surveyed_on}"

    @property
    def kept(self) -> list[tuple[int, int, Kept]]:
        """Segment, draw, and how the survey kept to it."""
        named = [dict(row) for row in self.sampling]
        return [(row.pop("segment"), row.pop("draw"), Kept(**row)) for row in named]


class SampleDraw(models.Model):
    """Which units of a segment are to be looked at; drawn by lot before the survey, and kept.

    `spread` is the deviation of PCI their number was reckoned with, of the survey `spread_from`; assumed without one.
    """

    append_only = True

    segment = models.ForeignKey(Segment, models.PROTECT, related_name="+")
    surface = models.CharField(max_length=10)
    drawn_on = models.DateField()
    total = models.PositiveIntegerField()
    needed = models.PositiveIntegerField()
    every = models.PositiveIntegerField()
    start = models.PositiveIntegerField()
    spread = models.DecimalField(max_digits=5, decimal_places=2)
    spread_from = models.ForeignKey(Survey, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("segment_id", "-drawn_on", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(name="one_draw_per_segment_and_day", fields=["segment", "drawn_on"]),
            models.CheckConstraint(
                name="draw_lies_within_the_section",
                condition=Q(start__gte=1, start__lte=F("every"), needed__gte=1, needed__lte=F("total")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.segment_id}: {self.start} + {self.every}"

    @property
    def sample(self) -> Sample:
        """The draw as the rule tells it."""
        return Sample(self.total, self.needed, self.every, self.start)


class SampleUnit(PositionFields):
    """A stretch that was looked at. `size` in m² (slabs on concrete); an additional unit is an oddity, never drawn."""

    append_only = True

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="units")
    surface = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Surface])
    size = models.DecimalField(max_digits=9, decimal_places=2)
    additional = models.BooleanField(default=False)
    pci = models.DecimalField(max_digits=5, decimal_places=2, null=True)

    class Meta(PositionFields.Meta):
        ordering = ("survey_id", "segment_id", "from_m", "pk")
        constraints: ClassVar = [
            *PositionFields.Meta.constraints,
            models.CheckConstraint(name="sample_unit_has_a_size", condition=Q(size__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.segment_id} {self.from_m}–{self.to_m}"


class Distress(models.Model):
    """One distress of one severity in a unit; quantity in m², m, pieces or slabs as its kind is measured."""

    append_only = True

    unit = models.ForeignKey(SampleUnit, models.PROTECT, related_name="distresses")
    kind = models.CharField(max_length=20)
    severity = models.CharField(max_length=6, choices=[(one.value, one.value) for one in Severity])
    quantity = models.DecimalField(max_digits=9, decimal_places=2)

    class Meta:
        ordering = ("unit_id", "kind", "severity")
        constraints: ClassVar = [
            models.CheckConstraint(name="distress_has_a_quantity", condition=Q(quantity__gt=0)),
            models.UniqueConstraint(name="one_distress_per_kind_and_severity", fields=["unit", "kind", "severity"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.severity} {self.quantity}"


class Rating(PositionFields):
    """A value of condition: which procedure and which curve set made it. `cracks`: a visual sub-score, 1 worst to 5."""

    append_only = True

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="ratings")
    rated_on = models.DateField()
    procedure = models.CharField(max_length=20)
    value = models.DecimalField(max_digits=5, decimal_places=2)
    grade = models.CharField(max_length=20, blank=True, default="")
    surface = models.CharField(max_length=10, blank=True, default="")
    cracks = models.PositiveSmallIntegerField(null=True)
    curve_set = models.CharField(max_length=60, blank=True, default="")
    synthetic = models.BooleanField(default=False)
    units = models.PositiveIntegerField(default=0)

    class Meta(PositionFields.Meta):
        ordering = ("segment_id", "-rated_on", "-pk")
        indexes: ClassVar = [models.Index(name="rating_of_segment", fields=["segment", "procedure", "rated_on"])]
        constraints: ClassVar = [
            *PositionFields.Meta.constraints,
            models.CheckConstraint(name="rating_lies_on_its_scale", condition=PERCENT),
            models.CheckConstraint(
                name="a_pci_names_its_curve_set", condition=~Q(procedure="astm-d6433") | ~Q(curve_set="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.procedure} {self.value} {self.rated_on}"


class WearFit(models.Model):
    """Wear learnt from this city's own ratings of one procedure, on a day. A new fit is a new row."""

    append_only = True

    procedure = models.CharField(max_length=20)
    fitted_on = models.DateField()
    pairs = models.PositiveIntegerField()
    told = models.JSONField()

    class Meta:
        ordering = ("procedure", "-fitted_on", "-pk")

    def __str__(self) -> str:
        return f"{self.procedure} {self.fitted_on}"
