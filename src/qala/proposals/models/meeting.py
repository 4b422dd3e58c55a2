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
    cancelled_because = TranslatedField(blank=True)

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="a_meeting_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(held_at=None) | Q(cancelled_at=None), name="a_meeting_is_held_or_cancelled_not_both"
            ),
        ]

    def __str__(self) -> str:
        return f"meeting {self.starts_at:%Y-%m-%d}"


class Registration(models.Model):
    """A seat, and perhaps a question. A question becomes a case with the same clock as any other, in the same breath.

    `waiting` means without a seat: on the waiting list, or standing in the hall to ask.
    """

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="registrations")
    uid = models.UUIDField(unique=True)
    name = models.CharField(max_length=200, blank=True)
    contact = models.CharField(max_length=200, blank=True)
    contact_confirmed_at = models.DateTimeField(null=True, blank=True)
    question = models.TextField(blank=True)
    language = models.CharField(max_length=2, default="kk")
    registered_at = models.DateTimeField()
    proposal = models.OneToOneField(Proposal, models.SET_NULL, null=True, blank=True, related_name="asked_at")
    waiting = models.BooleanField(default=False)
    came_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            # An oral promise is lost where a question is only a line in a protocol (uakit.kz, before the placards).
            models.CheckConstraint(condition=Q(question="") | Q(proposal__isnull=False), name="a_question_is_a_case"),
        ]

    def __str__(self) -> str:
        return f"seat {self.pk}"
