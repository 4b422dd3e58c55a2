"""The registers as their keeper reads them: categories with department and cases, ready texts as they will read."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count

from qala.kernel.translated import LANGUAGES, Translated
from qala.people.models import Organisation
from qala.proposals.models import Category, Proposal, ReplyTemplate, RoutingRow, RoutingTable
from qala.proposals.rules.registers import SLOTS
from qala.proposals.rules.slots import filled, open_slots
from qala.proposals.rules.words import VERB_WORDS

#: What an officer writes in no step of the table.
MORE_WORDS = {
    "ask": Translated(kk="Авторға сұрақ қою", ru="Спросить автора", en="Ask the author"),
    "extend": Translated(kk="Мерзімін ұзарту", ru="Продлить срок", en="Take longer"),
    "reply": Translated(kk="Жауап жазу", ru="Ответить", en="Reply"),
}
SPOKEN: Mapping[str, Translated] = {**VERB_WORDS, **MORE_WORDS}


@dataclass(frozen=True)
class CategoryLine:
    """A category, who gets its cases where no row says otherwise, and how many cases it has."""

    row: Category
    department: str
    cases: int


@dataclass(frozen=True)
class Reading:
    """A ready text in one language as the author would read it; `by_hand` are places nobody fills but the officer."""

    language: str
    text: str
    by_hand: tuple[str, ...]


def has_a_department(category: Category) -> bool:
    """Whether its cases reach somebody. Where no table is in force an officer chooses each time."""
    in_force = RoutingTable.objects.filter(state=RoutingTable.State.ACTIVE).first()
    return in_force is None or category.pk in defaults_of(in_force)


def defaults_of(table: RoutingTable | None) -> dict[str, Organisation]:
    """The default department of each category in a version of the table."""
    rows = RoutingRow.objects.filter(table=table, is_default=True).select_related("department") if table else ()
    return {slug: row.department for row in rows for slug in row.categories}


def category_lines() -> list[CategoryLine]:
    """All categories, those in use first, in their order."""
    defaults = defaults_of(RoutingTable.objects.filter(state=RoutingTable.State.ACTIVE).first())
    counted = dict(Proposal.objects.order_by().values_list("category").annotate(n=Count("pk")))
    return [
        CategoryLine(row, str(defaults[row.pk].name) if row.pk in defaults else "", counted.get(row.pk, 0))
        for row in Category.objects.order_by("-active", "topic", "order", "slug")
    ]


def template_lines() -> list[tuple[ReplyTemplate, str]]:
    """All ready texts, those in use first, each with its step in words."""
    rows = ReplyTemplate.objects.select_related("category").order_by("-active", "verb", "slug")
    return [(row, str(SPOKEN.get(row.verb, row.verb))) for row in rows]


def as_read(text: Translated, category: Category | None = None) -> list[Reading]:
    """A ready text with an invented case in it, in each language that it has."""
    readings = []
    for language in LANGUAGES:
        if words := getattr(text, language):
            example = {slug: slot.example.get(language) for slug, slot in SLOTS.items()}
            if category is not None:
                example["category"] = category.title.get(language)
            told = filled(words, example)
            readings.append(Reading(language, told, open_slots(told)))
    return readings
