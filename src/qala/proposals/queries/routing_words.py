"""A routing table in words: rows, problems and moves as sentences an editor reads, never as slugs."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from qala.kernel.translated import Translated
from qala.people.models import Organisation
from qala.places.models import District
from qala.proposals.models import Category, RoutingRow, RoutingTable
from qala.proposals.queries.routing import row_rule
from qala.proposals.rules.placards import KINDS
from qala.proposals.rules.routing import UNKNOWN, Hours, Row
from qala.proposals.rules.routing_checks import PROBLEM_WORDS, Problem, Report
from qala.proposals.rules.weekdays import WEEKDAYS, runs
from qala.proposals.rules.words import TRACK_WORDS


class Names:
    """Slugs and codes with the names people know, each read once."""

    @cached_property
    def categories(self) -> dict[str, str]:
        return {slug: str(title) for slug, title in Category.objects.values_list("slug", "title")}

    @cached_property
    def areas(self) -> dict[str, str]:
        known = {code: str(names) for code, names in District.objects.values_list("code", "names")}
        return {UNKNOWN: _("district unknown"), **known}

    @cached_property
    def departments(self) -> dict[str, str]:
        rows = Organisation.objects.values_list("slug", "names")
        return {slug: str(Translated.of(names)) for slug, names in rows}

    @cached_property
    def placard_kinds(self) -> dict[str, str]:
        return {UNKNOWN: _("without a placard"), **{slug: str(kind.title) for slug, kind in KINDS.items()}}

    @cached_property
    def tracks(self) -> dict[str, str]:
        return {track.value: str(words) for track, words in TRACK_WORDS.items()}

    @cached_property
    def weekdays(self) -> dict[str, str]:
        return {str(day): str(words) for day, words in enumerate(WEEKDAYS)}

    def of(self, condition: str, value: object) -> str:
        """One value of one condition."""
        known: dict[str, str] = getattr(self, condition, {})
        return known.get(str(value), str(value))


CONDITION_WORDS = {
    "categories": Translated(kk="санаты", ru="категория", en="category"),
    "areas": Translated(kk="ауданы", ru="район", en="district"),
    "placard_kinds": Translated(kk="тақтайшасы", ru="табличка", en="placard"),
    "tracks": Translated(kk="түрі", ru="вид", en="track"),
    "weekdays": Translated(kk="күні", ru="день недели", en="weekday"),
    "hours": Translated(kk="сағаты", ru="часы", en="hours"),
}


@dataclass(frozen=True)
class Condition:
    """One condition of a row: what is asked, and which answers hold."""

    name: str
    title: str
    values: str


def conditions_of(row: Row, names: Names) -> list[Condition]:
    """A row's conditions, in the order of the table."""
    asked = row.conditions.items()
    return [Condition(name, str(CONDITION_WORDS[name]), _values(name, value, names)) for name, value in asked]


def _values(name: str, value: object, names: Names) -> str:
    if isinstance(value, Hours):
        return str(value)
    assert isinstance(value, frozenset)
    if name == "weekdays":
        return _days(value, names)
    return ", ".join(sorted(names.of(name, one) for one in value))


def _days(days: Collection[int], names: Names) -> str:
    told = []
    for first, last in runs(days):
        begin, end = names.of("weekdays", first), names.of("weekdays", last)
        told.append(begin if first == last else f"{begin}, {end}" if last == first + 1 else f"{begin} – {end}")
    return ", ".join(told)


def matched_words(matched: Mapping[str, object], names: Names) -> list[Condition]:
    """What a case had when a row took it."""
    return [Condition(name, str(CONDITION_WORDS[name]), names.of(name, value)) for name, value in matched.items()]


def row_words(row: str) -> str:
    """The row that chose a department; its conditions stand on the page that says why."""
    return _("the category's default") if row == "default" else _("a row of its own")


@dataclass(frozen=True)
class RowInWords:
    """A row as the editor shows it: its place, its conditions, its department; `shadowed` means it never decides."""

    row: RoutingRow
    place: int
    conditions: list[Condition]
    department: str
    shadowed: bool


def rows_in_words(table: RoutingTable, names: Names, report: Report | None = None) -> list[RowInWords]:
    """The rows with conditions, numbered as the editor sees them."""
    shadowed = set(report.shadowed) if report else set()
    rows = table.rows.filter(is_default=False).select_related("department")
    return [
        RowInWords(row, place, conditions_of(row_rule(row), names), str(row.department.name), row.slug in shadowed)
        for place, row in enumerate(rows, 1)
    ]


def problem_sentences(report: Report, rows: Iterable[RowInWords], names: Names) -> list[str]:
    """What stands in the way, each as one sentence with the rows it means and an example to check by hand."""
    places = {told.row.slug: told.place for told in rows}
    return [_sentence(problem, places, names) for problem in report.problems]


def _sentence(problem: Problem, places: dict[str, int], names: Names) -> str:
    numbers = ", ".join(str(places[slug]) for slug in problem.rows if slug in places)
    told = str(PROBLEM_WORDS[problem.slug])
    if numbers:
        told = _("Rows %(rows)s: %(what)s") % {"rows": numbers, "what": told}
    example = _example(problem, names)
    return f"{told} {example}" if example else told


def _example(problem: Problem, names: Names) -> str:
    if problem.slug == "tie":
        pairs = (pair.partition("=") for pair in problem.example.split(", "))
        shown = [names.of(name, "" if value == "?" else value) for name, _equals, value in pairs]
        return _("For example: %(case)s.") % {"case": ", ".join(shown)}
    if problem.slug == "no_default":
        return f"{names.of('categories', problem.example)}."
    if problem.slug == "dead_department":
        category, colon, slug = problem.example.rpartition(": ")
        told = names.of("departments", slug)
        return f"{names.of('categories', category)}: {told}." if colon else f"{told}."
    if problem.slug == "unknown_value":
        name, _colon, value = problem.example.partition(": ")
        return f"{CONDITION_WORDS[name]}: {names.of(name, value)}."
    return f"{CONDITION_WORDS[problem.example]}." if problem.example in CONDITION_WORDS else ""


def defaults_in_words(table: RoutingTable, names: Names) -> list[tuple[str, list[str]]]:
    """Each department with the categories it gets by default, by name."""
    rows = table.rows.filter(is_default=True).select_related("department")
    told = [(str(row.department.name), sorted(names.of("categories", slug) for slug in row.categories)) for row in rows]
    return sorted(told)
