"""A case as its officer sees it: everything once, each kind by one query."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import prefetch_related_objects
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from qala.journal.queries import Line, history
from qala.kernel.clock import today
from qala.kernel.refusals import Refusal
from qala.proposals.models import Link, Proposal, ReplyTemplate, Subscription
from qala.proposals.queries.clocks import clock_of
from qala.proposals.queries.desk import late
from qala.proposals.queries.meanwhile import names_of, office_lines
from qala.proposals.queries.place_words import PlaceWords, place_words
from qala.proposals.queries.routing import Why, why_routed
from qala.proposals.queries.routing_words import row_words
from qala.proposals.queries.understanding import guessed
from qala.proposals.rules.clock import Clock, Phase
from qala.proposals.rules.clock_words import STEP_WORDS
from qala.ui.speech import day_words, language_of
from qala.ui.timeline import TimelineLine

ASIDE = ("author", "category", "department", "district", "landmark", "street", "placard", "incident", "statement")
MANY = (
    "steps", "assignments__department", "pauses", "extensions", "decisions", "plans__owner", "remarks", "photos",
    "replies", "verdicts", "works_orders__evidence", "works_orders__executor",
)  # fmt: skip


@dataclass(frozen=True)
class ClockFace:
    """The clock of a case in words: what is left, why this day, when to forward, how often it was passed on."""

    clock: Clock
    state: str
    why: tuple[str, ...]
    is_legal: bool
    forward_by: date | None

    @property
    def may_forward_in_time(self) -> bool:
        """Whether the day to pass it on is still ahead; after it, passing on is a recorded breach."""
        return self.forward_by is not None and today() <= self.forward_by

    @property
    def shown_left(self) -> int:
        return self.clock.days_left


@dataclass(frozen=True)
class Board:
    """The case in the middle and what its right column needs."""

    case: Proposal
    face: ClockFace
    lines: list[Line]
    seen: int
    story: list[TimelineLine]
    links: list[Link]
    supports: int
    followers: int
    place: PlaceWords
    row: str = ""
    names: dict[str, str] = field(default_factory=dict)


def board(number_or_case: Proposal) -> Board:
    """Everything about one case, in a fixed number of queries."""
    case = number_or_case
    prefetch_related_objects([case], *MANY)
    lines = history(case)
    people = {line.actor for line in lines} | {order.ordered_by for order in case.works_orders.all()}
    writers = {row.by for row in case.remarks.all()} | {row.by for row in case.replies.all()}
    names = names_of(people | writers)
    hops = list(case.assignments.all())
    links = Link.objects.filter(undone_at=None).select_related("source__statement", "target__statement")
    return Board(
        case=case,
        face=face_of(case),
        lines=lines,
        seen=len(office_lines(lines)),
        story=[_told(line, names) for line in lines],
        links=list(links.filter(source=case) | links.filter(target=case)),
        supports=case.supports.count(),
        followers=Subscription.objects.filter(proposal=case, confirmed_at__isnull=False, ended_at=None).count(),
        place=place_words(case),
        row=row_words(hops[-1].row) if hops else "",
        names=names,
    )


def who(key: str, names: dict[str, str]) -> str:
    """An actor in words: a colleague's name, the author, a resident, or the platform itself."""
    if key in names:
        return names[key]
    kind = key.partition(":")[0]
    return {
        "author": _("the author"),
        "talon": _("the holder of a talon that an officer handed out"),
        "resident": _("a resident"),
        "job": _("the platform"),
        "person": _("a person whose name is erased"),
    }.get(kind, key)


def told_lines(lines: list[Line]) -> list[TimelineLine]:
    """A history ready for the timeline, with colleagues by name."""
    names = names_of({line.actor for line in lines})
    return [_told(line, names) for line in lines]


TONES = {"confirmed": "confirmed", "contested": "harm", "refused": "harm", "claimed": "now"}


def _told(line: Line, names: dict[str, str]) -> TimelineLine:
    verb = line.verb.rpartition(".")[2]
    facts = line.facts
    more = ""
    if facts.get("hop"):
        more = _("Hop %(number)s") % {"number": facts["hop"]}
    if facts.get("late"):
        more = _("Later than the law allows: a recorded breach.")
    if facts.get("promised_on"):
        more = _("Promised for %(day)s") % {"day": spoken_day(date.fromisoformat(str(facts["promised_on"])))}
    return TimelineLine(line.at, line.sentence, who(line.actor, names), more, TONES.get(verb, "done"))


def spoken_day(day: date) -> str:
    return day_words(day, language_of(get_language() or "kk"))


def face_of(case: Proposal) -> ClockFace:
    """The clock read from the case's rows (prefetched ones are used)."""
    clock = clock_of(case)
    state = {Phase.PAUSED: "paused", Phase.RUNNING: "running"}.get(clock.phase, "missed" if clock.is_overdue else "met")
    on_way = case.state in ("received", "triaged", "assigned")
    return ClockFace(
        clock=clock,
        state=state,
        why=tuple(
            str(STEP_WORDS[step.slug]).format(day=spoken_day(step.on), days=step.days, source=step.source)
            for step in clock.steps
            if step.slug in STEP_WORDS
        ),
        is_legal=case.track == "appeal",
        forward_by=clock.forward_by if on_way else None,
    )


@dataclass(frozen=True)
class Hint:
    """A category the model proposes, how sure it is, and how to choose it with one tap."""

    slug: str
    title: str
    share: float


def suggestions(case: Proposal, titles: dict[str, str]) -> list[Hint]:
    """Up to three categories, likeliest first."""
    return [Hint(slug, titles[slug], share) for slug, share in guessed(case) if slug in titles]


def routed(case: Proposal) -> Why | None:
    """Where the table would send it, or None where no table is active."""
    try:
        return why_routed(case)
    except Refusal:
        return None


def templates_for(case: Proposal, verb: str) -> Sequence[ReplyTemplate]:
    """Ready texts for a verb: those of the category first."""
    rows = ReplyTemplate.objects.filter(active=True, verb=verb)
    fitting = [row for row in rows if row.category_id in (None, case.category_id)]
    return sorted(fitting, key=lambda row: row.category_id is None)


def slots_of(case: Proposal, language: str) -> dict[str, str]:
    """Words that fill a ready text, in one language; what is unknown stays empty and visible."""
    name = case.street or case.landmark
    plan = next((row for row in case.plans.all() if row.replaced_at is None), None)
    day = case.promised_on if plan is None else (plan.due_on or plan.review_on)
    order = case.works_orders.order_by("pk").last()
    last = order.due_on if order else day
    statement = getattr(case, "statement", None)
    return {
        "number": case.number,
        "place": name.names.get(language) if name else (statement.place_text if statement else ""),
        "category": case.category.title.get(language) if case.category else "",
        "department": case.department.name.get(language) if case.department else "",
        "day": day_words(last, language) if last else "",
        "money": (plan.money_source if plan else "") or (order.money_source if order else ""),
        "received": day_words(case.registered_on, language),
    }


def is_late(case: Proposal) -> bool:
    """Whether the case stands among the overdue."""
    return Proposal.objects.filter(late(today()), pk=case.pk).exists()
