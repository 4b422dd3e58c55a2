"""Schools, the school year with its terms, and the classes of a year."""

from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q, Value
from django.utils.translation import gettext_lazy as _

from qala.kernel.translated import Translated
from qala.people.models import Organisation, Person
from qala.people.models.appointments import DateRange
from qala.places.models import Landmark
from qala.roster.rules.grades import FIRST_GRADE, LAST_GRADE


class SchoolKind(models.TextChoices):
    """Who keeps the school."""

    STATE = "state", _("state school")
    PRIVATE = "private", _("private school")


class TeachingLanguage(models.TextChoices):
    """The language a class is taught in."""

    KAZAKH = "kk", _("Kazakh")
    RUSSIAN = "ru", _("Russian")
    ENGLISH = "en", _("English")
    UZBEK = "uz", _("Uzbek")
    TAJIK = "tg", _("Tajik")


class School(models.Model):
    """A school: a body people are appointed in, perhaps on the map. Name and BIN are the organisation's."""

    organisation = models.OneToOneField(Organisation, models.PROTECT, related_name="school")
    landmark = models.ForeignKey(Landmark, models.SET_NULL, null=True, blank=True, related_name="schools")
    number = models.CharField(max_length=20, blank=True)
    kind = models.CharField(max_length=8, choices=SchoolKind)
    design_capacity = models.PositiveIntegerField()
    shifts = models.PositiveSmallIntegerField(default=1)
    days_a_week = models.PositiveSmallIntegerField(default=5)
    source_id = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["organisation__slug"]
        constraints = [
            models.UniqueConstraint(fields=["source_id"], condition=~Q(source_id=""), name="one_school_per_source_key"),
            models.CheckConstraint(condition=Q(kind__in=["state", "private"]), name="a_school_has_a_known_kind"),
            models.CheckConstraint(condition=Q(design_capacity__gt=0), name="a_school_was_built_for_somebody"),
            models.CheckConstraint(condition=Q(shifts__range=(1, 3)), name="a_school_works_in_one_to_three_shifts"),
            models.CheckConstraint(condition=Q(days_a_week__in=[5, 6]), name="a_school_week_has_five_or_six_days"),
        ]

    def __str__(self) -> str:
        return str(self.name)

    @property
    def name(self) -> Translated:
        return self.organisation.name

    @property
    def slug(self) -> str:
        return self.organisation.slug

    @property
    def bin(self) -> str:
        return self.organisation.bin


class SchoolYear(models.Model):
    """A school year of the whole city, by the order named as its source. Both days belong to it."""

    slug = models.SlugField(max_length=20, unique=True)
    first_on = models.DateField()
    last_on = models.DateField()
    source = models.CharField(max_length=300)
    verified = models.BooleanField(default=False)

    class Meta:
        ordering = ["first_on"]
        constraints = [
            models.CheckConstraint(condition=Q(last_on__gt=F("first_on")), name="a_school_year_ends_after_it_begins"),
            models.CheckConstraint(condition=~Q(source=""), name="a_school_year_names_its_source"),
            ExclusionConstraint(
                name="no_two_school_years_at_once",
                expressions=[
                    (DateRange(F("first_on"), F("last_on"), Value("[]")), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return self.slug


class Term(models.Model):
    """A stretch of lessons within a year; days of the year outside every term are holidays. Both days belong to it."""

    year = models.ForeignKey(SchoolYear, models.PROTECT, related_name="terms")
    ordinal = models.PositiveSmallIntegerField()
    first_on = models.DateField()
    last_on = models.DateField()

    class Meta:
        ordering = ["year", "ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["year", "ordinal"], name="one_term_per_ordinal"),
            models.CheckConstraint(condition=Q(last_on__gt=F("first_on")), name="a_term_ends_after_it_begins"),
            ExclusionConstraint(
                name="no_two_terms_at_once",
                expressions=[
                    (DateRange(F("first_on"), F("last_on"), Value("[]")), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year_id}/{self.ordinal}"

    def holds(self, day: date) -> bool:
        return self.first_on <= day <= self.last_on


class SchoolClass(models.Model):
    """A class of one school in one year: 4 «Б», second shift, taught in Kazakh. Grade 0 is the year before school."""

    school = models.ForeignKey(School, models.PROTECT, related_name="classes")
    year = models.ForeignKey(SchoolYear, models.PROTECT, related_name="classes")
    grade = models.PositiveSmallIntegerField()
    letter = models.CharField(max_length=4)
    shift = models.PositiveSmallIntegerField(default=1)
    language = models.CharField(max_length=2, choices=TeachingLanguage)
    teacher = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="classes_led")
    source_id = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["school", "year", "grade", "letter"]
        verbose_name_plural = "school classes"
        constraints = [
            models.UniqueConstraint(
                fields=["school", "year", "grade", "letter"], name="one_class_per_grade_and_letter"
            ),
            models.UniqueConstraint(
                fields=["year", "source_id"], condition=~Q(source_id=""), name="one_class_per_source_key"
            ),
            models.CheckConstraint(condition=Q(grade__range=(FIRST_GRADE, LAST_GRADE)), name="a_class_has_a_grade"),
            models.CheckConstraint(condition=~Q(letter=""), name="a_class_has_a_letter"),
            models.CheckConstraint(condition=Q(shift__range=(1, 3)), name="a_class_learns_in_a_shift"),
            models.CheckConstraint(
                condition=Q(language__in=["kk", "ru", "en", "uz", "tg"]), name="a_class_is_taught_in_a_known_language"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """As it stands on the classroom's door: «4Б»."""
        return f"{self.grade}{self.letter}"
