"""The public month as it was counted last, for months too large to be counted while one waits."""

from django.db import models
from django.db.models import Q


class MonthPicture(models.Model):
    """What everybody may read of a month. `school` is empty for the whole city. Counted anew, never added to."""

    month = models.DateField()
    school = models.SlugField(max_length=80, blank=True, default="")
    content = models.JSONField()
    counted_at = models.DateTimeField()

    class Meta:
        ordering = ["-month", "school"]
        constraints = [
            models.UniqueConstraint(fields=["month", "school"], name="one_picture_of_a_month"),
            models.CheckConstraint(condition=Q(month__day=1), name="a_picture_is_of_a_month"),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.school}"
