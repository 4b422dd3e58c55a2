"""The city's numbers from files: settings and age bands, line by line, the difference before anything is written."""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from io import StringIO
from pathlib import Path

from django.utils.translation import gettext as _

from qala.kernel.actors import Actor
from qala.kernel.clock import today
from qala.kernel.refusals import Refusal
from qala.meals.actions.values import set_bands, set_numbers
from qala.meals.loaders import Refused
from qala.meals.models import AgeBand, Meal, Setting
from qala.meals.queries.settings import setting
from qala.meals.rules.values import KNOWN, ToldBand, ToldSetting, overlapping

COLUMNS = {
    "settings": ("slug", "value", "from_on", "source", "verified"),
    "bands": ("slug", "kk", "ru", "en", "from_age", "until_age", "from_on", "source", "verified"),
}
LARGEST = 1024 * 1024
SOURCE, SLUG, DIGITS, OLDEST = 300, 20, 9, 30
WORDS = {"yes": True, "no": False}


@dataclass
class ValueFile:
    """A file as it was read: new rows, rows that stand already, refused lines, and the difference in words."""

    kind: str
    settings: list[ToldSetting] = field(default_factory=list)
    bands: list[ToldBand] = field(default_factory=list)
    known: int = 0
    refused: list[Refused] = field(default_factory=list)
    difference: list[str] = field(default_factory=list)


def read_values(kind: str, path: Path) -> ValueFile:
    """Read a CSV of settings or bands. Nothing is written."""
    found = ValueFile(kind)
    seen: set[tuple[str, date]] = set()
    for number, row in _lines(kind, path):
        try:
            _take(found, row, seen)
        except ValueError as wrong:
            found.refused.append(Refused(number, str(wrong)))
    _refuse_overlaps(found)
    return found


def _lines(kind: str, path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        if path.stat().st_size > LARGEST:
            raise Refusal(_("This file is larger than 1 MB. Split it."), code="too-large")
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as trouble:
        raise Refusal(_("The file cannot be read: %(why)s") % {"why": trouble}, code="unreadable") from trouble
    reader = csv.DictReader(StringIO(text))
    if tuple(reader.fieldnames or ()) != COLUMNS[kind]:
        columns = ",".join(COLUMNS[kind])
        raise Refusal(_("The first line must read: %(columns)s.") % {"columns": columns}, code="columns")
    yield from enumerate(reader, 2)


def _take(found: ValueFile, row: dict[str, str], seen: set[tuple[str, date]]) -> None:
    """One line into the file; a ValueError names what is wrong with it."""
    if None in row or None in row.values():
        raise ValueError("wrong_columns")
    clean = {key: cell.strip() for key, cell in row.items()}
    from_on, source = _day(clean["from_on"]), clean["source"]
    if not source or len(source) > SOURCE:
        raise ValueError("source_missing")
    if clean["verified"] not in WORDS:
        raise ValueError("verified_is_yes_or_no")
    if (clean["slug"], from_on) in seen:
        raise ValueError("came_before")
    take: Callable[[ValueFile, dict[str, str], date], None] = _setting if found.kind == "settings" else _band
    take(found, clean, from_on)
    seen.add((clean["slug"], from_on))


def _setting(found: ValueFile, row: dict[str, str], from_on: date) -> None:
    bounds = KNOWN.get(row["slug"])
    if bounds is None:
        raise ValueError("unknown_setting")
    value = _number(row["value"])
    if not bounds.least <= value <= bounds.most:
        raise ValueError("outside_its_bounds")
    told = ToldSetting(row["slug"], value, from_on, row["source"], WORDS[row["verified"]])
    stands = Setting.objects.filter(slug=told.slug, from_on=from_on).first()
    if stands is not None:
        _stands(found, is_same=(stands.value, stands.source, stands.verified) == (value, told.source, told.verified))
        return
    _forward(from_on)
    before = setting(told.slug, from_on)
    found.settings.append(told)
    found.difference.append(f"{told.slug}: {before} → {value} {bounds.unit}, from {from_on}")


def _band(found: ValueFile, row: dict[str, str], from_on: date) -> None:
    titles = (row["kk"], row["ru"], row["en"])
    if not row["slug"] or len(row["slug"]) > SLUG or not row["slug"].replace("-", "").isalnum() or not all(titles):
        raise ValueError("name_missing")
    first, until = _number(row["from_age"]), _number(row["until_age"])
    if not 0 <= first < until <= OLDEST:
        raise ValueError("ages_are_wrong")
    told = ToldBand(row["slug"], titles, first, until, from_on, row["source"], WORDS[row["verified"]])
    stands = AgeBand.objects.filter(slug=told.slug, from_on=from_on).first()
    if stands is not None:
        same = (stands.from_age, stands.until_age, stands.source, stands.verified)
        _stands(found, is_same=same == (first, until, told.source, told.verified))
        return
    _forward(from_on)
    found.bands.append(told)
    found.difference.append(f"{told.slug}: ages {first}–{until - 1}, from {from_on}")


def _stands(found: ValueFile, *, is_same: bool) -> None:
    """A row that stands is never changed: a later day brings another number."""
    if not is_same:
        raise ValueError("another_row_that_day")
    found.known += 1


def _forward(from_on: date) -> None:
    if from_on < today() and Meal.objects.filter(day__gte=from_on).exists():
        raise ValueError("reaches_back")


def _refuse_overlaps(found: ValueFile) -> None:
    """The newest set of bands holds as a whole, so those of one day share no age, in the file and with what stands."""
    days = {one.from_on for one in found.bands}
    stand = [
        ToldBand(row.slug, ("", "", ""), row.from_age, row.until_age, row.from_on, row.source, row.verified)
        for row in AgeBand.objects.filter(from_on__in=days)
    ]
    if overlapping([*found.bands, *stand]):
        raise Refusal(_("Two bands that begin on one day share an age."), code="bands_overlap")


def _number(text: str) -> int:
    if not (text.isascii() and text.removeprefix("-").isdigit()) or len(text) > DIGITS:
        raise ValueError("no_whole_number")
    return int(text)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError("from_on_is_no_day") from None


def load_values(*, by: Actor, found: ValueFile) -> int:
    """Write the new rows down, all or none. How many."""
    return set_numbers(by=by, told=found.settings) + set_bands(by=by, told=found.bands)
