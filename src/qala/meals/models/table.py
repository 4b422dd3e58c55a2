"""What is on the table: the menu, ratings and complaints of parents."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from qala.kernel.translated import TranslatedField
from qala.meals.models.serving import Service
from qala.people.models import Person
from qala.roster.models import Pupil, School


class MenuDay(models.Model):
    """What a school cooks for a service of a day; `allergens` are slugs."""

    school = models.ForeignKey(School, models.PROTECT, related_name="menus")
    day = models.DateField()
    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    dishes = TranslatedField()
    allergens = models.JSONField(default=list, blank=True)
    kilocalories = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["day", "school"]
        constraints = [
            models.UniqueConstraint(fields=["school", "day", "service"], name="one_menu_per_service"),
        ]

    def __str__(self) -> str:
        return f"{self.school_id} {self.day}"


class Rating(models.Model):
    """A parent's word on a meal, one to five. It cannot be taken away by the school."""

    append_only = True

    pupil = models.ForeignKey(Pupil, models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    school = models.ForeignKey(School, models.PROTECT, related_name="meal_ratings")
    day = models.DateField()
    stars = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(5)])
    at = models.DateTimeField()

    class Meta:
        ordering = ["-day"]
        constraints = [
            models.UniqueConstraint(fields=["pupil", "by", "day"], name="one_rating_per_parent_and_day"),
            models.CheckConstraint(condition=Q(stars__range=(1, 5)), name="one_to_five_stars"),
        ]

    def __str__(self) -> str:
        return f"{self.school_id} {self.day} {self.stars}"
