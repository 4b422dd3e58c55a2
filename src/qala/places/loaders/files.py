"""Opening what people send: fingerprints, encodings, tables, cut files."""

import csv
import hashlib
import io
from collections.abc import Iterator, Mapping
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from qala.kernel.refusals import Refusal
from qala.places.rules.entries import Refused
from qala.places.rules.faults import Fault


class UnreadableFile(Refusal):
    """The whole file is refused: it is cut, not in the right encoding, or not what it says it is."""


def fingerprint(path: Path) -> str:
    """SHA-256 of a file, read in pieces."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def text_of(path: Path) -> str:
    """The file as UTF-8; says on which line the first foreign byte stands."""
    try:
        raw = path.read_bytes()
    except OSError as trouble:
        raise UnreadableFile(
            _("The file %(name)s cannot be opened.") % {"name": path.name}, code="unreadable_file"
        ) from trouble
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as trouble:
        line = raw[: trouble.start].count(b"\n") + 1
        raise UnreadableFile(
            _("Line %(line)s is not in UTF-8. Save the file as UTF-8.") % {"line": line}, code="wrong_encoding"
        ) from trouble


def table_of(path: Path, required: tuple[str, ...]) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Rows of a CSV with the line each begins on. Refused whole: no such columns, a row longer or shorter than the head
    (a decimal comma without quotes), a last line without its end (the file may be cut in its last number).
    """
    text = text_of(path)
    if "\x00" in text:
        raise UnreadableFile(_("The file is not a text table."), code="not_a_table")
    rows = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    missing = [name for name in required if name not in (rows.fieldnames or ())]
    if missing:
        raise UnreadableFile(
            _("The table has no column %(columns)s.") % {"columns": ", ".join(missing)}, code="missing_column"
        )
    if not text.endswith(("\n", "\r")):
        raise UnreadableFile(
            _("Line %(line)s has no end: the file may be cut off. If it is whole, end it with a new line.")
            % {"line": len(text.splitlines())},
            code="broken_table",
        )
    try:
        for row in rows:
            if None in row or None in row.values():
                raise UnreadableFile(
                    _("Line %(line)s has more or fewer cells than the head. A number with a comma stands in quotes.")
                    % {"line": rows.line_num},
                    code="broken_table",
                )
            yield rows.line_num, {name: value.strip() for name, value in row.items() if name}
    except csv.Error as trouble:
        raise UnreadableFile(
            _("Line %(line)s: the table is broken off or a quote is not closed.") % {"line": rows.line_num},
            code="broken_table",
        ) from trouble


def refused(line: int | str, fault: Fault, key: str = "") -> Refused:
    """A row that was not taken."""
    return Refused(str(line), fault.code, fault.sentence, key)
