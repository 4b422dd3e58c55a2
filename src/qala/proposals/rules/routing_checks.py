"""The proof that a routing table is total and never contradicts itself, made before it is saved.

Signalen disables rules that do not compile and swallows errors at run time: nobody gets the case. Here such a table
cannot be saved. All conditions are sets over finite values (the day is cut at every hour any row names), so a row is a
box and questions of overlap are decided exactly by intersecting and subtracting boxes.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from qala.kernel.translated import Translated
from qala.proposals.rules.routing import CONDITIONS, DAY, UNKNOWN, Hours, Row, Table

Box = tuple[frozenset[object], ...]


@dataclass(frozen=True)
class Vocabulary:
    """The active slugs a table may speak of. Areas and placard kinds may also be unknown."""

    categories: Collection[str]
    departments: Collection[str]
    areas: Collection[str] = ()
    placard_kinds: Collection[str] = ()
    tracks: Collection[str] = ("signal", "appeal")

    def values(self, name: str) -> frozenset[object]:
        """Every value a condition can meet."""
        if name == "weekdays":
            return frozenset(range(7))
        known = frozenset[object](getattr(self, name))
        return known | {UNKNOWN} if name in ("areas", "placard_kinds") else known


@dataclass(frozen=True)
class Problem:
    """Something that makes a table unsaveable: what, which rows, and an example that shows it."""

    slug: str
    rows: tuple[str, ...]
    example: str = ""


@dataclass(frozen=True)
class Report:
    """The result of the proof. A table may be saved when there is no problem; shadowed rows are only listed."""

    problems: tuple[Problem, ...]
    shadowed: tuple[str, ...]

    @property
    def is_sound(self) -> bool:
        return not self.problems


PROBLEM_WORDS = {
    "no_default": Translated(
        kk="Бұл санатқа негізгі бөлім көрсетілмеген.",
        ru="Для категории не задан отдел по умолчанию.",
        en="The category has no default department.",
    ),
    "dead_department": Translated(
        kk="Мұндай жұмыс істеп тұрған бөлім жоқ.", ru="Такого действующего отдела нет.", en="No such live department."
    ),
    "unknown_value": Translated(
        kk="Шартта белгісіз мән бар.", ru="В условии неизвестное значение.", en="A condition names an unknown value."
    ),
    "empty_condition": Translated(
        kk="Шарт бос: жол ешқашан орындалмайды.",
        ru="Условие пусто: строка никогда не сработает.",
        en="A condition is empty: the row never holds.",
    ),
    "no_condition": Translated(
        kk="Жолда бірде-бір шарт жоқ.", ru="В строке нет ни одного условия.", en="The row has no condition."
    ),
    "same_slug": Translated(
        kk="Екі жолдың аты бірдей.", ru="У двух строк одно имя.", en="Two rows have the same name."
    ),
    "tie": Translated(
        kk="Екі жол бір істі әр бөлімге жібереді.",
        ru="Две строки отправляют одно дело в разные отделы.",
        en="Two rows send the same case to different departments.",
    ),
}


def check(table: Table, words: Vocabulary) -> Report:
    """Prove that every active combination reaches exactly one live department, or say what stands in the way."""
    plain = [*_default_problems(table, words), *_row_problems(table.rows, words)]
    if plain:
        return Report(tuple(plain), ())
    space = _Space(table.rows, words)
    return Report(tuple(_ties(table.rows, space)), tuple(_shadowed(table.rows, space)))


def _default_problems(table: Table, words: Vocabulary) -> Iterable[Problem]:
    for category in sorted(words.categories):
        if category not in table.defaults:
            yield Problem("no_default", (), category)
    for category, department in table.defaults.items():
        if category in words.categories and department not in words.departments:
            yield Problem("dead_department", (), f"{category}: {department}")


def _row_problems(rows: Sequence[Row], words: Vocabulary) -> Iterable[Problem]:
    seen: set[str] = set()
    for row in rows:
        if row.slug in seen:
            yield Problem("same_slug", (row.slug,))
        seen.add(row.slug)
        if row.department not in words.departments:
            yield Problem("dead_department", (row.slug,), row.department)
        if not row.conditions:
            yield Problem("no_condition", (row.slug,))
        for name, value in row.conditions.items():
            if isinstance(value, frozenset):
                if not value:
                    yield Problem("empty_condition", (row.slug,), name)
                for strange in sorted(map(str, value - words.values(name))):
                    yield Problem("unknown_value", (row.slug,), f"{name}: {strange}")


class _Space:
    """Rows as boxes over finite sets; one dimension per condition, hours as indexes of the day's cuts."""

    def __init__(self, rows: Sequence[Row], words: Vocabulary) -> None:
        hours = [row.hours for row in rows if row.hours]
        edges = {0, DAY} | {edge for one in hours for piece in one.pieces for edge in piece}
        self.cuts = list(pairwise(sorted(edges)))
        self.words = words
        self.boxes = {row.slug: tuple(self._side(row, name) for name in CONDITIONS) for row in rows}

    def _side(self, row: Row, name: str) -> frozenset[object]:
        value = getattr(row, name)
        if name == "hours":
            return frozenset(i for i, (start, _) in enumerate(self.cuts) if value is None or value.covers(start))
        return self.words.values(name) if value is None else frozenset(value)

    def example(self, box: Box) -> str:
        """One case inside the box, in words a person can check."""
        shown = []
        for name, side in zip(CONDITIONS, box, strict=True):
            value = min(side, key=str)
            if name == "hours" and isinstance(value, int):
                value = str(Hours(*self.cuts[value]))
            shown.append(f"{name}={value if value != UNKNOWN else '?'}")
        return ", ".join(shown)


def _overlap(left: Box, right: Box) -> Box | None:
    both = tuple(a & b for a, b in zip(left, right, strict=True))
    return both if all(both) else None


def _subtract(box: Box, taken: Box) -> list[Box]:
    """What is left of a box without another, as boxes that do not overlap."""
    if _overlap(box, taken) is None:
        return [box]
    left, rest = [], list(box)
    for side, away in enumerate(taken):
        outside = rest[side] - away
        if outside:
            left.append((*rest[:side], outside, *rest[side + 1 :]))
        rest[side] &= away
    return left


def _remainder(box: Box, taken: Iterable[Box]) -> list[Box]:
    left = [box]
    for other in taken:
        left = [piece for one in left for piece in _subtract(one, other)]
        if not left:
            break
    return left


def _ties(rows: Sequence[Row], space: _Space) -> Iterable[Problem]:
    """Equal rows with different departments that overlap where no more specific row decides."""
    for one, two in combinations(rows, 2):
        if one.specificity != two.specificity or one.department == two.department:
            continue
        both = _overlap(space.boxes[one.slug], space.boxes[two.slug])
        if both is None:
            continue
        stronger = [space.boxes[row.slug] for row in rows if row.specificity > one.specificity]
        undecided = _remainder(both, stronger)
        if undecided:
            yield Problem("tie", (one.slug, two.slug), space.example(undecided[0]))


def _shadowed(rows: Sequence[Row], space: _Space) -> Iterable[str]:
    """Rows that can never decide, because stronger or earlier equal rows take every case of theirs."""
    for place, row in enumerate(rows):
        ahead = [
            space.boxes[other.slug]
            for rank, other in enumerate(rows)
            if other.specificity > row.specificity or (other.specificity == row.specificity and rank < place)
        ]
        if not _remainder(space.boxes[row.slug], ahead):
            yield row.slug
