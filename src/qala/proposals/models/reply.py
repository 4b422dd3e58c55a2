"""Words to the resident: replies in several languages, templates bound to states."""

from django.db import models
from django.db.models import Q

from qala.kernel.translated import TranslatedField
from qala.proposals.models.category import Category
from qala.proposals.models.proposal import Incident, Proposal


class ReplyTemplate(models.Model):
    """A ready text for one verb; slots in braces are filled from the case."""

    slug = models.SlugField(unique=True)
    verb = models.CharField(max_length=20)
    category = models.ForeignKey(Category, models.CASCADE, null=True, blank=True, related_name="+")
    title = TranslatedField()
    text = TranslatedField()
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["verb", "slug"]

    def __str__(self) -> str:
        return self.slug


class Reply(models.Model):
    """One published answer, to a case or to every case of an incident."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, null=True, blank=True, related_name="replies")
    incident = models.ForeignKey(Incident, models.CASCADE, null=True, blank=True, related_name="replies")
    verb = models.CharField(max_length=20)
    text = TranslatedField()
    # per language: original, translated, automatic; a missing one never blocks closing
    translation = models.JSONField(default=dict)
    template = models.ForeignKey(ReplyTemplate, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    by = models.CharField(max_length=80)

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "replies"
        constraints = [
            models.CheckConstraint(
                condition=Q(proposal=None) ^ Q(incident=None), name="a_reply_answers_a_case_or_an_incident"
            ),
        ]

    def __str__(self) -> str:
        return f"reply {self.pk}"
