"""CSV text into rows with their line numbers; a wrong encoding or a cut file is refused as a whole."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.utils.translation import gettext as _

from qala.kernel.refusals import Refusal

LARGEST = 200 * 1024 * 1024


@dataclass(frozen=True)
class Row:
    """A line of a file: its number, its cells by the column's name, and whether it has the right count of cells."""

    file: str
    line: int
    cells: Mapping[str, str]
    is_whole: bool = True

    def get(self, column: str) -> str:
        return self.cells.get(column, "").strip()


def text_of(octets: bytes, name: str) -> str:
    """Return a file's text; it is UTF-8 (with or without its mark) or refused."""
    if len(octets) > LARGEST:
        raise Refusal(_("%(name)s is too large.") % {"name": name}, code="too_large")
    try:
        text = octets.decode("utf-8-sig")
    except UnicodeDecodeError as trouble:
        line = octets[: trouble.start].count(b"\n") + 1
        said = _("%(name)s, line %(line)s: the text is not UTF-8. Save the file as UTF-8 and load it again.")
        raise Refusal(said % {"name": name, "line": line}, code="wrong_encoding") from trouble
    if "\0" in text:
        raise Refusal(_("%(name)s is not a text file.") % {"name": name}, code="wrong_encoding")
    if text and not text.endswith(("\n", "\r")):
        said = _("%(name)s ends in the middle of a line. It was cut; fetch it again.")
        raise Refusal(said % {"name": name}, code="cut_file")
    return text


def rows_of(text: str, name: str, columns: Mapping[str, str], needed: frozenset[str]) -> Iterator[Row]:
    """Yield each line. `columns` maps a header in small letters to our column; `needed` must all be there."""
    head = text.partition("\n")[0]
    mark = ";" if head.count(";") > head.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    try:
        header = [columns.get(cell.strip().lower(), "") for cell in next(reader, [])]
        missing = sorted(needed - set(header))
        if missing:
            said = _("%(name)s lacks the columns %(columns)s.")
            raise Refusal(said % {"name": name, "columns": ", ".join(missing)}, code="missing_columns")
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            whole = len(cells) == len(header)
            yield Row(name, reader.line_num, dict(zip(header, cells, strict=False)), whole)
    except csv.Error as trouble:
        said = _("%(name)s, line %(line)s: a quotation mark is open. The file may be cut.")
        raise Refusal(said % {"name": name, "line": reader.line_num}, code="cut_file") from trouble


def day_of(text: str) -> date | None:
    """Return a day written 2016-05-31 or 31.05.2016, or None for anything else."""
    try:
        if "." in text:
            day, month, year = text.split(".")
            return date(int(year), int(month), int(day))
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def read(path: Path) -> dict[str, bytes]:
    """Return the files of a folder, a ZIP or a single CSV, by their names in small letters."""
    from zipfile import BadZipFile, ZipFile

    if path.is_dir():
        return {each.name.lower(): each.read_bytes() for each in sorted(path.glob("*.csv"))}
    if not path.is_file():
        raise Refusal(_("There is no such file."), code="no_file")
    if path.suffix.lower() != ".zip":
        return {path.name.lower(): path.read_bytes()}
    try:
        with ZipFile(path) as packed:
            if sum(entry.file_size for entry in packed.infolist()) > LARGEST:
                raise Refusal(_("%(name)s is too large.") % {"name": path.name}, code="too_large")
            return {Path(name).name.lower(): packed.read(name) for name in packed.namelist() if name.endswith(".csv")}
    except BadZipFile as trouble:
        raise Refusal(_("%(name)s is not a whole ZIP file.") % {"name": path.name}, code="cut_file") from trouble
