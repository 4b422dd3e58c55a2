"""Published figures: rows are grouped by the database, judged by `rules.statistics` and `rules.chains` alone.

Counted are the cases the public may see, so that every number opens the list of its cases; those set aside are told
beside (`Withheld`), and both together are all that came.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import BooleanField, Case, Count, DateField, F, Q, When
from django.db.models.functions import TruncMonth

from qala.kernel.clock import CITY, now, today
from qala.kernel.queries import city_calendar
from qala.proposals.models import Channel, Proposal, Visibility
from qala.proposals.queries import outcomes
from qala.proposals.queries.keeping import kept, remembered
from qala.proposals.queries.listing import Asked, listed, period
from qala.proposals.rules import statistics as rules
from qala.proposals.rules.chains import LINKS, Chain, born_from_residents
from qala.proposals.rules.outcomes import Outcome
from qala.proposals.rules.statistics import Figure

PARTS = ("numerator", "denominator")


@dataclass(frozen=True)
class Scope:
    """Which cases are counted: a period by the day of receipt, a district. Empty: all there are."""

    since: date | None = None
    until: date | None = None
    district: str = ""

    def asked(self, **more: str) -> Asked:
        """The list that shows exactly these cases."""
        return Asked(since=self.since, until=self.until, district=self.district, **more)

    @property
    def is_over(self) -> bool:
        return self.until is not None and self.until < today()


@dataclass(frozen=True)
class Withheld:
    """Cases that came and are not shown: hidden by an officer, or waiting for a check."""

    hidden: int
    waiting: int

    @property
    def total(self) -> int:
        return self.hidden + self.waiting


@dataclass(frozen=True)
class Figures:
    """Everything the statistics page shows of one scope."""

    scope: Scope
    counted_at: datetime
    headline: Figure
    claimed: Figure
    redirected: Figure
    overdue: Figure
    median: Figure
    ninth: Figure
    born: Figure
    by_outcome: dict[Outcome, int]
    by_hops: dict[int, int]
    withheld: Withheld
    imported: int = 0  # of all, those taken over from another city; their "closed" confirms nothing here

    def all(self) -> tuple[Figure, ...]:
        return self.headline, self.claimed, self.born, self.median, self.ninth, self.overdue, self.redirected


def figures(scope: Scope) -> Figures:
    """The figures of a scope, kept for a while where counting is slow."""
    return kept(_name(scope), lambda: count(scope))


def _name(scope: Scope) -> str:
    return f"figures:{scope.since}:{scope.until}:{scope.district}"


def count(scope: Scope) -> Figures:
    """Count now."""
    cases, chains = counted(scope)
    median, ninth = rules.answer_times(cases)
    return Figures(
        scope=scope,
        counted_at=now(),
        headline=rules.headline(cases),
        claimed=rules.confirmed_of_claimed(cases),
        redirected=rules.redirected(cases),
        overdue=rules.overdue(cases),
        median=median,
        ninth=ninth,
        born=born_from_residents(chains),
        by_outcome=rules.counts_by_outcome(cases),
        by_hops=dict(sorted(Counter(case.hops for case in cases).items())),
        withheld=_withheld(scope),
        imported=listed(scope.asked()).filter(channel=Channel.IMPORT).count(),
    )


def _flag(said: Q) -> Case:
    return Case(When(said, then=True), default=False, output_field=BooleanField())


def _only_answered(column: F | object) -> Case:
    return Case(When(outcomes.ANSWERED_APPEAL, then=column), output_field=DateField())


def counted(scope: Scope) -> tuple[list[rules.Case], list[Chain]]:
    """Every case as the rules want it. Cases that are alike in all that counts come as one row with a number."""
    groups = (
        listed(scope.asked())
        .order_by()
        .annotate(
            outcome=outcomes.outcome_word(),
            is_overdue=_flag(outcomes.overdue(today())),
            was_forwarded=_flag(outcomes.FORWARDED),
            was_claimed=_flag(outcomes.CLAIMED),
            counted_from=_only_answered(F("registered_on")),
            counted_to=_only_answered(outcomes.ANSWERED_ON),
            decided=_flag(outcomes.HAS_DECISION),
            ordered=_flag(outcomes.HAS_WORKS),
            has_claim=_flag(outcomes.HAS_CLAIM),
            seen=_flag(outcomes.SECOND_EYES),
        )
        .values_list("track", "outcome", "is_overdue", "hops", "was_forwarded", "was_claimed", "counted_from",
                     "counted_to", "decided", "ordered", "has_claim", "seen")
        .annotate(n=Count("pk"))
    )  # fmt: skip
    calendar = city_calendar()
    cases: list[rules.Case] = []
    chains: list[Chain] = []
    for track, outcome, late, hops, forwarded, claimed, start, end, decided, ordered, has_claim, seen, n in groups:
        days = calendar.between(start, end) if start and end else None
        case = rules.Case("group", track, Outcome(outcome), late, hops, forwarded, claimed, days)
        chain = Chain(
            case="group",
            decision="group" * decided,
            works="group" * ordered,
            claim="group" * has_claim,
            confirmation="group" * seen,
            claimed_by="executor" * has_claim,
            confirmed_by="another" * seen,
        )
        cases += [case] * n
        chains += [chain] * n
    return cases, chains


def _withheld(scope: Scope) -> Withheld:
    came = Proposal.objects.filter(period(scope.asked()))
    if scope.district:
        came = came.filter(district=scope.district)
    hidden = Q(visibility=Visibility.HIDDEN)
    return Withheld(
        **came.aggregate(
            hidden=Count("pk", filter=hidden), waiting=Count("pk", filter=~hidden & Q(quarantined_at__isnull=False))
        )
    )


# ---- small multiples ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Multiple:
    """One topic by months: how many cases came, and how many of all are confirmed by now."""

    topic: str
    came: tuple[int, ...]
    total: int
    confirmed: int


def by_topic(scope: Scope) -> tuple[list[date], list[Multiple]]:
    """Months in order, and each topic on the same months; cases without a category stand apart as ''."""
    return kept(f"topics:{scope.since}:{scope.until}:{scope.district}", lambda: _by_topic(scope))


def _by_topic(scope: Scope) -> tuple[list[date], list[Multiple]]:
    rows = (
        listed(scope.asked())
        .order_by()
        .annotate(month=TruncMonth("received_at", tzinfo=CITY, output_field=DateField()))
        .values_list("category__topic", "month")
        .annotate(n=Count("pk"), confirmed=Count("pk", filter=Q(state="confirmed")))
    )
    told = list(rows)
    months = _months([month for _topic, month, _n, _confirmed in told])
    found: dict[str, dict[date, tuple[int, int]]] = {}
    for topic, month, n, confirmed in told:
        found.setdefault(topic or "", {})[month] = (n, confirmed)
    multiples = [
        Multiple(
            topic,
            tuple(by_month.get(month, (0, 0))[0] for month in months),
            sum(n for n, _confirmed in by_month.values()),
            sum(confirmed for _n, confirmed in by_month.values()),
        )
        for topic, by_month in sorted(found.items(), key=lambda one: (not one[0], one[0]))
    ]
    return months, multiples


def _months(seen: list[date]) -> list[date]:
    """Every month from the first to the last, empty ones too."""
    if not seen:
        return []
    months, month, last = [], min(seen), max(seen)
    while month <= last:
        months.append(month)
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return months


# ---- ways in -----------------------------------------------------------------------------------------------------


def ways_in(told: Figures) -> dict[str, dict[str, Asked]]:
    """For each figure the lists of its numerator and denominator: the same cases, one by one."""
    ask = told.scope.asked
    everything = ask()
    appeals = ask(track="appeal")
    answered = ask(answered="1")
    return {
        "confirmed_of_all": {"numerator": ask(outcome="confirmed"), "denominator": everything},
        "confirmed_of_claimed": {"numerator": ask(outcome="confirmed"), "denominator": ask(claimed="1")},
        "redirected": {"numerator": ask(redirected="1"), "denominator": everything},
        "overdue_appeals": {"numerator": ask(late="1"), "denominator": appeals},
        "median_answer_days": {"numerator": answered, "denominator": appeals},
        "p90_answer_days": {"numerator": answered, "denominator": appeals},
        "born_from_residents": {"numerator": ask(chain=LINKS[-1]), "denominator": everything},
    }


def chain_steps(told: Figures) -> list[tuple[str, int, Asked]]:
    """How far every case has come: disjoint counts that add up to all, each with its list."""
    return [(link, told.born.parts[link], told.scope.asked(chain=link)) for link in LINKS]


def outcome_rows(told: Figures) -> list[tuple[Outcome, int, Asked]]:
    """The disjoint outcomes, each with its list."""
    return [(one, told.by_outcome[one], told.scope.asked(outcome=one.value)) for one in Outcome]


def number_of(asked: Asked) -> int | None:
    """How many cases a list holds by the figures kept now: the number one came by. None where they do not say."""
    told: Figures | None = remembered(_name(Scope(asked.since, asked.until, asked.district)))
    return _numbers(told).get(asked) if told else None


def _numbers(told: Figures) -> dict[Asked, int]:
    ways = ways_in(told)
    counts = {ways[one.definition.slug][part]: getattr(one, part) for one in told.all() for part in PARTS}
    counts |= {asked: n for _link, n, asked in chain_steps(told)}
    return counts | {asked: n for _outcome, n, asked in outcome_rows(told)}


def indicators() -> list[Figure]:
    """Figures for the report: the whole city, everything that came so far."""
    return list(figures(Scope()).all())

