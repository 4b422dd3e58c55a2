"""Taking over a past: whole stories in a handful of statements, under the same rules as a living case.

`docs/decisions/demo-loads.md` says why this door exists and what it may not do.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from qala.journal.log import record_many
from qala.kernel.actors import Actor
from qala.kernel.clock import now
from qala.kernel.refusals import Refusal, require
from qala.proposals.models import (
    Incident,
    Meeting,
    Photo,
    Placard,
    PlacardTally,
    Proposal,
    Registration,
    WorksOrder,
)
from qala.proposals.policies import may_load
from qala.proposals.queries.history import known_for
from qala.proposals.rules.history import Story, fault_of
from qala.proposals.telling import Rows, tell_case

BATCH = 1_000


@dataclass
class Loaded:
    """What a load of stories did; a story refused is named with its reason, and nothing of it is written."""

    cases: list[Proposal] = field(default_factory=list)
    orders: list[WorksOrder] = field(default_factory=list)
    known_already: int = 0
    refused: list[str] = field(default_factory=list)


@transaction.atomic
def load_history(*, by: Actor, stories: Sequence[Story]) -> Loaded:
    """Write told cases with everything that came of them. A uid that is known already is left as it is."""
    require(may_load(by))
    known, rows, done = known_for(stories), Rows(), Loaded()
    until = now()
    for story in stories:
        if story.uid in known.cases:
            done.known_already += 1
        elif wrong := fault_of(story, known.posts, until) or _told(story, known, rows):
            done.refused.append(wrong)
    _write(rows)
    done.cases, done.orders = list(rows.cases.values()), list(rows.orders.values())
    record_many(
        by,
        "proposals.history.loaded",
        [(case, {"state": case.state, "registered_on": case.registered_on}) for case in done.cases],
        refused=len(done.refused),
    )
    record_many(by, "proposals.works.loaded", [(order, {"state": order.state}) for order in done.orders])
    return done


def _told(story: Story, known: object, rows: Rows) -> str:
    """Tell one story into rows of its own first, so that a refused one leaves nothing behind."""
    alone = Rows(cases=dict(rows.cases), orders=dict(rows.orders), incidents=dict(rows.incidents))
    try:
        tell_case(story, known, alone)  # type: ignore[arg-type]
    except Refusal as wrong:
        return f"{story.uid}: {wrong.reason}"
    rows.take(alone)
    return ""


def _write(rows: Rows) -> None:
    Incident.objects.bulk_create(rows.incidents.values())
    Proposal.objects.bulk_create(rows.cases.values(), batch_size=BATCH)
    WorksOrder.objects.bulk_create(rows.orders.values(), batch_size=BATCH)
    through = WorksOrder.proposals.through
    through.objects.bulk_create(
        [through(worksorder=order, proposal=case) for order, case in rows.ordered], batch_size=BATCH
    )
    for kind, told in rows.others.items():
        kind.objects.bulk_create(told, batch_size=BATCH)  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Taken:
    """When a placard was taken down, and why."""

    placard: Placard
    on: date
    reason: str


@transaction.atomic
def load_removals(*, by: Actor, removals: Iterable[Taken]) -> list[Placard]:
    """Write down placards that came down before they were ours to take down."""
    require(may_load(by))
    gone = []
    for taken in removals:
        taken.placard.removed_on, taken.placard.removed_because = taken.on, taken.reason
        gone.append(taken.placard)
    Placard.objects.bulk_update(gone, ["removed_on", "removed_because"], batch_size=BATCH)
    record_many(by, "proposals.placard.removed", gone)
    return gone


@transaction.atomic
def load_funnels(*, by: Actor, tallies: Iterable[PlacardTally], seen: Iterable[Placard] = ()) -> int:
    """Add counts of past days to the funnels of placards, and when each was last scanned. Counts, never people."""
    require(may_load(by))
    made = PlacardTally.objects.bulk_create(tallies, batch_size=BATCH)
    Placard.objects.bulk_update(list(seen), ["last_scan_at"], batch_size=BATCH)
    record_many(by, "proposals.funnels.loaded", [], days=len(made))
    return len(made)


@transaction.atomic
def load_meetings(*, by: Actor, meetings: Iterable[Meeting], seats: Iterable[Registration] = ()) -> list[Meeting]:
    """Write down open meetings with their seats. A question's case is loaded before and stands in its seat."""
    require(may_load(by))
    made = Meeting.objects.bulk_create(meetings, batch_size=BATCH)
    Registration.objects.bulk_create(seats, batch_size=BATCH)
    record_many(by, "proposals.meeting.announced", made)
    return made


@transaction.atomic
def load_photos(*, by: Actor, photos: Iterable[Photo], until: datetime | None = None) -> list[Photo]:
    """Write down pictures whose files lie in MEDIA_ROOT already; one that is shown names when an officer saw it."""
    require(may_load(by))
    latest, rows = until or now(), list(photos)
    if any(photo.received_at > latest or (photo.reviewed_at or latest) > latest for photo in rows):
        raise Refusal(_("A picture is received and seen in the past."), code="unlawful-story")
    made = Photo.objects.bulk_create(rows, batch_size=BATCH)
    record_many(by, "proposals.photo.loaded", made)
    return made
