"""How often a device or a placard spoke of late: for quarantine, never for refusal. No addresses are kept."""

from django.db import models


class Tally(models.Model):
    """Submissions of one source in one hour. `source` is a digest of a device cookie or a placard's serial."""

    source = models.CharField(max_length=70)
    hour = models.DateTimeField()
    times = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "hour"], name="one_tally_per_source_and_hour"),
        ]

    def __str__(self) -> str:
        return f"{self.source[:12]} {self.hour:%H}"


class Fingerprint(models.Model):
    """Which normalised text came lately, so that a flood of copies is folded into one."""

    digest = models.CharField(max_length=64)
    day = models.DateField()
    times = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["digest", "day"], name="one_row_per_text_and_day"),
        ]

    def __str__(self) -> str:
        return self.digest[:12]
