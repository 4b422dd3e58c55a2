"""The few rows the kernel keeps: moved working days, dated settings of law, announcements and deliveries."""

from django.db import models
from django.db.models.functions import Now


class DayOverride(models.Model):
    """A day that the city works or rests against the common calendar, by a named act."""

    day = models.DateField(unique=True)
    is_working = models.BooleanField()
    name = models.CharField(max_length=200)
    source = models.CharField(max_length=300)
    verified = models.BooleanField(default=False)

    class Meta:
        ordering = ["day"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(source=""), name="override_names_its_source"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"


class Announcement(models.Model):
    """One thing a part told the others."""

    append_only = True

    kind = models.CharField(max_length=60)
    payload = models.JSONField()
    announced_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"

    @property
    def said(self) -> str:
        """The words that travel with it, while they are still on their way."""
        words = Words.objects.filter(announcement=self).first()
        return words.text if words else ""


class Words(models.Model):
    """What a person said, on its way to a listener. Erased once heard: an announcement itself never could be."""

    announcement = models.OneToOneField(Announcement, models.CASCADE, primary_key=True, related_name="words")
    text = models.TextField()

    class Meta:
        verbose_name_plural = "words"

    def __str__(self) -> str:
        return f"words of {self.announcement_id}"


class Delivery(models.Model):
    """A listener heard an announcement."""

    announcement = models.ForeignKey(Announcement, models.PROTECT, related_name="deliveries")
    listener = models.CharField(max_length=120)
    delivered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["announcement", "listener"], name="a_listener_hears_an_announcement_once"),
        ]

    def __str__(self) -> str:
        return f"{self.listener} ← {self.announcement_id}"
