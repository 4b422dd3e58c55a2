"""The whole database against the whole publication: what a superuser could have changed shows here."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db import connection

from qala.journal.leaves import ENTRIES, opened
from qala.journal.models import Entry, Leaf, Secret
from qala.journal.rules.leaves import commitment, salt_of, veiled
from qala.journal.rules.merkle import leaf_hash
from qala.journal.rules.tiles import WIDTH, Tile
from qala.journal.sealing.claims import BATCH
from qala.journal.sealing.folder import Folder, Lost
from qala.journal.sealing.sequencer import log_folder
from qala.kernel.cards import leaf_sources

#: Rows of the journal that are neither sealed nor waiting: somebody emptied the queue.
FORGOTTEN = """
SELECT count(*) FROM {table} t
WHERE NOT EXISTS (SELECT 1 FROM journal_leaf l WHERE (l.source, l.row) = ({source}, t.id))
  AND NOT EXISTS (SELECT 1 FROM journal_unsealed u WHERE (u.source, u.source_id) = ({source}, t.id))
"""
TABLES = {1: "journal_entry", 2: "journal_member"}
ERASED = "journal.secret.erased"


def audit(folder: Folder | None = None, newest: int | None = None, turn: int | None = None) -> list[str]:
    """Every difference between rows, leaves and published tiles, and how many rows the queue forgot.

    Each leaf is opened again from its row, or only the `newest` of them; with a `turn` (a number that grows by one from
    night to night) also as many older ones, other ones each time, until all had theirs.
    """
    found = folder or log_folder()
    size = found.size()
    first = max(0, size - (size if newest is None else newest))
    older = _changed(*_older(first, newest, turn)) if newest and turn is not None else ()
    return [*_unlike(found), *_forgotten(), *older, *_changed(first, size)]


def _older(first: int, width: int, turn: int) -> tuple[int, int]:
    start = turn % max(1, -(-first // width)) * width
    return start, min(first, start + width)


def _unlike(folder: Folder) -> Iterator[str]:
    size = folder.size()
    for start in range(0, size, WIDTH):
        width = min(WIDTH, size - start)
        rows = Leaf.objects.filter(number__gte=start, number__lt=start + width).order_by("number")
        held = [(bytes(leaf.entry), bytes(leaf.hash)) for leaf in rows]
        try:
            signed = folder.hashes(Tile(0, start // WIDTH, width))[:width]
        except Lost as lost:
            yield str(lost)
            continue
        if [hash_ for _entry, hash_ in held] != signed or any(leaf_hash(entry) != hash_ for entry, hash_ in held):
            yield f"leaves {start} to {start + width - 1} are not those that were signed"


def _forgotten() -> Iterator[str]:
    with connection.cursor() as cursor:
        for source, table in TABLES.items():
            cursor.execute(FORGOTTEN.format(table=table, source=source))
            (count,) = cursor.fetchone()
            if count:
                yield f"{count} rows of {table} are neither sealed nor waiting"


def _changed(first: int, size: int) -> Iterator[str]:
    """Leaves whose rows say something else today than on the day they were sealed."""
    for start in range(first, size, BATCH):
        by_source: dict[int, dict[int, Leaf]] = defaultdict(dict)
        for leaf in Leaf.objects.filter(number__gte=start, number__lt=min(size, start + BATCH)):
            by_source[leaf.source][leaf.row] = leaf
        for source, leaves in sorted(by_source.items()):
            if source in leaf_sources():
                yield from _unopened(source, leaves)
            else:
                yield f"{len(leaves)} leaves are of source {source}, which no part hands in"


def _unopened(source: int, leaves: dict[int, Leaf]) -> Iterator[str]:
    rows = {one[0]: one for one in opened(source, list(leaves))}
    for row in sorted(leaves.keys() - rows.keys()):
        yield f"leaf {leaves[row].number} has no row: number {row} of source {source} is gone"
    subjects = {one[1] for one in rows.values()}
    kept = Secret.objects.filter(subject__in=subjects).values_list("subject", "secret")
    secrets = {subject: bytes(secret) for subject, secret in kept}
    erased = _erased(subjects)
    for row, (_row, subject, header, record) in sorted(rows.items()):
        leaf, secret = leaves[row], secrets.get(subject)
        sealed = json.loads(bytes(leaf.entry))
        is_blind = leaf.number < erased.get(subject, 0)
        if secret is None and not is_blind:
            yield f"leaf {leaf.number} opens no more, and the journal knows of no erasure"
        # What an erasure blinds is the commitment. The open header goes on binding its row.
        elif any(header.get(name, value) != value for name, value in sealed["header"].items()) or not (
            is_blind or secret is None or _commits(secret, source, row, record) == sealed["commitment"]
        ):
            yield f"leaf {leaf.number} is not what its row says: number {row} of source {source} was changed"


def _commits(secret: bytes, source: int, row: int, record: Mapping[str, Any]) -> str:
    return commitment(salt_of(secret, source, row), veiled(record, secret)).hex()


def _erased(subjects: Iterable[str]) -> dict[str, int]:
    """For each subject that was erased, the leaf that says so; what was sealed before it is blind for good."""
    said = dict(Entry.objects.filter(verb=ERASED, object__in=list(subjects)).order_by("pk").values_list("object", "pk"))
    places = dict(Leaf.objects.filter(source=ENTRIES, row__in=list(said.values())).values_list("row", "number"))
    return {subject: places.get(pk, 2**63) for subject, pk in said.items()}
