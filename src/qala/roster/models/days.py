"""The school calendar and attendance. Rows never change: the newest row for a day is what holds."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from qala.roster.models.schools import School, SchoolClass


class DayKind(models.TextChoices):
    """What a day is at school."""

    LESSONS = "lessons", _("lesson day")
    HOLIDAY = "holiday", _("holiday")
    QUARANTINE = "quarantine", _("quarantine")
    CLOSED = "closed", _("closed")


class DayReason(models.TextChoices):
    """Why a day is not what the year's plan says."""

    ORDER = "order", _("by order of the akimat")
    FROST = "frost", _("frost or storm")
    ILLNESS = "illness", _("many are ill")
    UTILITIES = "utilities", _("no heat, water or power")
    REPAIR = "repair", _("repair")
    ELECTION = "election", _("polling station")
    MOVED = "moved", _("day moved")
    EXAMS = "exams", _("exams")
    MISTAKE = "mistake", _("an earlier mark was a mistake")


class SchoolDay(models.Model):
    """One mark in the calendar of a school (of all schools where `school` is empty). The newest mark of a day wins.

    The row's number is the calendar's version: ``queries.days`` can be asked as of any version.
    """

    append_only = True

    school = models.ForeignKey(School, models.PROTECT, null=True, blank=True, related_name="days")
    day = models.DateField()
    kind = models.CharField(max_length=10, choices=DayKind)
    reason = models.CharField(max_length=10, choices=DayReason)
    marked_at = models.DateTimeField(db_default=Now())
    marked_by = models.CharField(max_length=80)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index("day", "school", name="school_days_by_day")]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=list(DayKind)), name="a_school_day_has_a_known_kind"),
            models.CheckConstraint(condition=Q(reason__in=list(DayReason)), name="a_marked_day_has_its_reason"),
            models.CheckConstraint(condition=~Q(marked_by=""), name="somebody_marked_the_day"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.kind}"


class SchoolDayNote(models.Model):
    """What the director wrote beside a mark. Free text, so it stands apart and can be erased."""

    school_day = models.OneToOneField(SchoolDay, models.PROTECT, related_name="note", primary_key=True)
    text = models.CharField(max_length=300)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="a_note_of_a_day_is_not_empty")]

    def __str__(self) -> str:
        return self.text


class Attendance(models.Model):
    """Who of a class was there on a day, handed in as a whole: an unsubmitted class is *unknown*, not absent.

    The three lists hold pupils' numbers and do not overlap; a trigger checks that each was in the class that day.
    A correction is a new row with the next version. The view ``roster_presence`` opens the newest lists into rows
    (day, school_class_id, pupil_id, state).
    """

    append_only = True

    school_class = models.ForeignKey(SchoolClass, models.PROTECT, related_name="attendance")
    day = models.DateField()
    version = models.PositiveSmallIntegerField(default=1)
    present = ArrayField(models.BigIntegerField(), default=list, blank=True)
    late = ArrayField(models.BigIntegerField(), default=list, blank=True)
    absent = ArrayField(models.BigIntegerField(), default=list, blank=True)
    submitted_at = models.DateTimeField(db_default=Now())
    submitted_by = models.CharField(max_length=80)

    class Meta:
        ordering = ["day", "school_class", "version"]
        verbose_name_plural = "attendance"
        indexes = [models.Index(F("day"), F("school_class"), name="attendance_by_day")]
        constraints = [
            models.UniqueConstraint(fields=["school_class", "day", "version"], name="one_attendance_per_version"),
            models.CheckConstraint(condition=Q(version__gte=1), name="attendance_versions_begin_at_one"),
            models.CheckConstraint(condition=~Q(submitted_by=""), name="somebody_submitted_the_attendance"),
        ]

    def __str__(self) -> str:
        return f"{self.school_class_id} {self.day}"
