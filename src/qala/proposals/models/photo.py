"""Photos: the original apart and perishable, the public one only after an officer covered what must be."""

from django.db import models
from django.db.models import Q

from qala.proposals.models.proposal import Proposal


class PhotoQuerySet(models.QuerySet["Photo"]):
    def shown(self) -> "PhotoQuerySet":
        return self.filter(state=Photo.State.SHOWN)

    def unseen(self) -> "PhotoQuerySet":
        """What still waits for an officer."""
        return self.filter(state__in=(Photo.State.WAITING, Photo.State.UPRIGHT))


class Photo(models.Model):
    """One picture of a case. Paths are below MEDIA_ROOT and never served without asking a policy."""

    class State(models.TextChoices):
        WAITING = "waiting"  # stored as sent, not yet re-encoded
        UPRIGHT = "upright"  # re-encoded without metadata, waits for an officer
        SHOWN = "shown"  # an officer has seen it and covered faces and plates
        WITHHELD = "withheld"
        BROKEN = "broken"

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="photos")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    # A slug: what is wrong with a broken one, why a withheld one is not shown.
    why = models.CharField(max_length=20, blank=True)
    digest = models.CharField(max_length=64)
    original = models.CharField(max_length=200, blank=True)
    upright = models.CharField(max_length=200, blank=True)
    public = models.CharField(max_length=200, blank=True)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    fingerprint = models.BigIntegerField(null=True, blank=True)
    taken_longitude = models.FloatField(null=True, blank=True)
    taken_latitude = models.FloatField(null=True, blank=True)
    covered = models.JSONField(default=list, blank=True)
    alt = models.CharField(max_length=300, blank=True)
    received_at = models.DateTimeField()
    reviewed_at = models.DateTimeField(null=True, blank=True)

    objects = PhotoQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "digest"], name="a_photo_is_kept_once_per_case"),
            models.CheckConstraint(
                condition=~Q(state="shown") | Q(reviewed_at__isnull=False) & ~Q(public=""),
                name="no_photo_is_public_before_an_officer_saw_it",
            ),
        ]

    def __str__(self) -> str:
        return f"photo {self.pk}"
