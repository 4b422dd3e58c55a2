"""The case: what a resident sent, where it stands, when it is due. Texts and names stand in erasable rows."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _

from qala.kernel.actors import Actor
from qala.kernel.clock import local
from qala.kernel.refusals import Refusal
from qala.people.models import Organisation, Person
from qala.places.models import District, Landmark, Street
from qala.proposals.models.category import Category
from qala.proposals.models.placard import Placard
from qala.proposals.rules.process import WORKFLOW

# Ten years and a week: no zone's clock makes a lawful day unlawful. A case may be promised anew for half a century.
FAR, FARTHEST = timedelta(days=3_660), timedelta(days=18_300)
OPEN_STATES = ("received", "triaged", "assigned", "in_work", "fixed_claimed", "planned")


class Track(models.TextChoices):
    """One form, two tracks: an anonymous signal with a promise, an identified appeal with the legal clock."""

    SIGNAL = "signal"
    APPEAL = "appeal"


class Channel(models.TextChoices):
    PLACARD = "placard"
    SITE = "site"
    PHONE = "phone"
    DESK = "desk"
    MEETING = "meeting"
    OPEN311 = "open311"
    IMPORT = "import"


class Visibility(models.TextChoices):
    """Public: the masked text. Outline: number, category, place and state. Hidden: nothing."""

    PUBLIC = "public"
    OUTLINE = "outline"
    HIDDEN = "hidden"


class Identity(models.TextChoices):
    """How far the author's name is known. An unconfirmed one is a flag, never a refusal."""

    ANONYMOUS = "anonymous"
    UNCONFIRMED = "unconfirmed"
    PROVIDER = "provider"
    SIGNATURE = "signature"
    ONE_TIME_CODE = "one_time_code"
    PAPER = "paper"


class Incident(models.Model):
    """A storm: many cases of one event, one reply to all."""

    category = models.ForeignKey(Category, models.PROTECT, related_name="+")
    district = models.ForeignKey(District, models.PROTECT, null=True, blank=True, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-opened_at"]

    def __str__(self) -> str:
        return f"incident {self.pk}"


class ProposalQuerySet(models.QuerySet["Proposal"]):
    """Sentences about cases."""

    def shown(self) -> "ProposalQuerySet":
        """What the public may see, at least in outline."""
        return self.filter(SHOWN)

    def open(self) -> "ProposalQuerySet":
        return self.filter(state__in=OPEN_STATES)


#: What the public may see, at least in outline.
SHOWN = Q(quarantined_at=None) & ~Q(visibility=Visibility.HIDDEN)


def numbered(received_at: datetime, pk: int | None) -> str:
    """The talon's number, for people: year of receipt and running number, «25-000123»."""
    return f"{local(received_at):%y}-{pk or 0:06d}"


class Proposal(models.Model):
    """One case. `uid` is the sender's idempotency key; the follow-up code is derived from it."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    track = models.CharField(max_length=6, choices=Track.choices, default=Track.SIGNAL)
    kind = models.CharField(max_length=20, default="proposal")
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.SITE)
    state = models.CharField(max_length=20, default="received")
    visibility = models.CharField(max_length=8, choices=Visibility.choices, default=Visibility.PUBLIC)
    quarantined_at = models.DateTimeField(null=True, blank=True)
    quarantined_for = models.CharField(max_length=60, blank=True)

    # Where a composite index below begins with the key, one of the key alone would only slow every message down.
    category = models.ForeignKey(Category, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    language = models.CharField(max_length=2, default="kk")
    identity = models.CharField(max_length=14, choices=Identity.choices, default=Identity.ANONYMOUS)
    by_minor = models.BooleanField(default=False)

    placard = models.ForeignKey(
        Placard, models.SET_NULL, null=True, blank=True, related_name="proposals", db_index=False
    )
    landmark = models.ForeignKey(Landmark, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)
    street = models.ForeignKey(Street, models.SET_NULL, null=True, blank=True, related_name="+")
    district = models.ForeignKey(District, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)
    longitude = models.FloatField(null=True, blank=True)
    latitude = models.FloatField(null=True, blank=True)

    received_at = models.DateTimeField()
    upgraded_at = models.DateTimeField(null=True, blank=True)
    registered_on = models.DateField()
    accepted_by = models.CharField(max_length=80, blank=True)
    due_on = models.DateField(null=True, blank=True)
    promised_on = models.DateField(null=True, blank=True)

    department = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    hops = models.PositiveSmallIntegerField(default=0)
    incident = models.ForeignKey(Incident, models.SET_NULL, null=True, blank=True, related_name="proposals")

    triaged_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    objects = ProposalQuerySet.as_manager()

    is_fresh = True  # False on the answer to a resend: nothing new was made

    class Meta:
        ordering = ["-received_at", "-pk"]
        indexes = [
            models.Index(fields=["state", "due_on"], name="proposals_by_state_and_due"),
            models.Index(fields=["department", "state"], name="proposals_by_department"),
            models.Index(fields=["-received_at", "-id"], name="proposals_newest_first"),
            models.Index(fields=["placard", "-received_at"], name="proposals_by_placard"),
            models.Index(fields=["landmark", "-received_at"], name="proposals_by_landmark"),
            models.Index(fields=["category", "-received_at"], name="proposals_shown_by_category", condition=SHOWN),
            models.Index(fields=["district", "-received_at"], name="proposals_shown_by_district", condition=SHOWN),
            # The front page's last promises kept and broken.
            models.Index(
                fields=["-confirmed_at", "-id"],
                name="proposals_confirmed_last",
                condition=Q(confirmed_at__isnull=False),
            ),
            models.Index(
                fields=["-promised_on", "-id"], name="proposals_promised_last", condition=Q(promised_on__isnull=False)
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(longitude=None, latitude=None)
                | Q(longitude__gte=-180, longitude__lte=180, latitude__gte=-90, latitude__lte=90),
                name="a_point_lies_on_the_earth",
            ),
            models.CheckConstraint(
                condition=~Q(track="appeal") | Q(due_on__isnull=False), name="an_appeal_has_its_legal_day"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["assigned", "in_work", "fixed_claimed", "planned"])
                | Q(department__isnull=False),
                name="work_has_a_department",
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | Q(confirmed_at__isnull=False, claimed_at__isnull=False),
                name="confirmed_means_claimed_and_confirmed",
            ),
            models.CheckConstraint(
                condition=Q(due_on=None) | Q(due_on__lte=F("registered_on") + FAR),
                name="a_last_day_lies_within_ten_years",
            ),
            models.CheckConstraint(
                condition=Q(promised_on=None) | Q(promised_on__lte=F("registered_on") + FARTHEST),
                name="a_promised_day_lies_within_fifty_years",
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None) | Q(answered_at__gte=F("received_at")),
                name="no_answer_before_the_question",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """The talon's number, for people."""
        return numbered(self.received_at, self.pk)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def says_where(self) -> bool:
        """Whether somebody can go and look: a point, a landmark, or the placard of a stop, a school, a bus."""
        return bool(self.placard_id or self.landmark_id or self.longitude)

    @property
    def lacks_order(self) -> bool:
        """Promised, but not ordered."""
        return self.state == "planned" and not self.is_ordered

    @property
    def is_ordered(self) -> bool:
        """Whether a works order stands under it that nobody has cancelled."""
        return self.works_orders.exclude(state="cancelled").exists()

    def take_step(self, verb: str, *, by: Actor, at: datetime, **fields: Any) -> None:
        """Move to the next state by the table, under a lock, with `fields`, and remember the step.

        The change beat of every action of the process. Refuses an unlawful step; nothing is written then.
        """
        known = Proposal.objects.select_for_update().values_list("state", "department_id").get(pk=self.pk)
        before = known[0]
        fields["state"] = WORKFLOW.after(before, verb)
        if known != (self.state, self.department_id) or self.steps.filter(at__gt=at).exists():
            raise Refusal(_("Somebody acted on this case meanwhile. Read it anew."), code="meanwhile", status=409)
        for name, value in fields.items():
            setattr(self, name, value)
        self.save(update_fields=list(fields))
        self.steps.create(verb=verb, before=before, after=self.state, at=at, by=by.actor_key)


class Statement(models.Model):
    """The words of a case. Erased by retention; the case stays as a tombstone."""

    proposal = models.OneToOneField(Proposal, models.CASCADE, primary_key=True, related_name="statement")
    text = models.TextField()
    public_text = models.TextField()
    place_text = models.CharField(max_length=300, blank=True)
    # Folded letters for pg_trgm (Kazakh, Russian and Latin spellings meet here).
    spelling = models.TextField()
    embedded_at = models.DateTimeField(null=True, blank=True)
    suggested = models.JSONField(default=list, blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["proposal"], name="statements_not_yet_embedded", condition=Q(embedded_at=None)),
            GinIndex(fields=["spelling"], name="statements_by_spelling", opclasses=["gin_trgm_ops"]),
        ]

    def __str__(self) -> str:
        return self.public_text[:60]


class Author(models.Model):
    """Who sent a case and how to answer: the most perishable row. Two anonymous cases never share one."""

    proposal = models.OneToOneField(Proposal, models.CASCADE, primary_key=True, related_name="author")
    person = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="proposals")
    name = models.CharField(max_length=200, blank=True)
    iin = models.CharField(max_length=12, blank=True)
    postal_address = models.CharField(max_length=300, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    signature_note = models.CharField(max_length=200, blank=True)
    asked_to_confirm_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"author of {self.proposal_id}"
