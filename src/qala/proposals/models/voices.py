"""Other voices on a case: supports, subscriptions, corrections of a category."""

from django.db import models
from django.db.models import Q

from qala.people.models import Person
from qala.proposals.models.category import Category
from qala.proposals.models.proposal import Proposal


class Support(models.Model):
    """“Me too”: one per device or person and case. Supports never move to another case."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="supports")
    device = models.CharField(max_length=64, blank=True)
    person = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "device"], condition=~Q(device=""), name="one_support_per_device_and_case"
            ),
            models.UniqueConstraint(
                fields=["proposal", "person"],
                condition=Q(person__isnull=False),
                name="one_support_per_person_and_case",
            ),
        ]

    def __str__(self) -> str:
        return f"support for {self.proposal_id}"


class Subscription(models.Model):
    """Where to send news of a case. Nothing is sent before the address is confirmed."""

    class Way(models.TextChoices):
        EMAIL = "email"
        TELEGRAM = "telegram"
        SMS = "sms"

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="subscriptions")
    way = models.CharField(max_length=8, choices=Way.choices)
    address = models.CharField(max_length=200)
    language = models.CharField(max_length=2, default="kk")
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "way", "address"], name="an_address_follows_a_case_once_by_each_way"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.way} for {self.proposal_id}"


class Correction(models.Model):
    """An officer put a case into its right category; the model learns from it nightly."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="corrections")
    before = models.ForeignKey(Category, models.PROTECT, null=True, related_name="+")
    after = models.ForeignKey(Category, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.CharField(max_length=80)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.before_id} → {self.after_id}"
