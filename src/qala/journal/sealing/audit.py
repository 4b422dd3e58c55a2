"""The whole database against the whole publication: what a superuser could have changed shows here."""

from collections.abc import Iterator

from django.db import connection

from qala.journal.models import Leaf
from qala.journal.rules.merkle import leaf_hash
from qala.journal.rules.tiles import WIDTH, Tile
from qala.journal.sealing.folder import Folder, Lost
from qala.journal.sealing.sequencer import log_folder

#: Rows of the journal that are neither sealed nor waiting: somebody emptied the queue.
FORGOTTEN = """
SELECT count(*) FROM {table} t
WHERE NOT EXISTS (SELECT 1 FROM journal_leaf l WHERE (l.source, l.row) = ({source}, t.id))
  AND NOT EXISTS (SELECT 1 FROM journal_unsealed u WHERE (u.source, u.source_id) = ({source}, t.id))
"""
TABLES = {1: "journal_entry", 2: "journal_member"}


def audit(folder: Folder | None = None) -> list[str]:
    """Every difference between leaves and published tiles, and how many rows the queue forgot."""
    return [*_unlike(folder or log_folder()), *_forgotten()]


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
