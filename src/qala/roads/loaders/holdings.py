"""CSV of whose streets are: street (our key), register_number or source_id; owner, holder; may be act, valid_from."""

from collections.abc import Container, Mapping, Sequence
from datetime import date
from pathlib import Path

from django.db.models import Q

from qala.kernel.actors import Actor
from qala.kernel.translated import Translated
from qala.places.loaders.files import table_of
from qala.places.models import Street
from qala.roads.actions.holdings import HoldingEntry, register_holdings
from qala.roads.models import Holding
from qala.roads.rules.entries import Taken, Turned

LONGEST = 160
WHY = {
    "unknown_street": Translated(kk="Мұндай көше жоқ.", ru="Такой улицы нет.", en="There is no such street."),
    "wrong_value": Translated(
        kk="Иесі, ұстаушысы не күні жоқ немесе тым ұзын.",
        ru="Собственника, балансодержателя или даты нет, либо слова слишком длинные.",
        en="The owner, the holder or the day is missing, or too long.",
    ),
    "street_twice": Translated(
        kk="Бұл көше файлда бұрын аталған.", ru="Эта улица в файле уже была.", en="The file named this street already."
    ),
    "later_row_there": Translated(
        kk="Тізілімде бұдан кейінгі жазба бар.", ru="В реестре уже есть более поздняя запись.",
        en="The register already holds a later row there.",
    ),
}  # fmt: skip


def load_holdings(*, by: Actor, path: Path, on: date | None, source: str) -> Taken:
    """Take owners and holders in: a street's holding before ends on that day. Rows that cannot be are told by line."""
    rows = list(table_of(path, ("owner", "holder")))
    streets = _streets([row for _line, row in rows])
    later = dict(Holding.objects.present().filter(street__in=streets.values()).values_list("street", "valid_from"))
    entries: dict[int, HoldingEntry] = {}
    taken = Taken()
    for line, row in rows:
        street = next((streets[key] for key in _keys(row) if key in streets), None)
        since = _day(row["valid_from"]) if row.get("valid_from") else on
        if fault := _fault(row, street, since, entries, later):
            taken.turned.append(Turned(str(line), fault, WHY[fault]))
        elif street is not None and since is not None:
            entries[street] = HoldingEntry(street, row["owner"], row["holder"], since, row.get("act", ""), source)
    taken.added = [row.pk for row in register_holdings(by=by, entries=list(entries.values()))]
    taken.same = len(entries) - len(taken.added)
    return taken


def _fault(
    row: Mapping[str, str], street: int | None, since: date | None, taken: Container[int], later: Mapping[int, date]
) -> str:
    if street is None:
        return "unknown_street"
    words = (row["owner"], row["holder"], row.get("act", ""))
    if since is None or not all(words[:2]) or any(len(word) > LONGEST for word in words):
        return "wrong_value"
    if street in taken:
        return "street_twice"
    return "later_row_there" if later.get(street, since) > since else ""


def _keys(row: Mapping[str, str]) -> list[str]:
    """How a row may name its street: by our key, the city's number or its source's key."""
    return [f"{name}:{row[name]}" for name in ("street", "register_number", "source_id") if row.get(name)]


def _streets(rows: Sequence[Mapping[str, str]]) -> dict[str, int]:
    """Streets by what a row may call them; a key that two of them bear names none."""
    asked = {name: [row.get(name, "") for row in rows] for name in ("street", "register_number", "source_id")}
    ours = [int(key) for key in asked["street"] if key.isascii() and key.isdigit() and len(key) < 18]
    known = Street.objects.filter(
        Q(pk__in=ours) | Q(register_number__in=asked["register_number"]) | Q(source_id__in=asked["source_id"])
    )
    told = known.values_list("pk", "register_number", "source_id")
    found: dict[str, set[int]] = {}
    for pk, number, theirs in told:
        for key in (f"street:{pk}", f"register_number:{number}", f"source_id:{theirs}"):
            found.setdefault(key, set()).add(pk)
    return {key: next(iter(streets)) for key, streets in found.items() if len(streets) == 1}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
