"""What is on the table and what is left there: the menu, ratings of parents, leftovers weighed."""

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


class Leftover(models.Model):
    """What came back from the tables of a service, weighed by the canteen; a mistake is weighed again, not wiped."""

    append_only = True

    school = models.ForeignKey(School, models.PROTECT, related_name="leftovers")
    day = models.DateField()
    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    version = models.PositiveSmallIntegerField(default=1)
    grams = models.PositiveIntegerField()
    weighed_by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-day", "service", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "day", "service", "version"], name="one_weighing_per_service_and_version"
            ),
            models.CheckConstraint(condition=~Q(weighed_by=""), name="somebody_weighed_the_leftovers"),
        ]

    def __str__(self) -> str:
        return f"{self.school_id} {self.day} {self.grams} g"
