"""Guarantees, claims under them, and places that are dangerous until somebody mends them."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from qala.places.models import PositionFields
from qala.roads.models.cut import Cut
from qala.roads.models.defect import Defect
from qala.roads.models.works import Works
from qala.roads.rules.warranties import WARRANTY


class Warranty(models.Model):
    """A guarantee of works or of a dig. A trigger refuses days that do not follow from the act."""

    works = models.OneToOneField(Works, models.PROTECT, null=True, related_name="warranty")
    cut = models.OneToOneField(Cut, models.PROTECT, null=True, related_name="warranty")
    state = models.CharField(max_length=10, default=WARRANTY.start)
    begins_on = models.DateField()
    years = models.PositiveSmallIntegerField()
    until_on = models.DateField()
    source = models.CharField(max_length=300)

    class Meta:
        ordering = ("-until_on", "-pk")
        verbose_name_plural = "warranties"
        indexes: ClassVar = [models.Index(name="warranty_by_end", fields=["state", "until_on"])]
        constraints: ClassVar = [
            models.CheckConstraint(name="warranty_state_is_known", condition=Q(state__in=WARRANTY.states)),
            models.CheckConstraint(
                name="warranty_of_works_or_a_dig",
                condition=Q(works__isnull=False, cut=None) | Q(works=None, cut__isnull=False),
            ),
            models.CheckConstraint(name="warranty_names_its_source", condition=~Q(source="") & Q(years__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.begins_on}–{self.until_on}"

    @property
    def giver(self) -> str:
        """Who gave it: the contractor or the operator, by slug."""
        return self.works.contractor if self.works else self.cut.operator if self.cut else ""

    def get_state_display(self) -> str:
        """The state as people say it."""
        return WARRANTY.word(self.state)


class Claim(models.Model):
    """A defect under a guarantee. Its clock starts no later than the first report."""

    warranty = models.ForeignKey(Warranty, models.PROTECT, related_name="claims")
    about = models.CharField(max_length=300)
    first_reported_on = models.DateField()
    starts_on = models.DateField()
    fixed_on = models.DateField(null=True)
    dismissed_on = models.DateField(null=True)
    dispute = models.TextField(blank=True, default="")
    by = models.CharField(max_length=80)
    defect = models.ForeignKey(Defect, models.PROTECT, null=True, related_name="claims")

    class Meta:
        ordering = ("-starts_on", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="a_claim_starts_with_its_first_report", condition=Q(starts_on__lte=F("first_reported_on"))
            ),
            models.CheckConstraint(name="claim_says_about_what", condition=~Q(about="")),
            models.CheckConstraint(
                name="a_claim_ends_after_it_starts", condition=Q(fixed_on=None) | Q(fixed_on__gte=F("starts_on"))
            ),
            models.UniqueConstraint(
                name="one_open_claim_per_defect",
                fields=["defect"],
                condition=Q(fixed_on=None, dismissed_on=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.warranty_id}: {self.about}"


class Hazard(PositionFields):
    """A dangerous place: since when it is fenced, who answers for it, and by when it is mended."""

    seen_at = models.DateTimeField()
    fenced_at = models.DateTimeField()
    owner = models.CharField(max_length=120)
    due_at = models.DateTimeField()
    about = models.CharField(max_length=300)
    over_at = models.DateTimeField(null=True)

    class Meta(PositionFields.Meta):
        ordering = ("-seen_at", "-pk")
        constraints: ClassVar = [
            *PositionFields.Meta.constraints,
            models.CheckConstraint(name="hazard_has_an_owner", condition=~Q(owner="") & ~Q(about="")),
            models.CheckConstraint(
                name="hazard_has_a_clock", condition=Q(due_at__gt=F("seen_at"), fenced_at__gte=F("seen_at"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.segment_id} {self.about}"
