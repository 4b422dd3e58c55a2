"""Who answers for a child, and what a person agreed to."""

from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q, Value
from django.utils.translation import gettext_lazy as _

from qala.kernel.clock import today
from qala.kernel.translated import TranslatedField
from qala.people.models.appointments import DateRange
from qala.people.models.persons import Person
from qala.people.rules import Keeping


class GuardianshipBasis(models.TextChoices):
    """Why a person answers for a child."""

    BIRTH = "birth", _("parent by birth record")
    ADOPTION = "adoption", _("adoption")
    GUARDIAN = "guardian", _("appointed guardian")
    FOSTER = "foster", _("foster family")
    COURT = "court", _("court decision")


class GuardianshipQuerySet(models.QuerySet["Guardianship"]):
    """Sentences about guardianship."""

    def in_force(self, on: date | None = None) -> "GuardianshipQuerySet":
        """Guardianships that hold on a day."""
        day = on or today()
        return self.filter(Q(from_on__lte=day), Q(until_on__isnull=True) | Q(until_on__gt=day))


class Guardianship(models.Model):
    """A grown person answers for a child. `until_on` is the first day it no longer holds."""

    guardian = models.ForeignKey(Person, models.PROTECT, related_name="wards")
    child = models.ForeignKey(Person, models.PROTECT, related_name="guardians")
    basis = models.CharField(max_length=10, choices=GuardianshipBasis)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    objects = GuardianshipQuerySet.as_manager()

    class Meta:
        ordering = ["child", "from_on", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(guardian=F("child")), name="nobody_is_their_own_guardian"),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
                name="a_guardianship_ends_after_it_begins",
            ),
            ExclusionConstraint(
                name="no_two_same_guardianships_at_once",
                expressions=[
                    ("guardian", RangeOperators.EQUAL),
                    ("child", RangeOperators.EQUAL),
                    (DateRange(F("from_on"), F("until_on"), Value("[)")), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.guardian_id} → {self.child_id}"


class ConsentText(models.Model):
    """What people are asked to agree to, word by word. A new wording is a new row; nothing is rewritten."""

    append_only = True

    purpose = models.SlugField(max_length=60)
    version = models.SlugField(max_length=20)
    titles = TranslatedField()
    texts = TranslatedField()
    from_on = models.DateField()

    class Meta:
        ordering = ["purpose", "-from_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["purpose", "version"], name="one_consent_text_per_version"),
            models.UniqueConstraint(fields=["purpose", "from_on"], name="one_consent_text_begins_on_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.version}"


class RetentionRule(models.Model):
    """How long contact and person are kept after the last need, since a day, by a named source."""

    from_on = models.DateField(unique=True)
    contact_days = models.PositiveIntegerField()
    person_days = models.PositiveIntegerField()
    source = models.CharField(max_length=300)
    verified = models.BooleanField(default=False)

    class Meta:
        ordering = ["from_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(contact_days__lte=F("person_days")), name="contact_is_kept_no_longer_than_the_person"
            ),
            models.CheckConstraint(condition=~Q(source=""), name="a_retention_rule_names_its_source"),
        ]

    def __str__(self) -> str:
        return f"{self.from_on} {self.contact_days}/{self.person_days}"

    @property
    def keeping(self) -> Keeping:
        return Keeping(self.from_on, self.contact_days, self.person_days, self.source)


class Consent(models.Model):
    """A person agreed to one purpose, by one version of its text, until withdrawn."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="consents")
    purpose = models.SlugField(max_length=60)
    text_version = models.CharField(max_length=20)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["person", "-given_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "purpose"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_live_consent_per_purpose",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("given_at")),
                name="a_consent_is_withdrawn_after_it_is_given",
            ),
            models.CheckConstraint(condition=~Q(text_version=""), name="a_consent_names_its_text"),
        ]

    def __str__(self) -> str:
        return self.purpose

    @property
    def is_live(self) -> bool:
        return self.withdrawn_at is None
