"""Numbered paper sheets: what a canteen hands in when no terminal works. Two people stand for each."""

from django.db import models
from django.db.models import F, Q

from qala.meals.models.serving import Service, Terminal
from qala.roster.models import Pupil, School, SchoolClass

WHY = ("terminal_broken", "no_terminal", "no_power")


class PaperSheet(models.Model):
    """One class, one day, one meal on paper. Once a second person signs, its ticks are events of a terminal of its own.

    That terminal's key signs the sheet's lines and is thrown away: no line can be added later.
    """

    number = models.CharField(max_length=20)
    school = models.ForeignKey(School, models.PROTECT, related_name="paper_sheets")
    school_class = models.ForeignKey(SchoolClass, models.PROTECT, related_name="+")
    day = models.DateField()
    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    why = models.SlugField(max_length=20)
    entered_by = models.CharField(max_length=80)
    entered_at = models.DateTimeField()
    signed_by = models.CharField(max_length=80, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    terminal = models.OneToOneField(Terminal, models.PROTECT, null=True, blank=True, related_name="paper_sheet")

    class Meta:
        ordering = ["-day", "school", "number"]
        constraints = [
            models.UniqueConstraint(fields=["school", "number"], name="a_sheet_has_its_own_number"),
            models.UniqueConstraint(
                fields=["school_class", "day", "service"], name="one_sheet_per_class_day_and_service"
            ),
            models.CheckConstraint(condition=Q(why__in=WHY), name="a_sheet_says_why_it_is_paper"),
            models.CheckConstraint(
                condition=Q(signed_by="", signed_at=None, terminal=None)
                | (
                    ~Q(signed_by="") & ~Q(signed_by=F("entered_by"))
                    & Q(signed_at__isnull=False, terminal__isnull=False)
                ),
                name="another_person_signs_the_sheet",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.school_id} № {self.number}"

    @property
    def is_signed(self) -> bool:
        return bool(self.signed_by)


class PaperTick(models.Model):
    """A child ticked on a sheet."""

    sheet = models.ForeignKey(PaperSheet, models.CASCADE, related_name="ticks")
    pupil = models.ForeignKey(Pupil, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["sheet", "pupil"]
        constraints = [models.UniqueConstraint(fields=["sheet", "pupil"], name="a_child_is_ticked_once")]

    def __str__(self) -> str:
        return f"{self.sheet_id}/{self.pupil_id}"
