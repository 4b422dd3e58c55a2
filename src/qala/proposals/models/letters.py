"""The outbox: what must be told, to whom, how often it was tried. Delivery is not the state of a case."""

from datetime import datetime

from django.db import models, transaction
from django.db.models import Q

from qala.proposals.models.proposal import Proposal


class LetterQuerySet(models.QuerySet["Letter"]):
    """Sentences about letters."""

    def waiting(self, at: datetime) -> "LetterQuerySet":
        """What a machine may send now; paper is printed by people."""
        return self.filter(state="queued", next_try_at__lte=at).exclude(way="post")

    @transaction.atomic
    def leased(self, *, limit: int, at: datetime, until: datetime, sms: bool = True) -> "list[Letter]":
        """Take up to `limit` waiting letters for one sender until a moment; others skip them. No waiting for locks.

        Without `sms` phones are left alone, but for the digits somebody is waiting for.
        """
        rows = self.waiting(at) if sms else self.waiting(at).exclude(~Q(template="one_time_code"), way="sms")
        taken = list(rows.select_for_update(skip_locked=True, of=("self",)).order_by("next_try_at", "pk")[:limit])
        self.filter(pk__in=[letter.pk for letter in taken]).update(next_try_at=until)
        return taken


class Letter(models.Model):
    """One message on its way. The address is erased once it is no longer needed."""

    class Way(models.TextChoices):
        EMAIL = "email"
        TELEGRAM = "telegram"
        SMS = "sms"
        POST = "post"  # printed at a desk for those without a phone

    class State(models.TextChoices):
        QUEUED = "queued"
        SENT = "sent"
        FAILED = "failed"
        DROPPED = "dropped"

    proposal = models.ForeignKey(Proposal, models.CASCADE, null=True, blank=True, related_name="letters")
    way = models.CharField(max_length=8, choices=Way.choices)
    state = models.CharField(max_length=7, choices=State.choices, default=State.QUEUED)
    address = models.CharField(max_length=300)
    language = models.CharField(max_length=2, default="kk")
    template = models.SlugField()
    slots = models.JSONField(default=dict)
    dedup = models.CharField(max_length=120, unique=True)
    queued_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    trouble = models.CharField(max_length=200, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["next_try_at"], name="letters_waiting", condition=Q(state="queued")),
        ]

    def __str__(self) -> str:
        return f"{self.way} {self.template}"


class TelegramChat(models.Model):
    """A chat that asked to follow: known only to the bot; never shown."""

    chat = models.CharField(max_length=40, unique=True)
    linked_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"chat {self.pk}"
