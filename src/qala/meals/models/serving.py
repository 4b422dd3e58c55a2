"""What happened at the counter: terminals, the events they signed, the meals that count."""

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from qala.kernel.translated import TranslatedField
from qala.meals.models.entitlement import Voucher
from qala.meals.models.norms import Contract
from qala.roster.models import Pupil, School


class Service(models.Model):
    """A meal of the day: breakfast, lunch. Its hours are dated settings: `queries.settings.hours`."""

    slug = models.SlugField(max_length=20, unique=True)
    titles = TranslatedField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.titles)


class Terminal(models.Model):
    """A phone at a counter. It made its P-256 key itself at enrolment; the private half never leaves it."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    school = models.ForeignKey(School, models.PROTECT, related_name="terminals")
    name = models.CharField(max_length=60)
    public_key = models.BinaryField(max_length=65, unique=True)
    enrolled_at = models.DateTimeField()
    enrolled_by = models.CharField(max_length=80)
    revoked_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["school", "name"]

    def __str__(self) -> str:
        return self.name

    @property
    def actor_key(self) -> str:
        return f"terminal:{self.key}"


class EnrolmentCode(models.Model):
    """A one-time code by which a phone becomes a terminal. Only its digest is kept."""

    digest = models.BinaryField(max_length=32, unique=True)
    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    made_by = models.CharField(max_length=80)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-expires_at"]

    def __str__(self) -> str:
        return f"{self.school_id} {self.expires_at}"

    @property
    def actor_key(self) -> str:
        """Whoever holds the code acts by it."""
        return f"enrolment:{self.pk}"


class How(models.TextChoices):
    """How the child was known at the counter."""

    CARD = "card", _("card")
    QR = "qr", _("code from the phone")
    QR_OFFLINE = "qr_offline", _("code from the phone, without a network")
    VENDOR = "vendor", _("reading device of a vendor")
    TEACHER = "teacher", _("vouched for by the teacher")
    PAPER = "paper", _("paper sheet")


class Outcome(models.TextChoices):
    """What an event turned out to be. The child ate in every case."""

    ACCEPTED = "accepted", _("counted")
    PROVISIONAL = "provisional", _("waits for a look")
    DUPLICATE = "duplicate", _("the child was served before")
    UNCLAIMED = "unclaimed", _("nobody pays for it")


class ServiceEvent(models.Model):
    """One press at a counter as the terminal signed it. `uid` and the chain are its own; rows never change."""

    append_only = True

    uid = models.UUIDField(unique=True)
    terminal = models.ForeignKey(Terminal, models.PROTECT, related_name="events", db_index=False)
    sequence = models.PositiveIntegerField()
    previous = models.BinaryField(max_length=32)
    digest = models.BinaryField(max_length=32)
    signature = models.BinaryField(max_length=64)
    body = models.BinaryField()
    happened_at = models.DateTimeField()
    received_at = models.DateTimeField(db_default=Now())
    day = models.DateField()
    service = models.ForeignKey(Service, models.PROTECT, related_name="+", db_index=False)
    school = models.ForeignKey(School, models.PROTECT, related_name="+", db_index=False)
    pupil = models.ForeignKey(Pupil, models.PROTECT, null=True, blank=True, related_name="+")
    how = models.CharField(max_length=10, choices=How)
    outcome = models.CharField(max_length=12, choices=Outcome)
    reason = models.SlugField(max_length=40, blank=True, db_index=False)

    class Meta:
        ordering = ["terminal", "sequence"]
        indexes = [models.Index(fields=["school", "day"], name="events_by_school_and_day")]
        constraints = [
            models.UniqueConstraint(fields=["terminal", "sequence"], name="one_event_per_place_in_the_chain"),
            models.CheckConstraint(condition=Q(outcome__in=list(Outcome)), name="an_event_has_a_known_outcome"),
            models.CheckConstraint(
                condition=Q(outcome="accepted", pupil__isnull=False) | (~Q(outcome="accepted") & ~Q(reason="")),
                name="what_is_not_counted_has_its_reason",
            ),
        ]

    def __str__(self) -> str:
        return str(self.uid)


class Meal(models.Model):
    """A meal that counts and is paid: one per child, day and service. Corrected only by a `Reversal`.

    Its child, school, service and contract are compared with its event, voucher and kitchen when it is written
    (migration 0019); a foreign key would look for them once more.
    """

    append_only = True

    event = models.OneToOneField(ServiceEvent, models.PROTECT, related_name="meal", primary_key=True)
    pupil = models.ForeignKey(Pupil, models.PROTECT, related_name="meals", db_index=False, db_constraint=False)
    voucher = models.ForeignKey(Voucher, models.PROTECT, related_name="meals")
    school = models.ForeignKey(School, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    contract = models.ForeignKey(Contract, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    day = models.DateField()
    service = models.ForeignKey(Service, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    band = models.SlugField(max_length=20, db_index=False)
    tiyn = models.BigIntegerField()
    vat_tiyn = models.BigIntegerField()
    draw = models.UUIDField(unique=True)
    counted_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["day", "event"]
        indexes = [
            models.Index(fields=["school", "day"], name="meals_by_school_and_day"),
            models.Index(fields=["contract", "day"], name="meals_by_contract_and_day"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["pupil", "day", "service"], name="one_meal_per_child_per_service"
            ),
            models.CheckConstraint(condition=Q(tiyn__gt=0), name="a_counted_meal_has_a_price"),
            models.CheckConstraint(condition=Q(vat_tiyn__gte=0), name="tax_is_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.pupil_id} {self.day} {self.service_id}"


class Provisional(models.Model):
    """A child was fed and nobody could say at once who pays. Decided by another person than the one who served."""

    event = models.OneToOneField(ServiceEvent, models.PROTECT, related_name="provisional", primary_key=True)
    state = models.CharField(max_length=10, default="opened")
    witness = models.CharField(max_length=80, blank=True)
    decide_until = models.DateField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=80, blank=True)
    tiyn = models.BigIntegerField(default=0)

    class Meta:
        ordering = ["decide_until", "event"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["opened", "confirmed", "rejected", "lapsed"]),
                name="a_provisional_service_has_a_known_state",
            ),
            models.CheckConstraint(
                condition=Q(state="opened", decided_at=None) | (~Q(state="opened") & Q(decided_at__isnull=False)),
                name="a_decision_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event_id} {self.state}"


class DoubleServing(models.Model):
    """A plate for a child who had this meal at another counter: nobody is paid for it, the loss account bears it.

    `tiyn` is what the plate costs under the contract of the second school; `transfer` set it apart, where there was
    money to set apart.
    """

    append_only = True

    event = models.OneToOneField(ServiceEvent, models.PROTECT, related_name="double", primary_key=True)
    meal = models.ForeignKey(Meal, models.PROTECT, related_name="doubles")
    contract = models.ForeignKey(Contract, models.PROTECT, null=True, blank=True, related_name="+")
    cause = models.SlugField(max_length=20)
    tiyn = models.BigIntegerField()
    transfer = models.UUIDField(unique=True, null=True, blank=True)

    class Meta:
        ordering = ["-event"]
        constraints = [
            models.CheckConstraint(
                condition=Q(cause__in=["two_schools", "two_counters"]), name="a_double_has_its_cause"
            ),
            models.CheckConstraint(condition=Q(tiyn__gte=0), name="a_double_costs_what_it_costs"),
            models.CheckConstraint(
                condition=Q(transfer=None) | Q(tiyn__gt=0, contract__isnull=False), name="what_is_set_apart_has_a_price"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event_id} {self.cause}"


class Reversal(models.Model):
    """A counted meal is taken back by a new fact; the meal itself stays."""

    append_only = True

    meal = models.OneToOneField(Meal, models.PROTECT, related_name="reversal", primary_key=True)
    reason = models.SlugField(max_length=40)
    transfer = models.UUIDField(unique=True)
    at = models.DateTimeField(db_default=Now())
    by = models.CharField(max_length=80)

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return f"{self.meal_id} {self.reason}"
