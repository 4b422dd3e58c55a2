"""The seal that says: this database holds an invented city; and which parts of the big one are in already."""

from django.db import models
from django.db.models import Q


class Seal(models.Model):
    """Written once, when an empty database is given to the demo. Without it no role can be stepped into."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    sealed_at = models.DateTimeField()
    scale = models.CharField(max_length=10)
    filled_at = models.DateTimeField(null=True, blank=True)
    stages = models.JSONField(default=list, blank=True)
    """What has moved in whole, by the names of `demo.fill.city`."""

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_seal_per_database")]

    def __str__(self) -> str:
        return f"sealed {self.sealed_at:%Y-%m-%d}"


class Portion(models.Model):
    """A piece of the full-size city that moved in whole: a school's meals of a month. Written in its own transaction.

    A second run skips what is written here, so that a filling may be stopped at any moment and go on later.
    """

    school = models.PositiveBigIntegerField()
    month = models.DateField()
    events = models.PositiveIntegerField()
    meals = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "month"], name="a_portion_moves_in_once")]

    def __str__(self) -> str:
        return f"{self.school} {self.month:%Y-%m}"
