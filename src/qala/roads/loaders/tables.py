"""CSV of what lies on the streets. Each row names its place: segment (our key or its source's) and metres from–to.

Columns: segment or source_id (with segment_source, where two sources have the key), from_m, to_m, side, valid_from,
basis, key, and those of the kind (docs/parts/roads-register.md).
"""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from qala.kernel.translated import Translated
from qala.places.loaders.files import UnreadableFile, table_of
from qala.places.models import Segment
from qala.places.rules.position import Position, Side, UnlawfulPositionError
from qala.roads.loaders.named import NamedSegments, fault_of
from qala.roads.models import BuriedLine, Carriageway, Element, Layer, Structure, Works
from qala.roads.rules.entries import Entry, Turned
from qala.roads.rules.register import (
    PAVEMENT_OF,
    Basis,
    Category,
    ElementKind,
    LineKind,
    PavementKind,
    StructureKind,
    Surface,
)

Reader = Callable[[str], Any]
WRONG = Translated(
    kk="Бағандағы мән танылмады: ", ru="Значение столбца не понято: ", en="The value of a column is not understood: "
)
NO_ONE = {
    "unknown_segment": Translated(
        kk="Мұндай көше бөлігі жоқ.", ru="Такого участка улицы нет.", en="There is no such segment."
    ),
    "ambiguous_segment": Translated(
        kk="Бұл кілт екі дереккөзде бар: segment_source бағанында атаңыз.",
        ru="Такой ключ есть в двух источниках: назовите источник в столбце segment_source.",
        en="Two sources have this key: name the source in a column segment_source.",
    ),
}


def _decimal(text: str) -> Decimal:
    value = Decimal(text.replace(",", "."))
    if not value.is_finite() or abs(value) > 10**7:
        raise ValueError(text)
    return value


def _year(text: str) -> int:
    year = int(text)
    if not 1800 <= year <= 2200:
        raise ValueError(text)
    return year


def _tiyn(text: str) -> int:
    money = int(text)
    if money < 0:
        raise ValueError(text)
    return money


def _one_of(words: Any) -> Reader:
    return lambda text: words(text).value


KINDS: Mapping[str, Mapping[str, Reader]] = {
    "carriageways": {
        "width_min_m": _decimal, "width_max_m": _decimal, "lanes": int, "measured_area_m2": _decimal,
        "surface": _one_of(Surface), "pavement": _one_of(PavementKind), "category": _one_of(Category),
        "built_year": _year,
    },
    "layers": {
        "order": int, "material": str, "thickness_cm": _decimal, "laid_year": _year, "contract": str,
        "samples": str,
    },
    "elements": {
        "kind": _one_of(ElementKind), "material": str, "built_year": _year, "quantity": _decimal, "unit": str,
        "width_m": _decimal, "initial_tiyn": _tiyn, "replacement_tiyn": _tiyn,
    },
    "structures": {
        "kind": _one_of(StructureKind), "name": str, "passport_number": str, "material": str,
        "built_year": _year, "length_m": _decimal, "width_m": _decimal, "load_t": _decimal,
    },
    "lines": {
        "kind": _one_of(LineKind), "line_key": str, "holder": str, "depth_m": _decimal, "diameter_mm": int,
        "laid_year": _year, "due_year": _year, "due_flex_years": int, "trench_width_m": _decimal,
        "reinstatement_tiyn_per_m2": _tiyn,
    },
    "works": {
        "act": str, "contract": str, "contractor": str, "price_tiyn": _tiyn, "area_m2": _decimal,
        "top_cm": _decimal, "base_cm": _decimal, "guarantee_years": int, "why": str, "expertise": str,
    },
}  # fmt: skip
NEEDED = {
    "carriageways": ("surface",),
    "layers": ("order", "material"),
    "elements": ("kind", "quantity", "unit"),
    "structures": ("kind",),
    "lines": ("kind",),
    "works": ("act", "contract", "contractor", "price_tiyn", "area_m2", "why"),
}
MODELS: Mapping[str, type[Model]] = {
    "carriageways": Carriageway, "layers": Layer, "elements": Element, "structures": Structure, "lines": BuriedLine,
    "works": Works,
}  # fmt: skip
ABOVE_NOUGHT = {
    "carriageways": ("measured_area_m2",),
    "layers": ("order", "thickness_cm"),
    "elements": ("quantity", "width_m"),
    "structures": ("length_m", "width_m", "load_t"),
    "lines": ("depth_m", "diameter_mm", "trench_width_m"),
    "works": ("price_tiyn", "area_m2", "guarantee_years"),
}
STRETCHES = ("carriageways", "layers")
LONGEST_KEY = 120
NEVER_BELOW = {"works": ("top_cm", "base_cm")}
UNITS = {"m", "m2", "pc"}


def read_table(kind: str, path: Path, *, on: date | None, source: str) -> tuple[list[Entry], list[Turned]]:
    """Rows of one kind as entries, and those that cannot be read, each with its line and reason."""
    if kind not in KINDS:
        raise UnreadableFile(_("There is no such kind of table."), code="unknown_table")
    rows = list(table_of(path, ("from_m", "to_m", *NEEDED[kind])))
    ours = _ours([row for _line, row in rows])
    theirs = NamedSegments([row for _line, row in rows], "source_id")
    entries: list[Entry] = []
    turned: list[Turned] = []
    for line, row in rows:
        named = theirs.of(row)
        segment = ours.get(row.get("segment", "")) or (named[0].pk if len(named) == 1 else None)
        if segment is None:
            fault = fault_of(named)
            turned.append(Turned(str(line), fault, NO_ONE[fault]))
            continue
        try:
            entries.append(_entry(kind, line, row, segment, on, source))
        except _Wrong as trouble:
            turned.append(Turned(str(line), "wrong_value", _wrong(str(trouble))))
    return entries, turned


class _Wrong(ValueError):
    """The column whose value cannot be taken."""


def _wrong(column: str) -> Translated:
    return Translated(**{code: f"{words}{column}" for code, words in WRONG.as_dict().items()})


def _entry(kind: str, line: int, row: Mapping[str, str], segment: int, on: date | None, source: str) -> Entry:  # noqa: PLR0913, PLR0917
    facts = {name: _fact(kind, row, name) for name in KINDS[kind] if row.get(name)}
    _insist(kind, facts)
    since = _read(row, "valid_from", date.fromisoformat) if row.get("valid_from") else on
    if since is None:
        raise _Wrong("valid_from")
    there = _position(row, segment)
    if kind in STRETCHES and there.is_point:
        raise _Wrong("to_m")
    if len(row.get("key", "")) > LONGEST_KEY:
        raise _Wrong("key")
    return Entry(
        position=there,
        valid_from=since,
        facts=facts,
        source=source,
        source_id=row.get("key", ""),
        basis=_read(row, "basis", Basis) if row.get("basis") else Basis.DOCUMENT,
        line=str(line),
    )


def _insist(kind: str, facts: dict[str, Any]) -> None:
    """Refuse, by its column, what no road has."""
    for name in NEEDED[kind]:
        if facts.get(name) in {None, ""}:
            raise _Wrong(name)
    for name in ABOVE_NOUGHT.get(kind, ()):
        if facts.get(name, 1) <= 0:
            raise _Wrong(name)
    for name in NEVER_BELOW.get(kind, ()):
        if facts.get(name, 0) < 0:
            raise _Wrong(name)
    if kind == "elements" and facts["unit"] not in UNITS:
        raise _Wrong("unit")
    if kind == "carriageways":
        _complete(facts)


def _complete(facts: dict[str, Any]) -> None:
    """One width is both widths; the kind of pavement follows from the surface where it is not told."""
    low, high = facts.get("width_min_m"), facts.get("width_max_m")
    if low is not None or high is not None:
        facts["width_min_m"], facts["width_max_m"] = low or high, high or low
        if not 0 < facts["width_min_m"] <= facts["width_max_m"] <= 100:
            raise _Wrong("width_min_m")
    if "lanes" in facts and not 1 <= facts["lanes"] <= 16:
        raise _Wrong("lanes")
    if "pavement" not in facts and (kind := PAVEMENT_OF.get(Surface(facts["surface"]))):
        facts["pavement"] = kind.value


def _position(row: Mapping[str, str], segment: int) -> Position:
    start, end = _read(row, "from_m", _decimal), _read(row, "to_m", _decimal)
    try:
        return Position(segment, start, end, _read(row, "side", Side) if row.get("side") else Side.BOTH)
    except UnlawfulPositionError as trouble:
        raise _Wrong("from_m") from trouble


def _fact(kind: str, row: Mapping[str, str], name: str) -> Any:
    """A value as its column keeps it: rounded to its places, refused where it is too long or too large for it."""
    field: Any = MODELS[kind]._meta.get_field(name)
    value = _read(row, name, KINDS[kind][name])
    if isinstance(value, Decimal):
        value = round(value, field.decimal_places)
    try:
        field.run_validators(value)
    except ValidationError as trouble:
        raise _Wrong(name) from trouble
    return value


def _read(row: Mapping[str, str], name: str, reader: Reader) -> Any:
    try:
        return reader(row.get(name, ""))
    except (ValueError, InvalidOperation) as trouble:
        raise _Wrong(name) from trouble


def _ours(rows: list[Mapping[str, str]]) -> dict[str, int]:
    """Segments by our key."""
    keys = {row.get("segment", "") for row in rows}
    ours = [int(key) for key in keys if key.isascii() and key.isdigit() and len(key) < 18]
    return {str(pk): pk for pk in Segment.objects.filter(pk__in=ours).values_list("pk", flat=True)}
