"""The books against what the city published of them: each sealed header beside the row it was sealed from.

Whoever owns the database can rewrite transfers, marks, leaves and the journal so that they agree with one another. The
published files stand outside of it: what they say of a transfer is compared here, for every leaf since the first.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from qala.journal.models import Leaf
from qala.journal.rules.tiles import WIDTH, Tile, unbundle
from qala.journal.sealing.folder import Folder, Lost
from qala.journal.sealing.sequencer import log_folder
from qala.ledger.models import Transfer
from qala.ledger.queries.leaves import header_of

#: The source of transfers in the log; a header of this kind is the journal's own.
SOURCE, JOURNAL = 3, "journal"
TOGETHER = 20 * WIDTH


@dataclass(frozen=True, slots=True)
class Unlike:
    """A published leaf that the books do not fit; `books` is empty where no transfer stands behind it."""

    leaf: int
    published: str
    books: str

    def __str__(self) -> str:
        return f"leaf {self.leaf} was published as {self.published}, the books say {self.books or 'nothing'}"


def unlike_published(folder: Folder | None = None) -> Iterator[Unlike]:
    """Every leaf whose published header is not what the books say of its transfer. Raises Lost for a lost file."""
    found = folder or log_folder()
    size = found.size()
    for first in range(0, size, TOGETHER):
        published = dict(_published(found, first, min(size, first + TOGETHER), size))
        rows = Leaf.objects.filter(number__in=list(published), source=SOURCE).values_list("number", "row")
        sealed = dict(rows)
        books = Transfer.objects.select_related("reverses").in_bulk(sealed.values())
        for number, header in published.items():
            if header["kind"] == JOURNAL and number not in sealed:
                continue
            row = books.get(sealed.get(number, 0))
            says = _same_words(header, row) if row else {}
            if says != header:
                yield Unlike(number, _said(header), _said(says))


def _published(folder: Folder, first: int, last: int, size: int) -> Iterator[tuple[int, dict[str, Any]]]:
    for start in range(first, last, WIDTH):
        tile = Tile(-1, start // WIDTH, min(WIDTH, size - start))
        entries = unbundle(folder.read(tile))[: tile.width]
        if len(entries) < tile.width:
            raise Lost(f"The published file {tile.path} is cut short")
        for number, entry in enumerate(entries, start):
            yield number, json.loads(entry)["header"]


def _same_words(header: dict[str, Any], row: Transfer) -> dict[str, Any]:
    """What the row would say today in the words of the published header."""
    return {name: told for name, told in header_of(row, row.header).items() if name in header}


def _said(header: dict[str, Any]) -> str:
    return ", ".join(f"{name} {told}" for name, told in sorted(header.items()))
