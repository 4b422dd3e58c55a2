"""The key to the door: only those who sign in have an account. What they may do follows from appointments."""

from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from qala.kernel.clock import now
from qala.people.models.appointments import Appointment
from qala.people.models.persons import Person

LONGEST_MINUTES = 30


class AccountQuerySet(models.QuerySet["Account"]):
    """Sentences about accounts."""

    def staff(self) -> "AccountQuerySet":
        """Accounts of people who hold a role today."""
        held = Appointment.objects.in_force().values("person")
        return self.filter(person__in=held)


class AccountBook(BaseUserManager["Account"].from_queryset(AccountQuerySet)):  # type: ignore[misc]
    """Finds accounts by their sign-in name. Nobody is created here: `actions.open_account` does that."""

    def get_by_natural_key(self, username: str | None) -> "Account":
        account: Account = self.get(email__iexact=username)
        return account


class Account(AbstractBaseUser):
    """A person's sign-in: e-mail and password for staff, only the identity provider for residents."""

    person = models.OneToOneField(Person, models.PROTECT, related_name="account")
    email = models.EmailField(unique=True, null=True, blank=True)
    is_active = models.BooleanField(default=True)
    opened_at = models.DateTimeField(default=now)

    objects: ClassVar[AccountBook] = AccountBook()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(email=""), name="an_account_email_is_absent_or_filled"),
        ]

    def __str__(self) -> str:
        return str(self.person)

    def get_full_name(self) -> str:
        return self.person.name.full

    @property
    def is_staff(self) -> bool:
        """Django's admin asks this; only an administrator in office is let near it."""
        return self.person.holds("administrator")

    def has_perm(self, perm: str, obj: Any = None) -> bool:  # noqa: ARG002 - Django's signature
        return self.is_active and self.is_staff

    def has_module_perms(self, app_label: str) -> bool:  # noqa: ARG002 - Django's signature
        return self.is_active and self.is_staff


class AdminSession(models.Model):
    """An administrator asked for more power for some minutes, and said why. The reason can be erased."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="admin_sessions")
    reason = models.CharField(max_length=300, blank=True)
    opened_at = models.DateTimeField()
    until_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-opened_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_at__gt=F("opened_at")), name="an_admin_session_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(until_at__lte=F("opened_at") + timedelta(minutes=LONGEST_MINUTES)),
                name="an_admin_session_lasts_half_an_hour_at_most",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.opened_at:%Y-%m-%d %H:%M}"

    def is_live(self, at: datetime | None = None) -> bool:
        """Tell whether the session still gives power."""
        return self.closed_at is None and (at or now()) < self.until_at
