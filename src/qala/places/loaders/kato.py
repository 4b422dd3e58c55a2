"""The state classifier of territories and population figures, as CSV."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from qala.kernel.translated import Translated
from qala.places.loaders.files import refused, table_of
from qala.places.rules import faults
from qala.places.rules.entries import KatoEntry, PopulationEntry, Reading, Refused
from qala.places.rules.faults import Seen
from qala.places.rules.kato import LEVELS, is_code, parent_of

PRECISIONS = ("exact", "lower_bound", "estimate")


def read_kato(path: Path) -> Reading:
    """Columns kato, kato_version, level, type_code, name_ru, name_kk."""
    taken: dict[int, KatoEntry] = {}
    bad: list[Refused] = []
    seen, mended = Seen(), 0
    for line, row in table_of(path, ("kato", "kato_version", "level", "type_code", "name_ru", "name_kk")):
        if not is_code(row["kato"]) or row["level"] not in LEVELS or row["type_code"] not in "01234":
            bad.append(refused(line, faults.WRONG_VALUE))
        elif not row["name_ru"] or not row["name_kk"]:
            bad.append(refused(line, faults.MISSING_VALUE))
        elif seen.key(row["kato"], line) is not None:
            bad.append(refused(line, faults.SAME_KEY))
        else:
            names = Translated(kk=" ".join(row["name_kk"].split()), ru=" ".join(row["name_ru"].split()))
            mended += names.ru != row["name_ru"]
            taken[line] = KatoEntry(row["kato"], row["level"], row["type_code"], names, row["kato_version"])
    known = {entry.code for entry in taken.values()}
    for line, entry in list(taken.items()):
        if entry.level != "oblast" and not parent_of(entry.code, known):
            bad.append(refused(line, faults.ORPHAN))
            del taken[line]
    return Reading(
        source="kato",
        attribution="stat.gov.kz",
        kato=tuple(taken.values()),
        refused=tuple(bad),
        remarks={"double_spaces_mended": mended},
    )


def read_population(path: Path) -> Reading:
    """Columns kato, population, as_of, precision, source_url. Each row must name its page."""
    taken: list[PopulationEntry] = []
    bad: list[Refused] = []
    for line, row in table_of(path, ("kato", "population", "as_of", "precision", "source_url")):
        entry = _population(row)
        if entry is None:
            bad.append(refused(line, faults.WRONG_VALUE))
        else:
            taken.append(entry)
    return Reading(source="population", populations=tuple(taken), refused=tuple(bad))


def _population(told: Mapping[str, str]) -> PopulationEntry | None:
    try:
        day = date.fromisoformat(told["as_of"]) if told["as_of"] else None
        people = int(told["population"])
    except ValueError:
        return None
    lawful = (
        is_code(told["kato"])
        and people >= 0
        and told["precision"] in PRECISIONS
        and told["source_url"].startswith("https://")
    )
    return PopulationEntry(told["kato"], people, told["source_url"], day, told["precision"]) if lawful else None
