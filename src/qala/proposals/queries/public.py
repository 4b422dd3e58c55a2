"""One case as everyone may read it: its story, the chain to proof, promises, answers, and what is hidden and why.

Words of officers pass the same masks as words of residents: an answer may begin with the author's name.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, Q, prefetch_related_objects
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from qala.kernel.translated import LANGUAGES, Translated
from qala.proposals.models import Evidence, Link, Plan, Proposal, Visibility, WorksOrder
from qala.proposals.queries.desk_case import ClockFace, face_of
from qala.proposals.queries.public_story import Stage, chain_of, events_of
from qala.proposals.rules.masking import mask
from qala.proposals.rules.masking_patterns import HIDDEN
from qala.proposals.rules.outcomes import REFUSAL_GROUNDS
from qala.proposals.rules.words import LINK_WORDS
from qala.ui.speech import language_of
from qala.ui.timeline import TimelineLine

ASIDE = ("category", "department", "district", "landmark", "street", "placard", "incident", "statement")
MANY = (
    "steps", "assignments__department", "pauses", "extensions", "decisions", "plans__owner", "photos", "replies",
    "verdicts", "incident__replies",
)  # fmt: skip
GROUND_WORDS = {ground.slug: ground.title for ground in REFUSAL_GROUNDS}


@dataclass(frozen=True)
class Passage:
    """A text in one language and where it comes from: original, translated or automatic."""

    language: str
    text: str
    status: str


@dataclass(frozen=True)
class Answer:
    """What the city said: the passage for this reader first, then the others."""

    at: datetime
    title: str
    passages: tuple[Passage, ...]
    kind: str = ""
    act: str = ""
    to: str = ""
    anchor: str = ""

    @property
    def is_foreign(self) -> bool:
        """The reader's language is missing."""
        return bool(self.passages) and self.passages[0].language != language_of(get_language() or "kk")


@dataclass(frozen=True)
class Promised:
    """A promise given, perhaps replaced by a later one with its reason."""

    plan: Plan
    day: date | None
    reason: tuple[Passage, ...]
    stands: bool
    money: str = ""


@dataclass(frozen=True)
class Work:
    """A works order as the public sees it."""

    order: WorksOrder
    task: str
    proofs: tuple[tuple[Evidence, str, str], ...]
    money: str = ""
    contract: str = ""


@dataclass(frozen=True)
class Kin:
    """Another case this one hangs together with."""

    case: Proposal
    word: Translated


@dataclass(frozen=True)
class Story:
    """Everything on the public page of a case."""

    case: Proposal
    text: str
    hidden: tuple[str, ...]
    events: list[TimelineLine]
    chain: list[Stage]
    face: ClockFace
    answers: list[Answer]
    promised: list[Promised]
    works: list[Work]
    kin: list[Kin]
    voices: int
    in_incident: int


def story(case: Proposal) -> Story:
    """Read one case in a fixed number of queries."""
    orders = WorksOrder.objects.exclude(state="cancelled").select_related("executor").order_by("pk")
    prefetch_related_objects([case], *MANY, Prefetch("works_orders", orders.prefetch_related("evidence")))
    words = is_open(case)
    return Story(
        case=case,
        text=public_words(case),
        hidden=tuple(_hidden(case)),
        events=events_of(case),
        chain=chain_of(case),
        face=face_of(case),
        answers=sorted(_answers(case, words=words), key=lambda one: one.at),
        promised=[_promised(plan, words=words) for plan in case.plans.all()],
        works=[_work(order) for order in case.works_orders.all()],
        kin=list(_kin(case)),
        voices=case.supports.count(),
        in_incident=case.incident.proposals.shown().count() if case.incident else 0,
    )


def is_open(case: Proposal) -> bool:
    """Whether words of this case may be read by everyone."""
    return case.visibility == Visibility.PUBLIC and case.quarantined_at is None and case.erased_at is None


def public_words(case: Proposal) -> str:
    """The masked text, or nothing where only the outline is public."""
    statement = getattr(case, "statement", None)
    return statement.public_text if statement is not None and is_open(case) else ""


def passages(text: Translated, translation: dict[str, str]) -> tuple[Passage, ...]:
    """Each language of a text, the reader's own first, masked."""
    wanted = text.language(language_of(get_language() or "kk"))
    order = [wanted, *(code for code in LANGUAGES if code != wanted)]
    return tuple(
        Passage(code, mask(said).text, translation.get(code, "original"))
        for code in order
        if (said := getattr(text, code, ""))
    )


def _answers(case: Proposal, *, words: bool) -> Iterator[Answer]:
    kinds = {
        "satisfied": _("Accepted"), "partly": _("Accepted in part"), "refused": _("Refused"),
        "explained": _("Explained"), "redirected": _("Passed to another body"), "terminated": _("Withdrawn"),
    }  # fmt: skip
    for decision in case.decisions.all():
        ground = GROUND_WORDS.get(decision.ground)
        yield Answer(
            decision.signed_at,
            kinds[decision.kind] + (f": {ground}" if ground else ""),
            passages(decision.reason, decision.translation) if words else (),
            kind=decision.kind,
            act=mask(decision.act_number).text,
            to=mask(decision.forwarded_to).text,
            anchor=f"decision-{decision.pk}",
        )
    for reply in case.replies.all():
        said = passages(reply.text, reply.translation) if words else ()
        yield Answer(reply.at, _("Reply to the author"), said, anchor=f"reply-{reply.pk}")
    for reply in case.incident.replies.all() if case.incident else ():
        yield Answer(reply.at, _("Reply to everyone of this event"), passages(reply.text, reply.translation))


def _promised(plan: Plan, *, words: bool) -> Promised:
    day = plan.review_on if plan.unfunded else plan.due_on
    reason = passages(plan.reason, {}) if words else ()
    return Promised(plan, day, reason, stands=plan.replaced_at is None, money=mask(plan.money_source).text)


def _work(order: WorksOrder) -> Work:
    proofs = tuple((row, mask(row.note).text, mask(row.act).text) for row in order.evidence.all())
    return Work(order, mask(order.task).text, proofs, mask(order.money_source).text, mask(order.contract).text)


def _kin(case: Proposal) -> Iterable[Kin]:
    links = Link.objects.filter(Q(source=case) | Q(target=case), undone_at=None).select_related("source", "target")
    for link in links:
        other = link.target if link.source_id == case.pk else link.source
        if other.visibility != Visibility.HIDDEN and other.quarantined_at is None:
            yield Kin(other, LINK_WORDS[link.kind])  # type: ignore[index]


def _hidden(case: Proposal) -> Iterator[str]:
    """What the page does not show, and why, in plain words."""
    statement = getattr(case, "statement", None)
    if case.quarantined_at is not None or case.visibility == Visibility.HIDDEN:
        yield _("Everyone else sees nothing of this case: an officer has set it aside.")
    if case.erased_at is not None or statement is None:
        yield _("The words and photos were erased when their time was over. Number, days, place and outcome stay.")
    elif case.visibility == Visibility.OUTLINE:
        if statement.reviewed_at is None:
            yield _("The words wait until an officer has read them.")
        else:
            yield _("The words stay between the author and the city.")
    elif HIDDEN in statement.public_text:
        yield _("Passages that point at a private person are masked.")
    if case.track == "appeal":
        yield _("The author's name and address are seen only by officers who work on the case.")
    photos = case.photos.all()
    if any(photo.state in ("waiting", "upright") for photo in photos):
        yield _("A photo waits until an officer has covered faces and number plates.")
    if any(photo.state == "withheld" for photo in photos):
        yield _("A photo is withheld: it would show a private person.")
