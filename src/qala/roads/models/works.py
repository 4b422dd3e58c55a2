"""Works on roads: steps, lots and samples, evidence, prices. The database refuses what the brief calls impossible."""

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from qala.places.models import PositionFields
from qala.roads.rules.works import WORKS, Kind, Size

KINDS = (
    (Kind.CURRENT.value, pgettext_lazy("repair", "current repair")),
    (Kind.MEDIUM.value, pgettext_lazy("repair", "medium repair")),
    (Kind.CAPITAL.value, pgettext_lazy("repair", "capital repair")),
)
SIGNED = ("contracted", "in_work", "suspended", "accepted")


class RoadNorm(models.Model):
    """A figure that works go by, from a day on, with its source. A new figure is a new row."""

    append_only = True

    slug = models.CharField(max_length=40)
    value = models.DecimalField(max_digits=10, decimal_places=2)
    valid_from = models.DateField()
    source = models.CharField(max_length=300)
    mark = models.CharField(max_length=8)
    verified = models.BooleanField(default=False)

    class Meta:
        ordering = ("slug", "-valid_from")
        constraints: ClassVar = [
            models.UniqueConstraint(name="one_road_norm_a_day", fields=["slug", "valid_from"]),
            models.CheckConstraint(name="road_norm_names_its_source", condition=~Q(source="")),
        ]

    def __str__(self) -> str:
        return f"{self.slug} {self.value}"


class Works(models.Model):
    """One piece of works under one contract. `kind` is reckoned from layers and area, by action and trigger alike."""

    state = models.CharField(max_length=10, default=WORKS.start)
    kind = models.CharField(max_length=10, choices=KINDS)
    why = models.CharField(max_length=300)
    case = models.CharField(max_length=80, blank=True, default="")
    noted_on = models.DateField()
    top_cm = models.DecimalField(max_digits=5, decimal_places=1, default=Decimal(0))
    base_cm = models.DecimalField(max_digits=5, decimal_places=1, default=Decimal(0))
    area_m2 = models.DecimalField(max_digits=10, decimal_places=1)
    whole_m2 = models.DecimalField(max_digits=10, decimal_places=1, default=Decimal(0))
    programmed_year = models.PositiveSmallIntegerField(null=True)
    expertise = models.CharField(max_length=80, blank=True, default="")
    contract = models.CharField(max_length=80, blank=True, default="")
    contractor = models.CharField(max_length=80, blank=True, default="")
    price_tiyn = models.BigIntegerField(null=True)
    act = models.CharField(max_length=80, blank=True, default="")
    """The paper act of works accepted before the city kept them here; empty for all others."""
    guarantee_years = models.PositiveSmallIntegerField(null=True)
    measured_m = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    measured_area_m2 = models.DecimalField(max_digits=10, decimal_places=1, null=True)
    measured_top_cm = models.DecimalField(max_digits=5, decimal_places=1, null=True)
    measured_base_cm = models.DecimalField(max_digits=5, decimal_places=1, null=True)
    measured_by = models.CharField(max_length=80, blank=True, default="")
    started_on = models.DateField(null=True)
    started_by = models.CharField(max_length=80, blank=True, default="")
    accepted_on = models.DateField(null=True)
    accepted_by = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        ordering = ("-noted_on", "-pk")
        verbose_name_plural = "works"
        indexes: ClassVar = [models.Index(name="works_by_state", fields=["state", "accepted_on"])]
        constraints: ClassVar = [
            models.CheckConstraint(name="works_state_is_known", condition=Q(state__in=WORKS.states)),
            models.CheckConstraint(name="works_have_an_area", condition=Q(area_m2__gt=0, whole_m2__gte=0)),
            models.CheckConstraint(name="works_layers_are_not_negative", condition=Q(top_cm__gte=0, base_cm__gte=0)),
            models.CheckConstraint(name="works_say_why", condition=~Q(why="")),
            models.CheckConstraint(
                name="programmed_works_have_a_year",
                condition=Q(state__in=["need", "candidate", "cancelled"]) | Q(programmed_year__isnull=False),
            ),
            models.CheckConstraint(
                name="capital_works_have_their_expertise",
                condition=~Q(kind="capital", state__in=["tendered", *SIGNED]) | ~Q(expertise="") | ~Q(act=""),
            ),
            models.CheckConstraint(
                name="contracted_works_name_contract_and_price",
                condition=~Q(state__in=SIGNED) | Q(price_tiyn__gt=0) & ~Q(contract="") & ~Q(contractor=""),
            ),
            models.CheckConstraint(
                name="a_second_person_accepts_measured_works",
                condition=~Q(state="accepted")
                | ~Q(act="")
                | Q(measured_m__gt=0, accepted_on__isnull=False, accepted_on__gte=F("started_on"))
                & ~Q(accepted_by="")
                & ~Q(measured_by="")
                & ~Q(accepted_by=F("measured_by"))
                & ~Q(accepted_by=F("started_by")),
            ),
            models.CheckConstraint(
                name="works_of_a_paper_act_are_accepted",
                condition=Q(act="") | Q(state="accepted", accepted_on__isnull=False, noted_on=F("accepted_on")),
            ),
            models.UniqueConstraint(name="a_paper_act_once", fields=["act", "accepted_on"], condition=~Q(act="")),
            models.CheckConstraint(
                name="measured_works_have_an_area_and_layers",
                condition=Q(measured_area_m2=None)
                | Q(measured_area_m2__gt=0, measured_top_cm__gte=0, measured_base_cm__gte=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} · {self.get_kind_display()}"

    @property
    def size(self) -> Size:
        """Layers and area: of each the larger of what was agreed and what was laid."""
        return Size(
            max(self.top_cm, self.measured_top_cm or self.top_cm),
            max(self.base_cm, self.measured_base_cm or self.base_cm),
            max(self.area_m2, self.measured_area_m2 or self.area_m2), self.whole_m2,
        )  # fmt: skip

    def get_state_display(self) -> str:
        """The state as people say it."""
        return WORKS.word(self.state)


class WorksStep(models.Model):
    """One step of works: who, when, why."""

    append_only = True

    works = models.ForeignKey(Works, models.PROTECT, related_name="steps")
    verb = models.CharField(max_length=10)
    after = models.CharField(max_length=10)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
    reason = models.TextField(blank=True, default="")

    class Meta:
        ordering = ("works_id", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(name="cancelling_works_has_a_reason", condition=~Q(verb="cancel") | ~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.works_id} {self.verb}"


class LineAnswer(models.Model):
    """What a design does about one line below: the age of each must be answered for."""

    append_only = True

    works = models.ForeignKey(Works, models.PROTECT, related_name="line_answers")
    line = models.ForeignKey("roads.BuriedLine", models.PROTECT, related_name="+")
    answer = models.CharField(max_length=300)

    class Meta:
        ordering = ("works_id", "line_id")
        constraints: ClassVar = [
            models.UniqueConstraint(name="one_answer_per_line", fields=["works", "line"]),
            models.CheckConstraint(name="line_answer_says_something", condition=~Q(answer="")),
        ]

    def __str__(self) -> str:
        return f"{self.works_id}: {self.line_id}"


class Lot(models.Model):
    """A lot of material that samples speak for; `replaces` is the failed lot it was laid instead of."""

    append_only = True

    works = models.ForeignKey(Works, models.PROTECT, related_name="lots")
    number = models.CharField(max_length=40)
    material = models.CharField(max_length=80)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")

    class Meta:
        ordering = ("works_id", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(name="one_lot_of_a_number", fields=["works", "number"]),
            models.CheckConstraint(name="a_lot_does_not_replace_itself", condition=~Q(replaces=F("pk"))),
        ]

    def __str__(self) -> str:
        return self.number


class Sample(models.Model):
    """What the laboratory said of a lot; a later sample tests it again, the earlier one stays."""

    append_only = True

    lot = models.ForeignKey(Lot, models.PROTECT, related_name="samples")
    taken_on = models.DateField()
    passed = models.BooleanField()
    protocol = models.CharField(max_length=80)
    by = models.CharField(max_length=80)

    class Meta:
        ordering = ("lot_id", "pk")
        constraints: ClassVar = [models.CheckConstraint(name="sample_has_a_protocol", condition=~Q(protocol=""))]

    def __str__(self) -> str:
        return f"{self.protocol} {self.passed}"


class Evidence(PositionFields):
    """A photo of works with the point where it was taken, laid on the street: it lies under its fingerprint."""

    append_only = True

    works = models.ForeignKey(Works, models.PROTECT, related_name="evidence")
    sha256 = models.CharField(max_length=64)
    path = models.CharField(max_length=160)
    longitude = models.FloatField()
    latitude = models.FloatField()
    place_by_hand = models.BooleanField(null=True)
    """Whether somebody typed the place, as the picture carries none; None where it was kept before that was noted."""
    taken_on = models.DateField()
    by = models.CharField(max_length=80)

    class Meta(PositionFields.Meta):
        ordering = ("works_id", "pk")
        constraints: ClassVar = [
            *PositionFields.Meta.constraints,
            models.UniqueConstraint(name="a_photo_proves_once", fields=["sha256"]),
        ]

    def __str__(self) -> str:
        return f"{self.works_id} {self.sha256[:8]}"


class PriceChange(models.Model):
    """A decision to change a price. A trigger refuses a higher price without one."""

    append_only = True

    works = models.ForeignKey(Works, models.PROTECT, related_name="price_changes")
    before_tiyn = models.BigIntegerField()
    after_tiyn = models.BigIntegerField()
    decision = models.CharField(max_length=80)
    reason = models.TextField()
    by = models.CharField(max_length=80)
    decided_on = models.DateField()

    class Meta:
        ordering = ("works_id", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="price_change_is_reasoned", condition=Q(after_tiyn__gt=0) & ~Q(decision="") & ~Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.before_tiyn} → {self.after_tiyn}"


class Wait(models.Model):
    """Works or a dig that wait for something: until when, who answers for it, and what covers the place meanwhile."""

    append_only = True

    works = models.ForeignKey(Works, models.PROTECT, null=True, related_name="waits")
    cut = models.ForeignKey("roads.Cut", models.PROTECT, null=True, related_name="waits")
    waiting_for = models.CharField(max_length=200)
    until_on = models.DateField()
    owner = models.CharField(max_length=120)
    cover = models.CharField(max_length=120)
    by = models.CharField(max_length=80)

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar = [
            models.CheckConstraint(
                name="waiting_has_a_date_an_owner_and_a_cover",
                condition=~Q(waiting_for="") & ~Q(owner="") & ~Q(cover=""),
            ),
            models.CheckConstraint(
                name="works_or_a_dig_wait",
                condition=Q(works__isnull=False, cut=None) | Q(works=None, cut__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.waiting_for} · {self.until_on}"
