"""Outside files of meals: proofs of categories from the registers, line by line."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from io import StringIO
from pathlib import Path

from django.utils.translation import gettext as _

from qala.kernel.actors import Actor
from qala.kernel.refusals import Refusal
from qala.meals.actions.proofs import Told, write_proofs
from qala.meals.rules.bases import BASES
from qala.roster.models import Pupil

COLUMNS = ("pupil", "basis", "from_on", "until_on", "register")
LARGEST = 50 * 1024 * 1024
BATCH = 5_000


@dataclass(frozen=True)
class Refused:
    """A line that cannot be taken, by its number in the file, and why."""

    number: int
    why: str


@dataclass
class ProofFile:
    """A file as it was read: what can be taken, and what cannot."""

    sound: list[Told] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)


def read_proofs(path: Path) -> ProofFile:
    """Read a CSV of proofs. The pupil is the register's own key (`source_id`) or our opaque one."""
    try:
        if path.stat().st_size > LARGEST:
            raise Refusal(_("This file is larger than 50 MB. Split it."), code="too-large")
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as trouble:
        raise Refusal(_("The file cannot be read: %(why)s") % {"why": trouble}, code="unreadable") from trouble
    reader = csv.DictReader(StringIO(text))
    if tuple(reader.fieldnames or ()) != COLUMNS:
        raise Refusal(_("The first line must read: %(columns)s.") % {"columns": ",".join(COLUMNS)}, code="columns")
    rows = list(enumerate(reader, 2))
    pupils = _pupils({(row["pupil"] or "").strip() for _number, row in rows})
    found = ProofFile()
    seen: set[tuple[int, str, date]] = set()
    for number, row in rows:
        try:
            told = _told(row, pupils)
        except ValueError as wrong:
            found.refused.append(Refused(number, str(wrong)))
            continue
        if (told.pupil, told.basis, told.from_on) in seen:
            found.refused.append(Refused(number, "came_before"))
        else:
            seen.add((told.pupil, told.basis, told.from_on))
            found.sound.append(told)
    return found


def _pupils(keys: set[str]) -> dict[str, int]:
    by_source = dict(Pupil.objects.filter(source_id__in=keys - {""}).values_list("source_id", "pk"))
    plain = [key for key in keys if len(key) == 36 and key.count("-") == 4 and set(key) <= set("0123456789abcdef-")]
    return by_source | {str(key): pk for key, pk in Pupil.objects.filter(key__in=plain).values_list("key", "pk")}


def _told(row: dict[str, str], pupils: dict[str, int]) -> Told:
    """One line as a proof; a ValueError names what is wrong with it."""
    pupil, basis = (row["pupil"] or "").strip(), (row["basis"] or "").strip()
    if None in row or None in row.values():
        raise ValueError("wrong_columns")
    if pupil not in pupils:
        raise ValueError("unknown_pupil")
    if basis not in BASES[1:]:
        raise ValueError("unknown_basis")
    first = _day(row["from_on"], "from_on")
    until = _day(row["until_on"], "until_on") if row["until_on"].strip() else None
    if until is not None and until <= first:
        raise ValueError("ends_before_it_begins")
    if not row["register"].strip() or len(row["register"]) > 40:
        raise ValueError("register_missing")
    return Told(pupils[pupil], basis, first, until, row["register"].strip())


def _day(text: str, name: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise ValueError(f"{name}_is_no_day") from None


def load_proofs(*, by: Actor, found: ProofFile) -> int:
    """Write the sound lines down; those that came before stay as they are. Answers how many are new."""
    if not found.sound:
        raise Refusal(_("The file is refused: no line of it can be taken."), code="nothing-sound")
    return sum(write_proofs(by=by, told=batch) for batch in _batches(found.sound))


def _batches(rows: list[Told]) -> Iterator[list[Told]]:
    for start in range(0, len(rows), BATCH):
        yield rows[start : start + BATCH]
