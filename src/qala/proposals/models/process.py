"""What happened to a case: steps, assignments with their why, decisions, plans, pauses, extensions, links."""

from functools import reduce
from operator import or_

from django.db import models
from django.db.models import F, Q

from qala.kernel.translated import TranslatedField
from qala.people.models import Organisation
from qala.proposals.models.proposal import FAR, Proposal
from qala.proposals.rules.process import WORKFLOW

LAWFUL = reduce(or_, (Q(before=before, verb=verb, after=after) for before, verb, after in WORKFLOW.rows))


class Step(models.Model):
    """One lawful step of the workflow. Never changes; the clock is computed from these rows.

    Steps of a case follow each other in time, each from where the last one ended; a case's state and the times of its
    answer, claim, confirmation and closing change only as its steps say (triggers of migration 0010).
    """

    append_only = True

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="steps")
    verb = models.CharField(max_length=20)
    before = models.CharField(max_length=20)
    after = models.CharField(max_length=20)
    at = models.DateTimeField()
    by = models.CharField(max_length=80)

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=LAWFUL, name="a_step_stands_in_the_table")]

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"


class Assignment(models.Model):
    """A hop: which department got the case, by which row of which table, or by whose hand."""

    append_only = True

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="assignments")
    department = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.CharField(max_length=80)
    table_version = models.PositiveIntegerField(null=True, blank=True)
    row = models.CharField(max_length=30, blank=True)
    matched = models.JSONField(default=dict)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.proposal_id} → {self.department_id}"


class Decision(models.Model):
    """A signed answer to a case: its kind, its ground, its reasons in words that can be erased."""

    class Kind(models.TextChoices):
        SATISFIED = "satisfied"
        PARTLY = "partly"
        REFUSED = "refused"
        EXPLAINED = "explained"
        REDIRECTED = "redirected"
        TERMINATED = "terminated"

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="decisions")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    ground = models.CharField(max_length=40, blank=True)
    reason = TranslatedField()
    # per language: original, translated, automatic or missing
    translation = models.JSONField(default=dict)
    act_number = models.CharField(max_length=60, blank=True)
    signed_by = models.CharField(max_length=80)
    signed_at = models.DateTimeField()
    forwarded_to = models.CharField(max_length=200, blank=True)
    their_number = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(kind="refused") | ~Q(ground=""), name="a_refusal_names_its_ground"),
            models.CheckConstraint(condition=~Q(signed_by=""), name="a_decision_is_signed"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.proposal_id}"


class Plan(models.Model):
    """What was promised: owner, day, money and place, or openly unfunded with a day of review."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="plans")
    owner = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    due_on = models.DateField(null=True, blank=True)
    money_source = models.CharField(max_length=200, blank=True)
    place = models.CharField(max_length=300, blank=True)
    unfunded = models.BooleanField(default=False)
    review_on = models.DateField(null=True, blank=True)
    reason = TranslatedField()
    made_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(unfunded=True, review_on__isnull=False)
                | Q(unfunded=False, due_on__isnull=False) & ~Q(money_source="") & ~Q(place=""),
                name="a_plan_has_day_money_and_place_or_says_unfunded",
            ),
            models.CheckConstraint(
                condition=(Q(due_on=None) | Q(due_on__lte=F("made_at") + FAR))
                & (Q(review_on=None) | Q(review_on__lte=F("made_at") + FAR)),
                name="a_plan_lies_within_ten_years",
            ),
            models.UniqueConstraint(
                fields=["proposal"], condition=Q(replaced_at=None), name="one_standing_plan_per_case"
            ),
        ]

    def __str__(self) -> str:
        return f"plan for {self.proposal_id}"


class Pause(models.Model):
    """The resident is asked. Stops the promise clock; the legal one only where a norm row says so."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="pauses")
    question = models.TextField()
    answer = models.TextField(blank=True)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal"], condition=Q(answered_at=None), name="one_open_question_per_case"
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None) | Q(answered_at__gte=F("asked_at")),
                name="an_answer_follows_its_question",
            ),
        ]

    def __str__(self) -> str:
        return f"question on {self.proposal_id}"


class Extension(models.Model):
    """A reasoned decision of the head or a deputy. It counts only from the day its notice was sent."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="extensions")
    until_on = models.DateField()
    reason = TranslatedField()
    decided_at = models.DateTimeField()
    noticed_at = models.DateTimeField()
    signed_by = models.CharField(max_length=80)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(noticed_at__gte=F("decided_at")), name="no_silent_extension"),
            models.CheckConstraint(
                condition=Q(until_on__lte=F("decided_at") + FAR), name="an_extension_lies_within_ten_years"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id} until {self.until_on}"


class Link(models.Model):
    """Two cases hang together. Neither loses its text, talon, clock, supports or answer."""

    class Kind(models.TextChoices):
        DUPLICATE = "duplicate"
        SPLIT = "split"
        ANSWERED_BY = "answered_by"
        BORN_FROM = "born_from"

    kind = models.CharField(max_length=12, choices=Kind.choices)
    source = models.ForeignKey(Proposal, models.CASCADE, related_name="links")
    target = models.ForeignKey(Proposal, models.CASCADE, related_name="linked")
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=80)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "kind"],
                condition=Q(undone_at=None, kind__in=["duplicate", "split", "answered_by"]),
                name="a_case_has_one_standing_link_of_a_kind",
            ),
            models.CheckConstraint(condition=~Q(source=F("target")), name="no_case_is_its_own_twin"),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.kind} {self.target_id}"


class Verdict(models.Model):
    """Somebody else looked: the resident or an inspector confirms or contests what was claimed."""

    append_only = True

    class Answer(models.TextChoices):
        CONFIRMED = "confirmed"
        CONTESTED = "contested"

    class Eyes(models.TextChoices):
        RESIDENT = "resident"
        INSPECTOR = "inspector"

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="verdicts")
    answer = models.CharField(max_length=10, choices=Answer.choices)
    eyes = models.CharField(max_length=10, choices=Eyes.choices)
    by = models.CharField(max_length=80)
    claimed_by = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(answer="confirmed") | ~Q(by=F("claimed_by")),
                name="nobody_confirms_their_own_work",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.answer} {self.proposal_id}"


class Remark(models.Model):
    """A note between officers, or a resident's words with a verdict. Erasable; never public."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="remarks")
    text = models.TextField()
    at = models.DateTimeField()
    by = models.CharField(max_length=80)
    verb = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"remark on {self.proposal_id}"
