"""The seal that says: this database holds an invented city."""

from django.db import models
from django.db.models import Q


class Seal(models.Model):
    """Written once, when an empty database is given to the demo. Without it no role can be stepped into."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    sealed_at = models.DateTimeField()
    scale = models.CharField(max_length=10)
    filled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_seal_per_database")]

    def __str__(self) -> str:
        return f"sealed {self.sealed_at:%Y-%m-%d}"
