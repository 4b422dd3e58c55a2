"""Everything the talon's page says to its author, read in a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import get_language

from qala.journal.queries import history
from qala.kernel.actors import Actor
from qala.kernel.clock import now
from qala.kernel.translated import Translated
from qala.people.models import Person
from qala.proposals.models import (
    Category,
    Decision,
    Identity,
    Link,
    Pause,
    Photo,
    Plan,
    Proposal,
    Reply,
    Subscription,
    Track,
)
from qala.proposals.policies import may_step
from qala.proposals.queries.clocks import clock_of, wait_days
from qala.proposals.queries.follow import author_sheet
from qala.proposals.queries.place_words import place_words
from qala.proposals.queries.reception import RECEPTION, Suggested
from qala.proposals.queries.understanding import guessed
from qala.proposals.rules.clock import Clock, Phase, Step
from qala.proposals.rules.clock_words import STEP_WORDS
from qala.proposals.rules.masking import mask
from qala.proposals.rules.process import WORKFLOW
from qala.proposals.rules.words import VERB_WORDS
from qala.ui.speech import day_words
from qala.ui.timeline import TimelineLine

AUTHOR_VERBS = ("confirm", "contest", "withdraw")


@dataclass(frozen=True)
class Passage:
    """A piece of the message: shown to everyone, or hidden and why."""

    text: str
    hidden: str = ""


@dataclass(frozen=True)
class Said:
    """Words of the city in the reader's language, or in another that is named."""

    at: datetime
    title: str
    text: str
    language: str
    status: str = ""


@dataclass(frozen=True)
class Talon:
    """What the page shows. Only its author sees it."""

    proposal: Proposal
    text: str
    passages: Sequence[Passage]
    place: str
    clock: Clock
    clock_state: str
    why_this_day: Sequence[str]
    acceptor: str
    suggested: Sequence[Suggested]
    events: Sequence[TimelineLine]
    said: Sequence[Said]
    plan: Plan | None
    question: Pause | None
    verbs: Sequence[tuple[str, str]]
    contest_until: datetime | None
    missing: Sequence[str]
    photos: Sequence[Photo]
    twins: Sequence[Link]
    parts: Sequence[Proposal]
    same: int
    subscriptions: Sequence[Subscription]
    supports: int
    author_known: dict[str, str] = field(default_factory=dict)

    @property
    def must_sign(self) -> bool:
        """An appeal whose author nobody has confirmed: a flag and a request, the clock runs all the same."""
        return self.proposal.track == Track.APPEAL and self.proposal.identity == Identity.UNCONFIRMED

    @property
    def pin_offered(self) -> Photo | None:
        """A photo that knows where it was taken, while the case has no point."""
        if self.proposal.longitude is not None:
            return None
        return next((one for one in self.photos if one.taken_longitude is not None), None)


def talon_of(proposal: Proposal, by: Actor) -> Talon:
    """Read the page of one case for its author."""
    statement = getattr(proposal, "statement", None)
    text = statement.text if statement else ""
    clock = clock_of(proposal)
    row = getattr(proposal, "author", None)
    author = author_sheet(row)
    links = Link.objects.filter(Q(source=proposal) | Q(target=proposal), undone_at=None).select_related(
        "source__statement", "target"
    )
    return Talon(
        proposal=proposal,
        text=text,
        passages=passages(text),
        place=place_line(proposal),
        clock=clock,
        clock_state=_clock_state(clock),
        why_this_day=[step_words(step) for step in clock.steps],
        acceptor=acceptor(proposal),
        suggested=_suggested(proposal),
        events=_events(proposal),
        said=_said(proposal),
        plan=proposal.plans.select_related("owner").filter(replaced_at=None).first(),
        question=proposal.pauses.filter(answered_at=None).first(),
        verbs=[(verb, str(VERB_WORDS[verb])) for verb in _verbs(proposal, by)],
        contest_until=_contest_until(proposal),
        missing=author.missing_for_appeal() if proposal.track == Track.APPEAL else (),
        photos=list(proposal.photos.all()),
        twins=[link for link in links if link.source_id == proposal.pk],
        parts=[link.source for link in links if link.target_id == proposal.pk and link.kind == "split"],
        same=sum(link.target_id == proposal.pk and link.kind == "duplicate" for link in links),
        subscriptions=list(proposal.subscriptions.filter(ended_at=None)),
        supports=proposal.supports.count(),
        author_known={"name": author.name, "postal_address": author.postal_address, "iin": author.iin},
    )


def passages(text: str) -> list[Passage]:
    """The author's words with the parts that others will not see."""
    found, at = [], 0
    for span in mask(text).spans:
        found += [Passage(text[at : span.start]), Passage(text[span.start : span.end], span.kind.value)]
        at = span.end
    return [one for one in (*found, Passage(text[at:])) if one.text]


def place_line(proposal: Proposal) -> str:
    """The place as people say it: the bus, the chosen name, then what the author typed where it adds something."""
    told = place_words(proposal)
    riding = told.placard if proposal.placard and proposal.placard.route else ""
    named = told.known or str(proposal.district or "")
    return " · ".join(word for word in (riding, named, told.typed) if word)


def acceptor(proposal: Proposal) -> str:
    """Whose name the talon bears: an official's, or empty where the machine registered it at once."""
    key = proposal.accepted_by
    if key == RECEPTION or not key.startswith("person:"):
        return ""
    person = Person.objects.filter(pk=key.partition(":")[2]).first()
    return person.name.full if person else ""


def step_words(step: Step) -> str:
    """One step of the explanation of a date."""
    language = (get_language() or "kk")[:2]
    told = STEP_WORDS[step.slug].get(language)
    return told.format(day=day_words(step.on, language), days=step.days, source=step.source)


def _clock_state(clock: Clock) -> str:
    if clock.phase is Phase.ENDED:
        return "missed" if clock.is_overdue else "met"
    return "paused" if clock.phase is Phase.PAUSED else "running"


def _suggested(proposal: Proposal) -> list[Suggested]:
    """Three buttons while nobody has named the category."""
    if proposal.category_id or proposal.state != "received":
        return []
    told = dict(guessed(proposal))
    titles = dict(Category.objects.filter(slug__in=told, active=True).values_list("slug", "title"))
    return [Suggested(slug, titles[slug], chance) for slug, chance in told.items() if slug in titles]


def _events(proposal: Proposal) -> list[TimelineLine]:
    """The journal's lines, oldest first; news queued for followers are no news themselves."""
    return [TimelineLine(line.at, line.sentence) for line in history(proposal) if ".letter." not in line.verb]


def _said(proposal: Proposal) -> list[Said]:
    """Decisions and replies in order, each in the best language there is."""
    language = (get_language() or "kk")[:2]
    replies = Reply.objects.filter(proposal=proposal) | Reply.objects.filter(
        incident__isnull=False, incident=proposal.incident_id
    )
    found = [_in(row.at, "", row.text, row.translation, language) for row in replies]
    found += [
        _in(one.signed_at, _kind_word(one), one.reason, one.translation, language) for one in proposal.decisions.all()
    ]
    return sorted((one for one in found if one.text), key=lambda one: one.at)


def _in(at: datetime, title: str, text: Translated, status: dict[str, str], language: str) -> Said:
    spoken = text.language(language)
    return Said(at, title, text.get(language), spoken, status.get(spoken, ""))


def _kind_word(decision: Decision) -> str:
    return {
        "refused": Translated(kk="Бас тарту", ru="Отказ", en="Refusal"),
        "explained": Translated(kk="Түсіндірме", ru="Разъяснение", en="Explanation"),
        "redirected": Translated(kk="Басқа органға берілді", ru="Передано", en="Passed on"),
        "terminated": Translated(kk="Тоқтатылды", ru="Прекращено", en="Ended"),
    }.get(decision.kind, Translated(kk="Шешім", ru="Решение", en="Decision")).in_language()


def _verbs(proposal: Proposal, by: Actor) -> list[str]:
    lawful = [verb for verb in WORKFLOW.verbs(proposal.state) if verb in AUTHOR_VERBS and may_step(by, proposal, verb)]
    until = _contest_until(proposal)
    return [verb for verb in lawful if not (verb == "contest" and until and now() > until)]


def _contest_until(proposal: Proposal) -> datetime | None:
    """Until when the answer may be contested; None where no answer has closed the case."""
    return proposal.closed_at + timedelta(days=wait_days("contest_window")) if proposal.closed_at else None
