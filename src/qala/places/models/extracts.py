"""Which files the map of the city came from."""

from typing import ClassVar

from django.db import models


class Extract(models.Model):
    """One file taken in: its fingerprint, how many rows it gave, whom to thank."""

    source = models.CharField(max_length=40)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    attribution = models.CharField(max_length=200, default="", blank=True)
    licence = models.CharField(max_length=80, default="", blank=True)
    accepted = models.PositiveIntegerField()
    refused = models.PositiveIntegerField()
    doubtful = models.PositiveIntegerField(default=0)
    loaded_at = models.DateTimeField()

    class Meta:
        ordering = ("-loaded_at", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="extract_fingerprint_is_sha256", condition=models.Q(sha256__regex=r"^[0-9a-f]{64}$")
            )
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.loaded_at:%Y-%m-%d}"
