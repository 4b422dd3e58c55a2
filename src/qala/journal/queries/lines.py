"""What happened to an object, readable."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model, Q

from qala.journal.models import Entry, Member
from qala.kernel.cards import journal_sentences
from qala.kernel.keys import key_of


@dataclass(frozen=True)
class Line:
    """One line of an object's history in the reader's language."""

    at: datetime
    verb: str
    sentence: str
    actor: str
    facts: dict[str, Any]
    uid: str


def history(thing: Model | str) -> list[Line]:
    """Everything recorded of an object, oldest first, batches included."""
    key = key_of(thing)
    in_batches = {row.entry_id: row.facts for row in Member.objects.filter(object=key)}
    entries = Entry.objects.filter(Q(object=key) | Q(pk__in=in_batches))
    return [_line(entry, entry.facts | in_batches.get(entry.pk, {})) for entry in entries]


def _line(entry: Entry, facts: dict[str, Any]) -> Line:
    return Line(entry.recorded_at, entry.verb, sentence(entry.verb), entry.actor, facts, str(entry.uid))


def sentence(verb: str) -> str:
    """The verb told in the reader's language; the verb itself where its part has gone."""
    told = journal_sentences().get(verb)
    return told.in_language() if told else verb


def as_record(entry: Entry, member: Member | None = None) -> dict[str, Any]:
    """An entry, or one member of a batch, as the record that becomes a leaf of the log."""
    return {
        "actor": entry.actor,
        "at": entry.recorded_at.isoformat(timespec="microseconds"),
        "facts": entry.facts | (member.facts if member else {}),
        "object": member.object if member else entry.object,
        "uid": str(entry.uid),
        "verb": entry.verb,
    }

