"""A person, and the rows about a person that can be erased one by one."""

import uuid
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from qala.kernel.clock import today
from qala.people.rules import Name, is_minor
from qala.people.sealing import open_seal

if TYPE_CHECKING:
    from qala.people.models.appointments import Appointment
    from qala.people.models.organisations import Organisation

LANGUAGES = [("kk", "Қазақша"), ("ru", "Русский"), ("en", "English")]


class ErasureReason(models.TextChoices):
    """Why nothing but a tombstone is left."""

    RETENTION = "retention", _("the time of keeping is over")
    REQUEST = "request", _("the person asked for it")
    MISTAKE = "mistake", _("enrolled by mistake")


class PersonQuerySet(models.QuerySet["Person"]):
    """Sentences about persons."""

    def living_rows(self) -> "PersonQuerySet":
        """Persons that are not tombstones."""
        return self.filter(erased_at__isnull=True)

    def named_like(self, text: str) -> "PersonQuerySet":
        """Persons whose family or given name begins so."""
        return self.living_rows().filter(Q(family__istartswith=text) | Q(given__istartswith=text))


class Person(models.Model):
    """Somebody the city deals with. The key stays for ever; everything else can be erased."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    family = models.CharField(max_length=100, blank=True)
    given = models.CharField(max_length=100, blank=True)
    patronymic = models.CharField(max_length=100, blank=True)
    birth_on = models.DateField(null=True, blank=True)
    language = models.CharField(max_length=2, choices=LANGUAGES, default="kk")
    enrolled_at = models.DateTimeField()
    needed_on = models.DateField()
    contact_erased_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)
    erasure_reason = models.CharField(max_length=20, blank=True, choices=ErasureReason)

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = ["family", "given", "id"]
        indexes = [
            models.Index("family", "given", name="persons_by_name"),
            models.Index("needed_on", condition=Q(erased_at__isnull=True), name="persons_by_last_need"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True) | Q(family="", given="", patronymic="", birth_on__isnull=True),
                name="a_tombstone_holds_no_name",
            ),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True, erasure_reason="")
                | (Q(erased_at__isnull=False) & ~Q(erasure_reason="")),
                name="an_erasure_has_its_reason",
            ),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True) | Q(contact_erased_at__isnull=False),
                name="contact_is_erased_before_the_person",
            ),
            models.CheckConstraint(condition=Q(language__in=["kk", "ru", "en"]), name="a_person_speaks_kk_ru_or_en"),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True) | Q(erased_at__gte=F("enrolled_at")),
                name="a_person_is_erased_after_enrolment",
            ),
        ]

    def __str__(self) -> str:
        return self.name.full or str(_("A person"))

    @property
    def actor_key(self) -> str:
        """How the journal names this person: opaque, and empty of meaning once the row is a tombstone."""
        return f"person:{self.pk}"

    @property
    def name(self) -> Name:
        return Name(self.family, self.given, self.patronymic)

    @property
    def is_erased(self) -> bool:
        return self.erased_at is not None

    def posts(self, on: date | None = None) -> tuple["Appointment", ...]:
        """Return the appointments in force on a day; kept with the instance, so asked once per request."""
        day = on or today()
        kept: dict[date, tuple[Appointment, ...]] = self.__dict__.setdefault("_posts", {})
        if day not in kept:
            kept[day] = tuple(self.appointments.in_force(day).select_related("organisation"))
        return kept[day]

    def forget_posts(self) -> None:
        """Ask the register again, after an appointment began or ended."""
        self.__dict__.pop("_posts", None)

    def holds(self, role: str, organisation: "Organisation | None" = None, on: date | None = None) -> bool:
        """Tell whether the person holds a role on a day, anywhere or in one organisation."""
        return any(
            post.role == role and (organisation is None or post.organisation_id == organisation.pk)
            for post in self.posts(on)
        )

    def is_minor(self, on: date | None = None) -> bool:
        """Tell whether the person is a child on a day; unknown birth is not called a child."""
        return self.birth_on is not None and is_minor(self.birth_on, on or today())


class Identity(models.Model):
    """The person's IIN, sealed; looked up only by its keyed fingerprint. Erased with the row.

    Anybody can type anybody's IIN. Only a confirmed one (identity provider, register, document seen at a desk)
    names a person; the others are claims, and several people may make the same one.
    """

    person = models.OneToOneField(Person, models.CASCADE, related_name="identity", primary_key=True)
    iin_seal = models.BinaryField()
    iin_fingerprint = models.CharField(max_length=64, db_index=True)
    confirmed_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "identities"
        constraints = [
            models.UniqueConstraint(
                fields=["iin_fingerprint"],
                condition=Q(confirmed_at__isnull=False),
                name="one_person_per_confirmed_iin",
            ),
            models.CheckConstraint(
                condition=Q(iin_fingerprint__regex=r"^[0-9a-f]{64}$"), name="a_fingerprint_is_64_hex_digits"
            ),
        ]

    def __str__(self) -> str:
        return "•" * 12

    @property
    def iin(self) -> str:
        return open_seal(bytes(self.iin_seal))


class ContactKind(models.TextChoices):
    """How a person can be reached."""

    EMAIL = "email", _("e-mail")
    PHONE = "phone", _("phone")
    POST = "post", _("postal address")


class Contact(models.Model):
    """One way to reach a person. Rows go when the time of keeping is over."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="contacts")
    kind = models.CharField(max_length=8, choices=ContactKind)
    value = models.CharField(max_length=300)
    added_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["person", "kind", "id"]
        constraints = [
            models.UniqueConstraint(fields=["person", "kind"], name="one_contact_of_a_kind_per_person"),
            models.CheckConstraint(condition=~Q(value=""), name="a_contact_is_not_empty"),
            models.CheckConstraint(condition=Q(kind__in=["email", "phone", "post"]), name="a_contact_has_a_known_kind"),
        ]

    def __str__(self) -> str:
        return self.value
