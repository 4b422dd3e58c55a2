# ruff: noqa: E501 - a table of columns in three languages
"""Open data of meals: one row for each school, supplier, day and age band.

A small group has no row, whether somebody of it ate or not: a row without a number would tell the days of one child.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from qala.kernel.translated import Translated
from qala.ledger.queries.crowds import told_before
from qala.meals.queries.published import published, served
from qala.meals.queries.settings import setting
from qala.meals.rules.withholding import Publication

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
    Field("meals", "integer", Translated(kk="Есепке алынған ас", ru="Засчитанные обеды", en="Meals that count")),
    Field("tiyn", "integer", Translated(kk="Барлығы, тиын", ru="Сумма, тиын", en="Sum, tiyn")),
)  # fmt: skip
NAMES = tuple(one.name for one in FIELDS)


def open_rows(month: date) -> Iterator[dict[str, Any]]:
    """Every group of a month that may be told, counted now."""
    told = told_before()
    yield from rows_of(published(served(month, told, setting("small_group")), month, told))


def rows_of(made: Publication) -> Iterator[dict[str, Any]]:
    """The groups of a publication that are shown, as rows of the data."""
    for one in sorted(made.shown, key=lambda group: (group.path[1], group.path[2], group.band, group.path[0])):
        supplier, school, day = one.path
        yield {
            "school": school,
            "supplier": supplier,
            "day": day,
            "band": one.band,
            "price_tiyn": one.price,
            "meals": one.meals,
            "tiyn": one.meals * one.price,
        }


def table_schema() -> dict[str, Any]:
    """The columns as a Table Schema (specs.frictionlessdata.io)."""
    key = ["school", "supplier", "day", "band", "price_tiyn"]
    return {"fields": [one.as_schema() for one in FIELDS], "primaryKey": key, "missingValues": [""]}
