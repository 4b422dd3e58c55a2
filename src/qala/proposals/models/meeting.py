"""Open meetings with the akim: a day, seats, questions that become cases."""

from django.db import models
from django.db.models import F, Q

from qala.kernel.translated import TranslatedField
from qala.places.models import District
from qala.proposals.models.proposal import Proposal


class Meeting(models.Model):
    """One open meeting."""

    title = TranslatedField()
    place = TranslatedField()
    district = models.ForeignKey(District, models.SET_NULL, null=True, blank=True, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    seats = models.PositiveIntegerField()
    host = models.CharField(max_length=80)
    held_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="a_meeting_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"meeting {self.starts_at:%Y-%m-%d}"


class Registration(models.Model):
    """A seat, and perhaps a question. A question becomes a case with the same clock as any other."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="registrations")
    uid = models.UUIDField(unique=True)
    name = models.CharField(max_length=200, blank=True)
    contact = models.CharField(max_length=200, blank=True)
    question = models.TextField(blank=True)
    language = models.CharField(max_length=2, default="kk")
    registered_at = models.DateTimeField()
    proposal = models.OneToOneField(Proposal, models.SET_NULL, null=True, blank=True, related_name="asked_at")
    waiting = models.BooleanField(default=False)
    came_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"seat {self.pk}"
