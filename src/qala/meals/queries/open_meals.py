# ruff: noqa: E501 - a table of columns in three languages
"""Open data of meals: one row for each school, supplier, day and age band. Small groups stand there without a number."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from qala.kernel.translated import Translated
from qala.meals.queries.published import published, served
from qala.meals.queries.settings import setting

LICENCE = {"name": "CC-BY-4.0", "title": "Creative Commons Attribution 4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}


@dataclass(frozen=True)
class Field:
    """A column: its name, its type in Table Schema, what it means."""

    name: str
    type: str
    meaning: Translated

    def as_schema(self) -> dict[str, Any]:
        return {"name": self.name, "type": self.type, "description": self.meaning.in_language()}


FIELDS = (
    Field("school", "string", Translated(kk="Мектеп, тізілімдегі кілті", ru="Школа, ключ в реестре", en="School, its key in the register")),
    Field("supplier", "string", Translated(kk="Жеткізуші, тізілімдегі кілті", ru="Поставщик, ключ в реестре", en="Supplier, its key in the register")),
    Field("day", "date", Translated(kk="Күні", ru="День", en="Day")),
    Field("band", "string", Translated(kk="Жас тобы", ru="Возрастная группа", en="Age band")),
    Field("price_tiyn", "integer", Translated(kk="Бір астың бағасы, салығымен, тиын", ru="Цена одного обеда с налогом, тиын", en="Price of one meal with its tax, tiyn")),
    Field("meals", "integer", Translated(kk="Есепке алынған ас; шағын топта бос", ru="Засчитанные обеды; в малой группе пусто", en="Meals that count; empty in a small group")),
    Field("tiyn", "integer", Translated(kk="Барлығы, тиын; шағын топта бос", ru="Сумма, тиын; в малой группе пусто", en="Sum, tiyn; empty in a small group")),
    Field("withheld", "boolean", Translated(kk="Топта он баладан аз, саны айтылмайды", ru="В группе меньше десяти детей, число не называется", en="Fewer than ten children: the number is not told")),
)  # fmt: skip
NAMES = tuple(one.name for one in FIELDS)


def open_rows(month: date) -> Iterator[dict[str, Any]]:
    """Every group of a month, the small ones without their numbers."""
    least = setting("small_group")
    made = published(served(month, least), month)
    shown = set(made.shown)
    for one in sorted([*made.shown, *made.hidden], key=lambda group: (group.path[1], group.path[2], group.band, group.path[0])):
        is_open = one in shown
        supplier, school, day = one.path
        yield {
            "school": school,
            "supplier": supplier,
            "day": day,
            "band": one.band,
            "price_tiyn": one.price,
            "meals": one.meals if is_open else None,
            "tiyn": one.meals * one.price if is_open else None,
            "withheld": not is_open,
        }


def table_schema() -> dict[str, Any]:
    """The columns as a Table Schema (specs.frictionlessdata.io)."""
    key = ["school", "supplier", "day", "band", "price_tiyn"]
    return {"fields": [one.as_schema() for one in FIELDS], "primaryKey": key, "missingValues": [""]}
