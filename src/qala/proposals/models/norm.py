"""Terms of law and promise as dated rows with a source."""

from django.db import models
from django.db.models import F, Q

from qala.proposals.rules.norms import Norm as NormRule
from qala.proposals.rules.process import Track


class Norm(models.Model):
    """How long the city may take for one thing (`slug`), since when, and who says so.

    ``slug`` is one of the clocks in `rules.norms` (answer, forward, extension_notice, triage) or one of the other
    waits: question, feedback, contest_window, contact_kept, text_kept, placard_silence. A row never changes: another
    term is another row from another day.
    """

    append_only = True

    slug = models.SlugField(max_length=30)
    track = models.CharField(max_length=6, blank=True)
    kind = models.CharField(max_length=20, blank=True)
    days = models.PositiveSmallIntegerField()
    working = models.BooleanField(default=True)
    pause_stops = models.BooleanField(default=False)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=300)
    verified = models.BooleanField(default=False)

    class Meta:
        ordering = ["slug", "track", "from_on"]
        constraints = [
            models.UniqueConstraint(fields=["slug", "track", "kind", "from_on"], name="a_norm_starts_once_on_a_day"),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")), name="a_norm_ends_after_it_began"
            ),
            models.CheckConstraint(condition=~Q(source=""), name="a_norm_names_its_source"),
        ]

    def __str__(self) -> str:
        return f"{self.slug} {self.track}: {self.days}"

    def as_rule(self) -> NormRule:
        """The row as the pure rules read it."""
        return NormRule(
            slug=self.slug,
            track=Track(self.track),
            working_days=self.days,
            source=self.source,
            verified=self.verified,
            kind=self.kind,
            valid_from=self.from_on,
            valid_until=self.until_on,
            pause_stops=self.pause_stops,
        )
