"""Who may eat free: proofs, the monthly list of a school, the voucher of a child for a school year."""

import uuid

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from qala.meals.rules.bases import BASES, PAUSES, WITHDRAWN, Claim
from qala.meals.rules.processes import LIST, VOUCHER
from qala.people.models import Consent, Person
from qala.people.models.appointments import DateRange
from qala.roster.models import Pupil, School, SchoolYear

#: States of a voucher that has ended.
OVER = ("transferred", "expired", "revoked")


class Proof(models.Model):
    """A register or the school's body says that a child belongs to a category. Never public, erasable."""

    pupil = models.ForeignKey(Pupil, models.PROTECT, related_name="meal_proofs")
    basis = models.CharField(max_length=12)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    register = models.CharField(max_length=40)

    class Meta:
        ordering = ["pupil", "from_on"]
        constraints = [
            models.CheckConstraint(condition=Q(basis__in=BASES[1:]), name="a_proof_has_a_known_basis"),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gt=F("from_on")), name="a_proof_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pupil_id} {self.basis}"

    def as_rule(self) -> Claim:
        return Claim(self.basis, self.from_on, self.until_on)


class EntitlementList(models.Model):
    """The children of a school who may eat free in a month. `month` is its first day; a later version supersedes."""

    school = models.ForeignKey(School, models.PROTECT, related_name="meal_lists")
    month = models.DateField()
    version = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=12, default=LIST.start)
    formed_by = models.CharField(max_length=80)
    approved_by = models.CharField(max_length=80, blank=True)
    formed_at = models.DateTimeField()
    approved_at = models.DateTimeField(null=True, blank=True)
    returned_because = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["school", "-month", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["school", "month", "version"], name="one_list_per_month_and_version"),
            models.UniqueConstraint(
                fields=["school", "month"], condition=Q(state="in_force"), name="one_list_in_force_per_month"
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="a_list_is_for_a_month"),
            models.CheckConstraint(condition=Q(state__in=LIST.states), name="a_list_has_a_known_state"),
            models.CheckConstraint(
                condition=Q(approved_by="") | ~Q(approved_by=F("formed_by")), name="another_person_approves_the_list"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.school_id} {self.month:%Y-%m} v{self.version}"


class ListLine(models.Model):
    """One child on a list. Nobody leaves silently: a removal has its reason."""

    list = models.ForeignKey(EntitlementList, models.CASCADE, related_name="lines")
    pupil = models.ForeignKey(Pupil, models.PROTECT, related_name="+")
    grade = models.PositiveSmallIntegerField()
    basis = models.CharField(max_length=12)
    removed_because = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["list", "grade", "pupil"]
        constraints = [
            models.UniqueConstraint(fields=["list", "pupil"], name="a_child_stands_once_on_a_list"),
            models.CheckConstraint(condition=Q(basis__in=BASES), name="a_line_has_a_known_basis"),
        ]

    def __str__(self) -> str:
        return f"{self.list_id}/{self.pupil_id}"


class Voucher(models.Model):
    """The right of one child to eat free for a school year. `key` is what codes and the ledger know."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    pupil = models.ForeignKey(Pupil, models.PROTECT, related_name="vouchers")
    year = models.ForeignKey(SchoolYear, models.PROTECT, related_name="+")
    school = models.ForeignKey(School, models.PROTECT, related_name="vouchers")
    basis = models.CharField(max_length=12)
    state = models.CharField(max_length=12, default=VOUCHER.start)
    consent = models.ForeignKey(Consent, models.PROTECT, null=True, blank=True, related_name="+")
    listed_on = models.DateField()
    active_from = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    ended_because = models.SlugField(max_length=40, blank=True)

    class Meta:
        ordering = ["school", "pupil"]
        constraints = [
            models.UniqueConstraint(
                fields=["pupil"], condition=Q(state="active"), name="one_active_voucher_per_child"
            ),
            models.UniqueConstraint(
                fields=["pupil", "year"], condition=Q(ended_on=None), name="one_living_voucher_per_child_and_year"
            ),
            models.CheckConstraint(condition=Q(basis__in=BASES), name="a_voucher_has_a_known_basis"),
            models.CheckConstraint(condition=Q(state__in=VOUCHER.states), name="a_voucher_has_a_known_state"),
            models.CheckConstraint(
                condition=~Q(state="active") | Q(active_from__isnull=False, consent__isnull=False),
                name="an_active_voucher_has_its_consent",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None, ended_because="") | (Q(ended_on__isnull=False) & ~Q(ended_because="")),
                name="nobody_leaves_silently",
            ),
            models.CheckConstraint(
                condition=Q(state__in=OVER, ended_on__isnull=False) | (~Q(state__in=OVER) & Q(ended_on=None)),
                name="a_voucher_is_over_from_a_day",
            ),
        ]

    def __str__(self) -> str:
        return str(self.key)


class Pause(models.Model):
    """Days on which a voucher does not hold. `until_on` is the first day it holds again; open while None."""

    voucher = models.ForeignKey(Voucher, models.PROTECT, related_name="pauses")
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    reason = models.SlugField(max_length=40)

    class Meta:
        ordering = ["voucher", "from_on"]
        constraints = [
            models.UniqueConstraint(fields=["voucher"], condition=Q(until_on=None), name="one_open_pause_per_voucher"),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")), name="a_pause_ends_after_it_begins"
            ),
            models.CheckConstraint(condition=Q(reason__in=(*PAUSES, WITHDRAWN)), name="a_pause_has_a_known_reason"),
            ExclusionConstraint(
                name="a_voucher_rests_once_at_a_time",
                expressions=[
                    ("voucher", RangeOperators.EQUAL),
                    (DateRange(F("from_on"), F("until_on")), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.voucher_id} {self.from_on}"


class Appeal(models.Model):
    """A parent says that a child was wrongly left off the list. It becomes a case of the city and stays."""

    append_only = True

    pupil = models.ForeignKey(Pupil, models.PROTECT, related_name="+")
    school = models.ForeignKey(School, models.PROTECT, related_name="meal_appeals")
    off_since = models.DateField()
    reason = models.SlugField(max_length=40)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(
                fields=["pupil", "school", "off_since", "reason"], name="one_appeal_against_a_removal"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pupil_id} {self.off_since}"
