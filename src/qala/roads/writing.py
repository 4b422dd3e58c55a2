"""Rows of the register on their way into the tables: what is new, what it ends, what was known already."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection

from qala.kernel.translated import Translated
from qala.places.models import Segment
from qala.places.rules.position import Position
from qala.roads.models import PlacedFields
from qala.roads.models.dated import rows_of
from qala.roads.rules.entries import Entry, Taken, Turned
from qala.roads.rules.placing import HalfReplaced, collisions, remains

BATCH = 2_000
LOCK = "roads.register"
UNKNOWN_SEGMENT = Translated(
    kk="Мұндай көше бөлігі жоқ.", ru="Такого участка улицы нет.", en="There is no such segment."
)
BEYOND = Translated(
    kk="Орны көше бөлігінің соңынан асып тұр.",
    ru="Место лежит за концом участка.",
    en="The place lies beyond the end of the segment.",
)
OVERLAPPING = Translated(
    kk="Файлдың басқа жолымен бір жерді жабады.",
    ru="Накрывает то же место, что и другая строка файла.",
    en="It covers the same ground as another row of the file.",
)
HALF = Translated(
    kk="Екі жаққа жазылған бөліктің бір жағын ғана ауыстыруға болмайды: алдымен оны бөліп жазыңыз.",
    ru="Нельзя заменить одну сторону записи об обеих: сначала запишите стороны порознь.",
    en="One side of a row that speaks of both cannot be replaced: write the sides apart first.",
)
SAME_KEY = Translated(
    kk="Бұл кілт файлда бұрын кездескен.", ru="Такой ключ в файле уже есть.", en="This key already stands in the file."
)
TOO_EARLY = Translated(
    kk="Тізілімде кейінірек басталған жазба тұр.",
    ru="В реестре уже стоит более поздняя запись.",
    en="The register already holds a later row there.",
)


def one_at_a_time() -> None:
    """Two loads at once would both end the same row; the second waits for the first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [LOCK])


def take_in(model: type[PlacedFields], entries: Sequence[Entry], *, alike: tuple[str, ...] = ()) -> Taken:
    """Write entries of one kind that replace what lay in the same place (and is `alike` in these fields).

    What a newer row covers ends on the day the newer begins; its uncovered ends go on as rows of their own. Entries
    that cannot be taken are turned away with their line and a reason, and the caller decides about the rest. A file
    may tell a whole history: its days are taken one after another.
    """
    done = Taken()
    for day, rows in _by_day(entries):
        _take_in_of_day(model, rows, day, alike, done)
    return done


def _by_day(entries: Sequence[Entry]) -> list[tuple[date, list[Entry]]]:
    days: dict[date, list[Entry]] = defaultdict(list)
    for entry in entries:
        days[entry.valid_from].append(entry)
    return sorted(days.items())


def _take_in_of_day(
    model: type[PlacedFields], entries: Sequence[Entry], day: date, alike: tuple[str, ...], done: Taken
) -> None:
    sound = _sound(entries, done, alike)
    here = _present(model, {entry.position.segment for entry in sound})
    taken: dict[int, list[Entry]] = defaultdict(list)
    ending: dict[int, PlacedFields] = {}
    for entry in sound:
        there = here[entry.position.segment]
        met = [row for row in there if _alike(row, entry, alike) and row.position.overlaps(entry.position)]
        if len(met) == 1 and met[0].pk not in ending and says_the_same(met[0], entry):
            done.same += 1
        elif turned := _refusal(entry, met):
            done.turned.append(turned)
        else:
            taken[entry.position.segment].append(entry)
            ending |= {row.pk: row for row in met}
    added = [row_of(model, entry) for rows in taken.values() for entry in rows]
    for row in ending.values():
        covering = [one.position for one in taken[row.segment_id] if _alike(row, one, alike)]
        added += [continued(row, left, day) for left in remains(row.position, covering)]
    end(model, ((row, day) for row in ending.values()))
    done.ended += list(ending)
    done.added += [row.pk for row in rows_of(model).bulk_create(added, batch_size=BATCH)]


def take_in_by_key(model: type[PlacedFields], entries: Sequence[Entry]) -> Taken:
    """Write entries of things that may stand side by side: a row is known by its source and its key in it."""
    done = Taken()
    for day, rows in _by_day(entries):
        _take_in_keys_of_day(model, rows, day, done)
    return done


def _take_in_keys_of_day(model: type[PlacedFields], entries: Sequence[Entry], day: date, done: Taken) -> None:
    sound = _lying_well(entries, done)
    keys = {(entry.source, entry.source_id) for entry in sound if entry.source_id}
    rows = rows_of(model).filter(valid_to=None, source_id__in={key for _, key in keys})
    here = {(row.source, row.source_id): row for row in rows if (row.source, row.source_id) in keys}
    added: list[PlacedFields] = []
    ending: list[PlacedFields] = []
    seen: set[tuple[str, str]] = set()
    for entry in sound:
        key = (entry.source, entry.source_id)
        old = here.get(key) if entry.source_id else None
        if entry.source_id and key in seen:
            done.turned.append(Turned(entry.line, "same_key", SAME_KEY))
        elif old is not None and says_the_same(old, entry):
            done.same += 1
        elif old is not None and old.valid_from > day:
            done.turned.append(Turned(entry.line, "later_row_there", TOO_EARLY))
        else:
            added.append(row_of(model, entry))
            ending += [old] if old is not None else []
        seen.add(key)
    end(model, ((row, day) for row in ending))
    done.ended += [row.pk for row in ending]
    done.added += [row.pk for row in rows_of(model).bulk_create(added, batch_size=BATCH)]


def _sound(entries: Sequence[Entry], done: Taken, alike: tuple[str, ...]) -> list[Entry]:
    groups: dict[tuple[Any, ...], list[tuple[str, Position]]] = defaultdict(list)
    lying = _lying_well(entries, done)
    for at, entry in enumerate(lying):
        groups[tuple(entry.facts.get(name) for name in alike)].append((str(at), entry.position))
    twice = {int(line) for rows in groups.values() for line in collisions(rows)}
    done.turned += [Turned(lying[at].line, "overlapping_references", OVERLAPPING) for at in sorted(twice)]
    return [entry for at, entry in enumerate(lying) if at not in twice]


def _lying_well(entries: Sequence[Entry], done: Taken) -> list[Entry]:
    """Entries whose segment there is and whose metres lie on it."""
    segments = Segment.objects.filter(pk__in={entry.position.segment for entry in entries})
    lengths = dict(segments.values_list("pk", "measured_length_m"))
    good = []
    for entry in entries:
        length = lengths.get(entry.position.segment)
        if length is None:
            done.turned.append(Turned(entry.line, "unknown_segment", UNKNOWN_SEGMENT))
        elif not entry.position.fits(length):
            done.turned.append(Turned(entry.line, "beyond_segment", BEYOND))
        else:
            good.append(entry)
    return good


def _present(model: type[PlacedFields], segments: Iterable[int]) -> dict[int, list[PlacedFields]]:
    found: dict[int, list[PlacedFields]] = defaultdict(list)
    rows = rows_of(model).filter(segment__in=set(segments), valid_to=None).order_by("pk")
    for row in rows:
        found[row.segment_id].append(row)
    return found


def _alike(row: PlacedFields, entry: Entry, alike: tuple[str, ...]) -> bool:
    return all(getattr(row, name) == entry.facts.get(name) for name in alike)


def _refusal(entry: Entry, met: Sequence[PlacedFields]) -> Turned | None:
    if any(row.valid_from > entry.valid_from for row in met):
        return Turned(entry.line, "later_row_there", TOO_EARLY)
    try:
        for row in met:
            remains(row.position, [entry.position])
    except HalfReplaced:
        return Turned(entry.line, "one_side_of_both", HALF)
    return None


def says_the_same(row: PlacedFields, entry: Entry) -> bool:
    """Whether a row already tells what an entry tells, at the same place."""
    told = (row.position, row.basis, row.source, list(row.assumed))
    asked = (entry.position, entry.basis.value, entry.source, list(entry.assumed))
    return told == asked and all(getattr(row, name) == value for name, value in entry.facts.items())


def row_of(model: type[PlacedFields], entry: Entry) -> PlacedFields:
    """The row an entry becomes; not saved yet."""
    row = model(
        valid_from=entry.valid_from,
        basis=entry.basis.value,
        source=entry.source,
        source_id=entry.source_id,
        assumed=list(entry.assumed),
        **entry.facts,
    )
    row.position = entry.position
    return row


def continued(row: PlacedFields, there: Position, day: date, *, of_m: Decimal | None = None) -> PlacedFields:
    """The same facts at another place from a day on: a row that continues another.

    `of_m` metres of the old row's length live on here (as long as the new place, where nothing says otherwise).
    """
    left_out = {"carried_from_id", "valid_from", "valid_to"}
    own = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if not field.primary_key and field.attname not in left_out
    }
    whole = row.position.length_m
    share = (of_m if of_m is not None else there.length_m) / whole if whole else Decimal(1)
    fresh = type(row)(**{**own, **row.when_cut(share), "valid_from": day, "carried_from": row})
    fresh.position = there
    return fresh


def end(model: type[PlacedFields], rows: Iterable[tuple[PlacedFields, date]]) -> None:
    """Let rows hold until the day before these days."""
    by_day: dict[date, list[int]] = defaultdict(list)
    for row, day in rows:
        by_day[day].append(row.pk)
    for day, keys in by_day.items():
        rows_of(model).filter(pk__in=keys).update(valid_to=day)
