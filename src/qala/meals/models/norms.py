"""What is dated and has a source: age bands, contracts and their tariffs, settings of the part."""

from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Now

from qala.kernel.translated import TranslatedField
from qala.meals.rules.banking import IBAN
from qala.meals.rules.price import Band, Rate
from qala.people.models import Organisation
from qala.people.models.appointments import DateRange
from qala.roster.models import School


class AgeBand(models.Model):
    """A band of the feeding norm. Rows never change; a new norm is a new set of rows from a later day."""

    append_only = True

    slug = models.SlugField(max_length=20)
    titles = TranslatedField()
    from_age = models.PositiveSmallIntegerField()
    until_age = models.PositiveSmallIntegerField()
    from_on = models.DateField()
    source = models.CharField(max_length=300)
    verified = models.BooleanField(default=False)

    class Meta:
        ordering = ["-from_on", "from_age"]
        constraints = [
            models.UniqueConstraint(fields=["slug", "from_on"], name="one_band_per_slug_and_day"),
            models.CheckConstraint(condition=Q(until_age__gt=F("from_age")), name="a_band_spans_years"),
            models.CheckConstraint(condition=~Q(source=""), name="a_band_names_its_source"),
        ]

    def __str__(self) -> str:
        return str(self.titles)

    def as_rule(self) -> Band:
        return Band(self.slug, self.from_age, self.until_age)


class Contract(models.Model):
    """A supplier cooks for schools. Its money stands in the ledger under `account_root`."""

    number = models.CharField(max_length=60, unique=True)
    supplier = models.ForeignKey(Organisation, models.PROTECT, related_name="meal_contracts")
    schools = models.ManyToManyField(School, related_name="meal_contracts", through="Kitchen")
    #: The meals of the day it covers; none named means all of them.
    services = models.ManyToManyField("meals.Service", related_name="+", blank=True)
    signed_on = models.DateField()
    from_on = models.DateField()
    until_on = models.DateField()
    #: Where the bank pays to; another account is another contract.
    iban = models.CharField(max_length=20, blank=True, default="")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(condition=Q(until_on__gte=F("from_on")), name="a_contract_ends_after_it_begins"),
            models.CheckConstraint(condition=~Q(number=""), name="a_contract_has_its_number"),
            models.CheckConstraint(condition=Q(iban="") | Q(iban__regex=IBAN), name="an_account_is_spelt_as_one"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def account_root(self) -> str:
        return f"meals:contract:{self.pk}"


class Kitchen(models.Model):
    """One supplier cooks at one school at a time. Both days belong to it."""

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="kitchens")
    school = models.ForeignKey(School, models.PROTECT, related_name="kitchens")
    from_on = models.DateField()
    until_on = models.DateField()

    class Meta:
        ordering = ["school", "from_on"]
        constraints = [
            ExclusionConstraint(
                name="one_supplier_cooks_at_a_school",
                expressions=[
                    ("school", RangeOperators.EQUAL),
                    (DateRange(F("from_on"), F("until_on"), Value("[]")), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contract_id} @ {self.school_id}"

    def holds_on(self, day: date) -> bool:
        return self.from_on <= day <= self.until_on


class Tariff(models.Model):
    """The price of one meal for a band under a contract. Rows never change: a new price is a new row of both parties.

    The latest row that has begun holds, until its last day.
    """

    append_only = True

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="tariffs")
    band = models.SlugField(max_length=20)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    tiyn = models.BigIntegerField()
    vat_permille = models.PositiveSmallIntegerField()
    vat_included = models.BooleanField()
    act = models.CharField(max_length=120)
    source = models.CharField(max_length=300)
    verified = models.BooleanField(default=False)

    class Meta:
        ordering = ["contract", "band", "from_on"]
        constraints = [
            models.CheckConstraint(condition=Q(tiyn__gt=0), name="a_meal_costs_something"),
            models.CheckConstraint(condition=Q(vat_permille__lt=1000), name="tax_is_less_than_the_price"),
            models.CheckConstraint(condition=~Q(source=""), name="a_tariff_names_its_source"),
            models.CheckConstraint(condition=~Q(act=""), name="a_tariff_names_its_act"),
            models.UniqueConstraint(fields=["contract", "band", "from_on"], name="one_tariff_begins_on_a_day"),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")), name="a_tariff_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contract_id} {self.band} {self.from_on}"

    def as_rule(self) -> Rate:
        return Rate(self.band, self.from_on, self.until_on, self.tiyn, self.vat_permille, self.vat_included)


class TariffOffer(models.Model):
    """A price one party names. It becomes a tariff when somebody of the other party agrees; neither can do it alone."""

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="offers")
    band = models.SlugField(max_length=20)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    tiyn = models.BigIntegerField()
    vat_permille = models.PositiveSmallIntegerField()
    vat_included = models.BooleanField()
    act = models.CharField(max_length=120)
    source = models.CharField(max_length=300)
    offered_by = models.CharField(max_length=80)
    offered_for = models.CharField(max_length=10)
    offered_at = models.DateTimeField()
    agreed_by = models.CharField(max_length=80, blank=True)
    tariff = models.OneToOneField(Tariff, models.PROTECT, null=True, blank=True, related_name="offer")

    class Meta:
        ordering = ["-offered_at"]
        constraints = [
            models.CheckConstraint(condition=Q(offered_for__in=["city", "supplier"]), name="an_offer_is_of_a_party"),
            models.CheckConstraint(
                condition=Q(agreed_by="", tariff=None)
                | (~Q(agreed_by="") & ~Q(agreed_by=F("offered_by")) & Q(tariff__isnull=False)),
                name="the_other_party_agrees_to_a_price",
            ),
            models.CheckConstraint(condition=Q(tiyn__gt=0), name="an_offer_costs_something"),
        ]

    def __str__(self) -> str:
        return f"{self.contract_id} {self.band} {self.from_on}"


class PublicDay(models.Model):
    """A day on which the country's common calendar differs from the week, as a row that SQL can read. The newest holds.

    `is_working` None: an ordinary day again. Overrides of the city (`kernel.DayOverride`) win over it.
    """

    append_only = True

    day = models.DateField()
    is_working = models.BooleanField(null=True)
    source = models.CharField(max_length=300)
    written_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["day", "pk"]
        indexes = [models.Index(fields=["day", "-id"], name="public_days_by_day")]
        constraints = [
            models.CheckConstraint(condition=~Q(source=""), name="a_public_day_names_its_source"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.is_working}"


class Setting(models.Model):
    """A number of the brief as a dated row: attendance factor, provisional cap, windows, lifetimes."""

    append_only = True

    slug = models.SlugField(max_length=40)
    value = models.IntegerField()
    unit = models.CharField(max_length=20)
    from_on = models.DateField()
    source = models.CharField(max_length=300)
    verified = models.BooleanField(default=False)

    class Meta:
        ordering = ["slug", "from_on"]
        constraints = [
            models.CheckConstraint(condition=Q(value__gte=0), name="no_setting_is_below_zero"),
            models.CheckConstraint(
                condition=~Q(slug="small_group") | Q(value__gte=10), name="a_small_group_is_under_ten"
            ),
            models.UniqueConstraint(fields=["slug", "from_on"], name="one_setting_begins_on_a_day"),
            models.CheckConstraint(condition=~Q(source=""), name="a_setting_names_its_source"),
        ]

    def __str__(self) -> str:
        return f"{self.slug} {self.value} {self.unit}"
