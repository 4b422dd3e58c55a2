"""Which department a case goes to, and why: a decision table of rows (domain page, section 9).

A row holds when every condition it has holds; the row with most conditions wins; where no row holds, the default of
the category decides. `routing_checks` proves before saving that no two rows can contradict each other.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time

from qala.kernel.clock import local

DAY = 24 * 60 * 60
UNKNOWN = ""  # an area or placard kind that is not known; a row may name it


def seconds(at: time) -> int:
    return at.hour * 3600 + at.minute * 60 + at.second


@dataclass(frozen=True)
class Hours:
    """From ``start`` to before ``end``, in seconds of the city's day; wraps midnight where the end is not later."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not (0 <= self.start < DAY and 0 < self.end <= DAY and self.start != self.end):
            raise ValueError("hours run from 0:00 up to 24:00 and are not empty")

    @classmethod
    def between(cls, start: time, end: time) -> "Hours":
        """Hours as people write them; an end at 0:00 means midnight of that day."""
        return cls(seconds(start), seconds(end) or DAY)

    @property
    def pieces(self) -> tuple[tuple[int, int], ...]:
        """The hours as one or two intervals that do not wrap."""
        if self.start < self.end:
            return ((self.start, self.end),)
        return ((self.start, DAY), (0, self.end))

    def covers(self, second: int) -> bool:
        return any(start <= second < end for start, end in self.pieces)

    def __str__(self) -> str:
        return f"{_clock(self.start)}–{_clock(self.end)}"


def _clock(second: int) -> str:
    hours, rest = divmod(second, 3600)
    text = f"{hours:02}:{rest // 60:02}"
    return f"{text}:{rest % 60:02}" if rest % 60 else text


Slugs = frozenset[str]


@dataclass(frozen=True)
class Row:
    """One line of the table. None means "any"; slugs, never display names. Weekdays: Monday is 0."""

    slug: str
    department: str
    categories: Slugs | None = None
    areas: Slugs | None = None
    placard_kinds: Slugs | None = None
    tracks: Slugs | None = None
    weekdays: frozenset[int] | None = None
    hours: Hours | None = None

    @property
    def conditions(self) -> dict[str, object]:
        """Only the conditions this row has, by name."""
        named = {name: getattr(self, name) for name in CONDITIONS}
        return {name: value for name, value in named.items() if value is not None}

    @property
    def specificity(self) -> int:
        return len(self.conditions)

    def holds(self, facts: "Facts") -> bool:
        """Whether every condition of this row is met."""
        return all(_met(name, value, facts) for name, value in self.conditions.items())


CONDITIONS = ("categories", "areas", "placard_kinds", "tracks", "weekdays", "hours")


@dataclass(frozen=True)
class Facts:
    """What is known of a case when it is routed. ``at`` is an aware instant; weekday and hour are the city's."""

    category: str
    at: datetime
    track: str
    area: str = UNKNOWN
    placard_kind: str = UNKNOWN

    @property
    def weekday(self) -> int:
        return local(self.at).weekday()

    @property
    def second(self) -> int:
        return seconds(local(self.at).time())


def _met(name: str, value: object, facts: Facts) -> bool:
    if isinstance(value, Hours):
        return value.covers(facts.second)
    known = {
        "categories": facts.category,
        "areas": facts.area,
        "placard_kinds": facts.placard_kind,
        "tracks": facts.track,
        "weekdays": facts.weekday,
    }
    return isinstance(value, frozenset) and known[name] in value


@dataclass(frozen=True)
class Table:
    """A version of the decision table: rows, and one default department per category."""

    version: int
    defaults: Mapping[str, str]
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True)
class Routed:
    """Where a case goes and why. ``row`` is None where the category's default decided."""

    department: str
    row: str | None
    matched: Mapping[str, str] = field(default_factory=dict)
    version: int = 0

    def why(self) -> dict[str, object]:
        """What is stored with the assignment: row, version and matched conditions, ready for JSON."""
        return {"version": self.version, "row": self.row, "matched": dict(self.matched)}


class NoRoute(LookupError):
    """The table knows no department for this category: it was not validated."""


def route(table: Table, facts: Facts) -> Routed:
    """The department for these facts. Of equal rows (same department, by validation) the first one is named."""
    held = [row for row in table.rows if row.holds(facts)]
    if held:
        best = max(held, key=lambda row: row.specificity)
        return Routed(best.department, best.slug, _matched(best, facts), table.version)
    if facts.category not in table.defaults:
        raise NoRoute(facts.category)
    return Routed(table.defaults[facts.category], None, {"categories": facts.category}, table.version)


def _matched(row: Row, facts: Facts) -> dict[str, str]:
    """The value of each condition that was met."""
    values = {
        "categories": facts.category,
        "areas": facts.area,
        "placard_kinds": facts.placard_kind,
        "tracks": facts.track,
        "weekdays": str(facts.weekday),
        "hours": f"{_clock(facts.second)} in {row.hours}",
    }
    return {name: values[name] for name in row.conditions}


@dataclass(frozen=True)
class Moved:
    """One past case that another version of the table would send elsewhere."""

    case: str
    old: str
    new: str
    new_row: str | None


@dataclass(frozen=True)
class DryRun:
    """What a change of the table would have done to past cases."""

    total: int
    moved: tuple[Moved, ...]

    @property
    def flows(self) -> dict[tuple[str, str], int]:
        """How many cases would go from one department to another, the largest first."""
        counted: dict[tuple[str, str], int] = {}
        for one in self.moved:
            counted[one.old, one.new] = counted.get((one.old, one.new), 0) + 1
        return dict(sorted(counted.items(), key=lambda item: (-item[1], item[0])))


def dry_run(old: Table, new: Table, past_cases: Iterable[tuple[str, Facts]]) -> DryRun:
    """Route past cases (key, facts) by both tables and list those that would move."""
    moved, total = [], 0
    for case, facts in past_cases:
        total += 1
        before, after = route(old, facts), route(new, facts)
        if before.department != after.department:
            moved.append(Moved(case, before.department, after.department, after.row))
    return DryRun(total, tuple(moved))
