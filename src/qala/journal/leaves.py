"""What the journal's own rows become in the log: source 1 are entries, source 2 members of a batch."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.module_loading import import_string

from qala.journal.models import Entry, Member
from qala.journal.queries import as_record
from qala.kernel.cards import leaf_sources
from qala.kernel.clock import local

ENTRIES, MEMBERS = 1, 2

#: (number of the row, subject, open header, sealed record)
Opened = tuple[int, str, Mapping[str, Any], Mapping[str, Any]]


def of_entries(ids: Sequence[int]) -> Iterator[Opened]:
    """One leaf for each action."""
    for entry in Entry.objects.filter(pk__in=ids):
        yield entry.pk, entry.object, _header(entry), as_record(entry)


def of_members(ids: Sequence[int]) -> Iterator[Opened]:
    """One leaf for each object a batch touched."""
    members = list(Member.objects.filter(pk__in=ids))
    entries = Entry.objects.in_bulk({member.entry_id for member in members})
    for member in members:
        entry = entries[member.entry_id]
        yield member.pk, member.object, _header(entry), as_record(entry, member)


def _header(entry: Entry) -> dict[str, str]:
    """Open to everybody: which part acted in which month, and not what it did or to whom.

    Whoever published a document (fact ``published``, its SHA-256) did it before everybody's eyes: that is told openly.
    """
    header = {"kind": "journal", "month": f"{local(entry.recorded_at):%Y-%m}", "part": entry.verb.partition(".")[0]}
    if "published" in entry.facts:
        header |= {"published": str(entry.facts["published"]), "verb": entry.verb}
    return header


def opened(source: int, ids: Sequence[int]) -> Iterator[Opened]:
    """Ask the part behind a source what its rows become."""
    found: Iterator[Opened] = import_string(leaf_sources()[source])(ids)
    return found
