"""Whether what a terminal handed in was signed by it, and what the city has had before."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import connection

from qala.meals.keys import is_signed
from qala.meals.models import Reader, Service, Terminal
from qala.meals.rules.events import Event, Unreadable, read

#: Keys go in as one array: a queue may hold a month.
STORED = "SELECT uid, digest, outcome, reason FROM meals_serviceevent WHERE uid = ANY(%s)"
PLACES = "SELECT sequence FROM meals_serviceevent WHERE terminal_id = %s AND sequence = ANY(%s)"


@dataclass(frozen=True)
class Answer:
    """What became of one event; `is_repeated` where the city had it before."""

    uid: str
    outcome: str
    reason: str = ""
    is_repeated: bool = False


@dataclass(frozen=True)
class Signed:
    """A body as the terminal stored it, its signature (r and s, 32 bytes each), and an outside reader's mark."""

    body: bytes
    signature: bytes
    mark: UUID | None = None


@dataclass
class Batch:
    """What is new, and the answers to the rest."""

    fresh: list[tuple[Event, Signed]] = field(default_factory=list)
    answered: list[Answer] = field(default_factory=list)


def opened(terminal: Terminal, signed: Sequence[Signed], *, check_each: int = 1) -> Batch:
    """Check every signature (or each so-manieth) and every key. Events come back in the order of their chain."""
    batch, key = Batch(), bytes(terminal.public_key)
    is_reader = Reader.objects.filter(terminal=terminal).exists()
    services = set(Service.objects.values_list("slug", flat=True))
    read_ones: list[tuple[Event, Signed]] = []
    for number, one in enumerate(signed):
        try:
            event = read(one.body)
        except Unreadable:
            batch.answered.append(Answer("", "refused", "unreadable"))
            continue
        is_ours = number % check_each or is_signed(key, one.body, one.signature)
        if event.terminal != terminal.key or not is_ours:
            batch.answered.append(Answer(str(event.uid), "refused", "not_signed"))
            continue
        if is_reader and (event.how != "vendor" or event.who not in ("mark", "nobody")):
            batch.answered.append(Answer(str(event.uid), "refused", "not_a_mark"))
            continue
        if terminal.revoked_at is not None and event.at >= terminal.revoked_at:
            batch.answered.append(Answer(str(event.uid), "refused", "revoked"))
            continue
        if event.service not in services:
            batch.answered.append(Answer(str(event.uid), "refused", "unknown_service"))
            continue
        read_ones.append((event, one))
    _known(terminal, read_ones, batch)
    batch.fresh.sort(key=lambda pair: pair[0].sequence)
    return batch


def _known(terminal: Terminal, pairs: Sequence[tuple[Event, Signed]], batch: Batch) -> None:
    """Leave out what is stored; the same uid or place in the chain with other words is refused."""
    uids, sequences = [event.uid for event, _one in pairs], [event.sequence for event, _one in pairs]
    with connection.cursor() as cursor:
        cursor.execute(STORED, [uids])
        stored = {uid: (bytes(digest), outcome, reason) for uid, digest, outcome, reason in cursor.fetchall()}
        cursor.execute(PLACES, [terminal.pk, sequences])
        places = {sequence for (sequence,) in cursor.fetchall()}
    for event, one in pairs:
        row = stored.get(event.uid)
        if row is not None and row[0] == event.digest:
            batch.answered.append(Answer(str(event.uid), row[1], row[2], is_repeated=True))
        elif row is not None or event.sequence in places:
            batch.answered.append(Answer(str(event.uid), "refused", "broken_chain"))
        else:
            stored[event.uid] = (event.digest, "accepted", "")
            places.add(event.sequence)
            batch.fresh.append((event, one))
