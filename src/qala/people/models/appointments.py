"""Who holds which role where, from when until when, and by which act."""

from datetime import date, timedelta

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from qala.kernel.clock import today
from qala.people.models.organisations import Organisation
from qala.people.models.persons import Person
from qala.people.rules import ROLES, Role


class DateRange(Func):
    """The half-open range of days [from, until) as PostgreSQL compares it."""

    function = "daterange"
    output_field = DateRangeField()


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    """Sentences about appointments."""

    def in_force(self, on: date | None = None) -> "AppointmentQuerySet":
        """Appointments that hold on a day."""
        day = on or today()
        return self.filter(Q(from_on__lte=day), Q(until_on__isnull=True) | Q(until_on__gt=day))

    def ending_within(self, days: int, on: date | None = None) -> "AppointmentQuerySet":
        """Appointments in force that end within so many days."""
        day = on or today()
        return self.in_force(day).filter(until_on__lte=day + timedelta(days=days))


class Appointment(models.Model):
    """A person holds a role in an organisation. `until_on` is the first day it no longer holds."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="appointments")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="appointments")
    role = models.CharField(max_length=30, choices=[(slug, slug) for slug in ROLES])
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    act = models.CharField(max_length=100)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        ordering = ["organisation", "role", "from_on", "id"]
        indexes = [models.Index("organisation", "role", name="appointments_by_desk")]
        constraints = [
            ExclusionConstraint(
                name="no_two_same_appointments_at_once",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("organisation", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (DateRange(F("from_on"), F("until_on"), Value("[)")), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
                name="an_appointment_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=~Q(act=""), name="an_appointment_names_its_act"),
            models.CheckConstraint(condition=Q(role__in=list(ROLES)), name="an_appointment_has_a_known_role"),
        ]

    def __str__(self) -> str:
        return f"{self.role} @ {self.organisation_id}"

    @property
    def role_of_office(self) -> Role:
        return ROLES[self.role]

    def holds_on(self, on: date | None = None) -> bool:
        day = on or today()
        return self.from_on <= day and (self.until_on is None or day < self.until_on)
