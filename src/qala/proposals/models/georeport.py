"""Keys of programs that write through Open311."""

from django.db import models
from django.db.models import Q

from qala.proposals.models.proposal import Proposal


class ApiKey(models.Model):
    """A key: only its digest is kept. Quotas a day; can be revoked; a test key writes nothing real."""

    name = models.CharField(max_length=120)
    contact = models.EmailField()
    prefix = models.CharField(max_length=8)
    digest = models.CharField(max_length=64, unique=True)
    daily_quota = models.PositiveIntegerField(default=200)
    for_testing = models.BooleanField(default=False)
    given_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_because = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=Q(revoked_at=None) | ~Q(revoked_because=""), name="a_revocation_says_why"),
        ]

    def __str__(self) -> str:
        return self.name


class ApiUse(models.Model):
    """How often a key wrote on a day."""

    key = models.ForeignKey(ApiKey, models.CASCADE, related_name="uses")
    day = models.DateField()
    times = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "day"], name="one_count_per_key_and_day")]

    def __str__(self) -> str:
        return f"{self.key_id} {self.day}"


class Arrival(models.Model):
    """How a case came through Open311 or from another city's export: token, foreign number, attributes."""

    proposal = models.OneToOneField(Proposal, models.CASCADE, primary_key=True, related_name="arrival")
    key = models.ForeignKey(ApiKey, models.PROTECT, null=True, blank=True, related_name="+")
    token = models.CharField(max_length=40, blank=True, db_index=True)
    origin = models.CharField(max_length=60, blank=True)
    their_number = models.CharField(max_length=60, blank=True)
    attributes = models.JSONField(default=dict, blank=True)
    media_url = models.URLField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["origin", "their_number"],
                condition=~Q(their_number=""),
                name="a_foreign_case_arrives_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.origin} {self.their_number}"
