"""Outside readers (palm, face, a vendor's card): they hand in an opaque mark, and what they measure stays with them."""

import uuid

from django.db import models
from django.db.models import Q

from qala.meals.models.serving import Terminal
from qala.people.models import Consent
from qala.roster.models import Pupil


class Reader(models.Model):
    """A vendor's adapter at a school: a terminal whose presses come through another door, with a key and a quota."""

    terminal = models.OneToOneField(Terminal, models.PROTECT, primary_key=True, related_name="reader")
    vendor = models.CharField(max_length=60)
    digest = models.BinaryField(max_length=32, unique=True)
    daily_quota = models.PositiveIntegerField()

    class Meta:
        ordering = ["vendor", "terminal"]
        constraints = [models.CheckConstraint(condition=Q(daily_quota__gt=0), name="a_reader_has_a_quota")]

    def __str__(self) -> str:
        return f"{self.vendor} @ {self.terminal_id}"

    @property
    def actor_key(self) -> str:
        return self.terminal.actor_key


class ReaderDay(models.Model):
    """How many presses a reader handed in on a day of the city's clock."""

    reader = models.ForeignKey(Reader, models.CASCADE, related_name="days")
    day = models.DateField()
    presses = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["reader", "day"]
        constraints = [models.UniqueConstraint(fields=["reader", "day"], name="one_count_per_reader_and_day")]

    def __str__(self) -> str:
        return f"{self.reader_id} {self.day}"


class ReaderMark(models.Model):
    """The only link between a vendor's record and a child: a chance number that the city made. Erased with the consent.

    Templates, photos and measures never come here; the vendor keeps them beside this number.
    """

    mark = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    vendor = models.CharField(max_length=60)
    pupil = models.ForeignKey(Pupil, models.CASCADE, related_name="reader_marks")
    consent = models.ForeignKey(Consent, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["vendor", "pupil"]
        constraints = [models.UniqueConstraint(fields=["vendor", "pupil"], name="one_mark_per_vendor_and_child")]

    def __str__(self) -> str:
        return f"{self.vendor} {self.pupil_id}"
