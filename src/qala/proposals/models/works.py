"""A works order: who mends it, by when, from which money, and what shows that it is done."""

from typing import Any

from django.db import models
from django.db.models import Q

from qala.people.models import Organisation
from qala.proposals.models.proposal import FAR, Proposal
from qala.proposals.rules.works import WORKS


class WorksOrder(models.Model):
    """One order for one or more cases; may carry the reference of another part's work."""

    class State(models.TextChoices):
        ORDERED = "ordered"
        IN_WORK = "in_work"
        CLAIMED = "claimed"
        ACCEPTED = "accepted"
        RETURNED = "returned"
        CANCELLED = "cancelled"

    proposals = models.ManyToManyField(Proposal, related_name="works_orders")
    executor = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.ORDERED)
    task = models.TextField()
    due_on = models.DateField()
    money_source = models.CharField(max_length=200)
    contract = models.CharField(max_length=120, blank=True)
    other_work = models.CharField(max_length=120, blank=True)
    ordered_at = models.DateTimeField()
    ordered_by = models.CharField(max_length=80)
    claimed_at = models.DateTimeField(null=True, blank=True)
    claimed_by = models.CharField(max_length=80, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(money_source=""), name="an_order_names_its_money"),
            models.CheckConstraint(
                condition=Q(due_on__lte=models.F("ordered_at") + FAR), name="works_lie_within_ten_years"
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted") | Q(accepted_at__isnull=False) & ~Q(accepted_by=""),
                name="accepted_works_have_an_acceptor",
            ),
            models.CheckConstraint(
                condition=Q(accepted_by="") | ~Q(accepted_by=models.F("claimed_by")),
                name="nobody_accepts_their_own_work",
            ),
        ]

    def __str__(self) -> str:
        return f"order {self.pk}"

    def take_step(self, verb: str, **fields: Any) -> None:
        """Move to the next state by the table, under a lock, with `fields`. Refuses an unlawful step."""
        before = WorksOrder.objects.select_for_update().values_list("state", flat=True).get(pk=self.pk)
        fields["state"] = WORKS.after(before, verb)
        for name, value in fields.items():
            setattr(self, name, value)
        self.save(update_fields=list(fields))


class Evidence(models.Model):
    """What shows that works were done: a picture with place and time, or an act."""

    order = models.ForeignKey(WorksOrder, models.CASCADE, related_name="evidence")
    picture = models.CharField(max_length=200, blank=True)
    # The covered copy; `shown_at` tells when an officer let it out.
    public = models.CharField(max_length=200, blank=True)
    act = models.CharField(max_length=120, blank=True)
    note = models.CharField(max_length=500, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    shown_at = models.DateTimeField(null=True, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=80)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(picture="", act=""), name="evidence_is_a_picture_or_an_act"),
            models.CheckConstraint(
                condition=Q(public="") | Q(shown_at__isnull=False),
                name="no_evidence_is_public_before_an_officer_saw_it",
            ),
        ]

    def __str__(self) -> str:
        return f"evidence for {self.order_id}"
