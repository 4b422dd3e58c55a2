"""Open meetings as pages show them: what is to come, what was asked there and where it stands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from qala.kernel.clock import now
from qala.proposals.models import Meeting, Proposal, Registration
from qala.proposals.queries.reception import Opened, sheet_of
from qala.proposals.queries.whereabouts import NOWHERE
from qala.proposals.rules.meetings import Gathering, free_seats
from qala.proposals.rules.sheet import AuthorSheet, Sheet
from qala.proposals.rules.words import STATE_WORDS

TONES = {"confirmed": "confirmed", "refused": "quiet", "explained": "quiet", "forwarded": "quiet", "planned": "act"}


@dataclass(frozen=True)
class Announced:
    """A meeting with what is left of its seats."""

    meeting: Meeting
    taken: int
    waiting: int
    born: int

    @property
    def left(self) -> int:
        return free_seats(self.meeting.seats, self.taken)

    @property
    def state(self) -> str:
        """Derived from the instants: cancelled, held, over (its list is still open), now, to_come."""
        if self.meeting.cancelled_at:
            return "cancelled"
        if self.meeting.held_at:
            return "held"
        if self.meeting.ends_at <= now():
            return "over"
        return "now" if self.meeting.starts_at <= now() else "to_come"

    @property
    def takes_registrations(self) -> bool:
        return self.state in ("to_come", "now")


@dataclass(frozen=True)
class Born:
    """A case asked at a meeting, as the public may see it."""

    number: str
    text: str
    language: str
    state: str
    tone: str
    address: str


def question(words: str, opened: Opened) -> Sheet:
    """What was asked, as any message is: nobody's name, no place."""
    return sheet_of(
        words=words, category="", place_text="", official=False, author=AuthorSheet(), person=None, place=NOWHERE,
        opened=opened,
    )  # fmt: skip


def _counted() -> QuerySet[Meeting]:
    return Meeting.objects.select_related("district").annotate(
        taken=Count("registrations", filter=Q(registrations__waiting=False)),
        in_line=Count("registrations", filter=Q(registrations__waiting=True, registrations__came_at=None)),
        born=Count("registrations__proposal"),
    )


def _announced(meetings: Iterable[Meeting]) -> list[Announced]:
    return [Announced(one, one.taken, one.in_line, one.born) for one in meetings]  # type: ignore[attr-defined]


def to_come() -> list[Announced]:
    """Meetings not yet over, soonest first."""
    return _announced(_counted().filter(ends_at__gt=now(), held_at=None).order_by("starts_at")[:50])


def past(limit: int = 30) -> list[Announced]:
    """Meetings that are over, latest first."""
    over = _counted().filter(Q(ends_at__lte=now()) | Q(held_at__isnull=False))
    return _announced(over.order_by("-starts_at")[:limit])


def announced(pk: int) -> Announced | None:
    return next(iter(_announced(_counted().filter(pk=pk))), None)


def born_at(meeting: Meeting) -> tuple[list[Born], int]:
    """The cases of a meeting that everyone may see, and how many more there are that are not shown."""
    everything = Proposal.objects.filter(asked_at__meeting=meeting)
    shown = everything.shown().select_related("statement").order_by("pk")
    return [_born(case) for case in shown], everything.count() - len(shown)


def _born(case: Proposal) -> Born:
    """In outline there is only the number and the state."""
    statement = getattr(case, "statement", None)
    text = statement.public_text if statement and case.visibility == "public" else ""
    return Born(
        number=case.number,
        text=text,
        language=case.language,
        state=str(STATE_WORDS[case.state]),
        tone=TONES.get(case.state, "wait"),
        address=reverse("proposals:case", args=[case.number]),
    )


def seats_of(meeting: Meeting) -> Sequence[Registration]:
    """The desk's list: those with a seat, then those who wait or stand."""
    return list(meeting.registrations.select_related("proposal__statement").order_by("waiting", "pk"))


def as_gathering(meeting: Meeting) -> Gathering:
    address = settings.PUBLIC_URL.rstrip("/") + reverse("proposals:meeting", args=[meeting.pk])
    host = settings.PUBLIC_URL.partition("://")[2].partition("/")[0].partition(":")[0]
    return Gathering(
        uid=f"meeting-{meeting.pk}@{host}",
        title=str(meeting.title),
        place=str(meeting.place),
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        address=address,
        is_cancelled=meeting.cancelled_at is not None,
        revision=int(meeting.cancelled_at is not None),
    )
