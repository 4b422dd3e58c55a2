"""A pupil, the cards a pupil carries, and the class a pupil is in."""

import re
import uuid
from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q, Value
from django.utils.translation import gettext_lazy as _

from qala.kernel.clock import today
from qala.people.models import Person
from qala.people.models.appointments import DateRange
from qala.roster.models.schools import SchoolClass


class Pupil(models.Model):
    """A child at school. Name, birth date and guardians stand with the person and can be erased there; this key stays.

    ``key`` is the opaque reference other machines (a terminal, a vendor) may know the child by.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.OneToOneField(Person, models.PROTECT, related_name="pupil")
    source_id = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["source_id"], condition=~Q(source_id=""), name="one_pupil_per_source_key"),
        ]

    def __str__(self) -> str:
        return str(self.person)


class WithdrawalReason(models.TextChoices):
    """Why a card no longer works."""

    LOST = "lost", _("lost")
    BROKEN = "broken", _("broken")
    RETURNED = "returned", _("returned")
    MISTAKE = "mistake", _("issued by mistake")


CARD_CODE = re.compile(r"[0-9A-Za-z-]{4,64}")


class PupilCard(models.Model):
    """A card a pupil carries: an opaque code, never given out twice. `withdrawn_on` is the first day it fails."""

    pupil = models.ForeignKey(Pupil, models.PROTECT, related_name="cards")
    code = models.CharField(max_length=64, unique=True)
    issued_on = models.DateField()
    withdrawn_on = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=10, blank=True, choices=WithdrawalReason)

    class Meta:
        ordering = ["pupil", "issued_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["pupil"], condition=Q(withdrawn_on__isnull=True), name="one_live_card_per_pupil"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gte=F("issued_on")),
                name="a_card_is_withdrawn_after_it_is_issued",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True, reason="") | (Q(withdrawn_on__isnull=False) & ~Q(reason="")),
                name="a_withdrawn_card_has_its_reason",
            ),
            models.CheckConstraint(condition=Q(code__regex=r"^[0-9A-Za-z-]{4,64}$"), name="a_card_code_is_plain"),
        ]

    def __str__(self) -> str:
        return f"…{self.code[-4:]}"


class LeavingReason(models.TextChoices):
    """Why a pupil left a class before the year was over."""

    CLASS_CHANGE = "class_change", _("moved to another class")
    SCHOOL_CHANGE = "school_change", _("moved to another school")
    LEFT_CITY = "left_city", _("left the city")
    GRADUATED = "graduated", _("finished school")
    OTHER = "other", _("another reason")
    MISTAKE = "mistake", _("written down by mistake")


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    """Sentences about enrolments."""

    def in_force(self, on: date | None = None) -> "EnrolmentQuerySet":
        """Enrolments that hold on a day."""
        day = on or today()
        return self.filter(from_on__lte=day, until_on__gt=day)


class Enrolment(models.Model):
    """A pupil is in a class until the day before `until_on`: the end of the year, or earlier with a reason."""

    pupil = models.ForeignKey(Pupil, models.PROTECT, related_name="enrolments")
    school_class = models.ForeignKey(SchoolClass, models.PROTECT, related_name="enrolments")
    from_on = models.DateField()
    until_on = models.DateField()
    left_reason = models.CharField(max_length=20, blank=True, choices=LeavingReason)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        ordering = ["school_class", "from_on", "id"]
        constraints = [
            ExclusionConstraint(
                name="a_pupil_is_in_one_class_at_a_time",
                expressions=[
                    ("pupil", RangeOperators.EQUAL),
                    (DateRange(F("from_on"), F("until_on"), Value("[)")), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(condition=Q(until_on__gte=F("from_on")), name="an_enrolment_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(left_reason="") | Q(left_reason__in=list(LeavingReason)),
                name="a_pupil_leaves_for_a_known_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pupil_id} @ {self.school_class_id}"
