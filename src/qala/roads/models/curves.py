"""Curve sets that the city brought: the very text of each file, so that any PCI can be reckoned again."""

from typing import ClassVar

from django.db import models
from django.db.models import Q


class CurveFile(models.Model):
    """One set as its file had it. Where the city brought none, the shipped synthetic set speaks."""

    append_only = True

    slug = models.CharField(max_length=40)
    sha256 = models.CharField(max_length=64)
    text = models.TextField()
    provenance = models.TextField()
    synthetic = models.BooleanField()
    loaded_on = models.DateField()

    class Meta:
        ordering = ("-loaded_on", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(name="one_curve_set_per_file", fields=["sha256"]),
            models.CheckConstraint(name="a_curve_set_tells_its_provenance", condition=~Q(provenance="")),
        ]

    def __str__(self) -> str:
        return f"{self.slug}@{self.sha256[:12]}"
