"""What a case can be about: five public topics, twenty-five categories."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from qala.kernel.translated import TranslatedField


class Topic(models.TextChoices):
    """The five topics of the city's own form (kazpravda.kz, November 2025)."""

    IMPROVEMENT = "improvement"
    URBAN_ENVIRONMENT = "urban_environment"
    TRANSPORT = "transport"
    ECOLOGY = "ecology"
    OTHER = "other"


class Category(models.Model):
    """One kind of case. The slug never changes; names may."""

    slug = models.SlugField(primary_key=True)
    topic = models.CharField(max_length=20, choices=Topic.choices)
    title = TranslatedField()
    hint = TranslatedField()
    # Duplicate search looks this far and this long back (FixMyStreet 250 m, Signalen 50 m and 12 weeks).
    radius_m = models.PositiveIntegerField(default=250)
    days_back = models.PositiveIntegerField(default=84)
    emergency_phone = models.CharField(max_length=20, blank=True)
    keywords = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    active = models.BooleanField(default=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "slug"]
        verbose_name_plural = "categories"

    def __str__(self) -> str:
        return str(self.title)
