"""The secret address of an officer's calendar of last days."""

import uuid

from django.db import models
from django.db.models import F, Q

from qala.people.models import Person


class CalendarKey(models.Model):
    """Opens one officer's calendar until a day. A new key ends the old one; `uid` is signed into the address."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    made_at = models.DateTimeField()
    until_on = models.DateField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(ended_at=None), name="one_living_calendar_key_per_officer"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("made_at")), name="a_calendar_key_ends_after_it_began"
            ),
        ]

    def __str__(self) -> str:
        return f"calendar key until {self.until_on}"
