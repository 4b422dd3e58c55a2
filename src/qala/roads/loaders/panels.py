"""A panel of ratings from a CSV: read whole or refused whole."""

import csv
import io
from collections.abc import Iterator, Mapping
from pathlib import Path

from django.utils.translation import gettext as _

from qala.places.loaders.files import UnreadableFile, text_of
from qala.roads.rules.panel import UnreadablePanelError, Visit, histories


def read_panel(path: Path) -> dict[str, tuple[Visit, ...]]:
    """The visits of each block. Refused: another encoding, another layout, a file that is cut off."""
    text = text_of(path)
    rows = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        return histories(_whole(rows), rows.fieldnames or ())
    except (csv.Error, UnreadablePanelError) as trouble:
        raise UnreadableFile(_("The panel cannot be read: %(why)s") % {"why": trouble}, code="panel") from trouble


def _whole(rows: "csv.DictReader[str]") -> Iterator[Mapping[str, str]]:
    for row in rows:
        if None in row or None in row.values():
            raise UnreadablePanelError(f"line {rows.line_num} is cut off or too long")
        yield row
