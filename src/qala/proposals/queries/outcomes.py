"""The outcomes of `rules.outcomes` and the facts behind published figures, said to the database.

Each sentence here has its twin in the pure rules; `tests/test_queries_outcomes.py` holds the two together.
"""

from datetime import date

from django.db.models import Case, CharField, DateField, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, TruncDate

from qala.kernel.clock import CITY, today
from qala.proposals.models import Decision, Plan, Proposal, Step, Verdict, WorksOrder
from qala.proposals.queries.pauses import term_waits
from qala.proposals.rules.chains import LINKS
from qala.proposals.rules.outcomes import DecisionKind, Outcome

_MINE = {"proposal": OuterRef("pk")}
_TAKEN_BACK = Exists(
    Decision.objects.alias(last=Subquery(
        Decision.objects.filter(proposal=OuterRef("proposal")).order_by("-pk").values("pk")[:1]
    )).filter(**_MINE, pk=F("last"), kind=DecisionKind.TERMINATED)
)  # fmt: skip
_UNFUNDED = Exists(Plan.objects.filter(**_MINE, replaced_at=None, unfunded=True))

_OF_STATE = {
    Outcome.OPEN: ("received", "triaged", "assigned", "in_work"),
    Outcome.CLAIMED: ("fixed_claimed",),
    Outcome.CONFIRMED: ("confirmed",),
    Outcome.REFUSED: ("refused",),
    Outcome.FORWARDED: ("forwarded",),
}


def of_outcome(outcome: Outcome) -> Q:
    """Cases that ended this way; every case answers to exactly one outcome."""
    if outcome in _OF_STATE:
        return Q(state__in=_OF_STATE[outcome])
    return {
        Outcome.PLANNED: Q(state="planned") & ~Q(_UNFUNDED),
        Outcome.UNFUNDED: Q(state="planned") & Q(_UNFUNDED),
        Outcome.EXPLAINED: Q(state="explained") & ~Q(_TAKEN_BACK),
        Outcome.WITHDRAWN: Q(state="explained") & Q(_TAKEN_BACK),
    }[outcome]


def outcome_word() -> Case:
    """The outcome's slug as a column."""
    plain = [
        When(state=state, then=Value(outcome.value)) for outcome, states in _OF_STATE.items() for state in states
    ]
    planned = Case(When(_UNFUNDED, then=Value(Outcome.UNFUNDED.value)), default=Value(Outcome.PLANNED.value))
    told = Case(
        When(Q(_TAKEN_BACK), then=Value(Outcome.WITHDRAWN.value)), default=Value(Outcome.EXPLAINED.value)
    )
    return Case(
        *plain, When(state="planned", then=planned), When(state="explained", then=told), output_field=CharField()
    )


# The first answer ends the clock for good; forwarding ends it until the case comes back (rules.clock.ended_on).
ENDED_AT = Coalesce("answered_at", Case(When(state="forwarded", then=F("closed_at"))))
ANSWERED_ON = TruncDate("answered_at", tzinfo=CITY, output_field=DateField())
ENDED_ON = TruncDate(ENDED_AT, tzinfo=CITY, output_field=DateField())


def overdue(on: date | None = None) -> Q:
    """Appeals answered late, or unanswered past the last day while no question stops the term."""
    late = Q(ended_on__gt=F("due_on")) | Q(ended_on=None, due_on__lt=on or today()) & ~term_waits()
    mine = Proposal.objects.alias(ended_on=ENDED_ON).filter(late, pk=OuterRef("pk"))
    return Q(track="appeal") & Q(Exists(mine))


FORWARDED = Q(state="forwarded") | Q(Exists(Step.objects.filter(**_MINE, verb="forward")))
REDIRECTED = FORWARDED | Q(hops__gt=1)
CLAIMED = (
    Q(state__in=("fixed_claimed", "confirmed"))
    | Q(claimed_at__isnull=False)
    | Q(Exists(Step.objects.filter(**_MINE, verb="claim_fixed")))
)
ANSWERED_APPEAL = Q(track="appeal", answered_at__isnull=False)

# ---- the chain: signal → decision → works → claim → confirmation --------------------------------------------------

_ORDER = WorksOrder.proposals.through.objects.filter(**_MINE).exclude(worksorder__state="cancelled")
HAS_WORKS = Q(Exists(_ORDER))
# To order works is to decide: where no signed decision says "satisfied", the order with its money and day is the act.
HAS_DECISION = Q(Exists(Decision.objects.filter(**_MINE, kind__in=("satisfied", "partly")))) | HAS_WORKS
HAS_CLAIM = Q(claimed_at__isnull=False)
SECOND_EYES = Q(state="confirmed") & Q(
    Exists(Verdict.objects.filter(**_MINE, answer="confirmed").exclude(by="").exclude(by=F("claimed_by")))
)
_HAS = {"decision": HAS_DECISION, "works": HAS_WORKS, "claim": HAS_CLAIM, "confirmation": SECOND_EYES}


def reaching(link: str) -> Q:
    """Cases whose chain stands without a gap up to exactly this link."""
    place = LINKS.index(link)
    found = Q()
    for name in LINKS[1 : place + 1]:
        found &= _HAS[name]
    return found & ~_HAS[LINKS[place + 1]] if place + 1 < len(LINKS) else found
