"""The programme as a workbook (XLSX): steps, years, limits with their prices and proof, terms."""

import io
from collections.abc import Iterable, Sequence
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qala.planning.models import Plan
from qala.roads.printing.terms import terms_told
from qala.roads.queries.programme import limits_of, lines_of, street_name, years_of
from qala.roads.templatetags.roads_words import limit
from qala.roads.words import MENDS, SOURCES

TIYN = 100
NARROW, MONEY, WIDE = 12, 18, 38
"""Widths of columns; only money has the middle one, and is written by thousands."""


def programme_sheet(plan: Plan) -> bytes:
    """Four sheets in the reader's language; money in whole tenge, heads that stay while one scrolls."""
    written = io.BytesIO()
    # Names that people typed stay texts: nothing in a cell is ever a formula or a link.
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    with xlsxwriter.Workbook(written, plain) as book:
        book.set_properties({"title": plan.title, "comments": f"SHA-256 {plan.sha256}"})
        heads = [
            (pgettext("roads", "Street"), WIDE), (_("Year"), NARROW), (_("What is done"), WIDE),
            (_("Length, m"), NARROW), (_("Cost, ₸"), MONEY), (_("Money from"), WIDE), (_("Stretch"), MONEY),
        ]  # fmt: skip
        _lay(book, _("Streets"), heads, _steps(plan))
        years = ([one.year, one.stretches, one.tiyn / TIYN, one.budget / TIYN] for one in years_of(plan))
        heads = [
            (_("Year"), NARROW), (_("Stretches repaired"), NARROW), (_("Spent, ₸"), MONEY),
            (_("Money there is, ₸"), MONEY),
        ]  # fmt: skip
        _lay(book, _("Years"), heads, years)
        heads = [(_("Limit"), WIDE), (_("Used, ₸"), MONEY), (_("A further million ₸ brings"), MONEY)]
        _lay(book, _("Proof"), heads, _proof(plan))
        _lay(book, _("By which terms"), [(pgettext("programme", "Term"), WIDE), (_("Value"), WIDE)], terms_told(plan))
    return written.getvalue()


def _steps(plan: Plan) -> Iterable[Sequence[Any]]:
    """Every step: street, year, what is done, metres, money and where it comes from."""
    for row in lines_of(plan).iterator(2_000):
        yield (
            street_name(row), row.year, str(MENDS.get(row.option, row.option)), float(getattr(row, "metres", 0) or 0),
            row.tiyn / TIYN, str(SOURCES.get(row.source, row.source)), row.group,
        )  # fmt: skip


def _proof(plan: Plan) -> Iterable[Sequence[Any]]:
    """Each limit with its use and price, then what the plan is worth and what no plan can pass."""
    for one in limits_of(plan):
        yield limit(one), one.used / TIYN, one.million
    yield _("Worth"), plan.value
    yield _("No programme is worth more than"), int(plan.bound or 0) // int(plan.bound_per or 1)
    yield "SHA-256", plan.sha256


def _lay(book: Any, title: str, heads: Sequence[tuple[str, int]], rows: Iterable[Sequence[Any]]) -> None:
    """One sheet: bold heads that stay, columns of their width."""
    sheet = book.add_worksheet(title)
    tenge = book.add_format({"num_format": "#,##0"})
    for column, (_head, width) in enumerate(heads):
        sheet.set_column(column, column, width, tenge if width == MONEY else None)
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    sheet.write_row(0, 0, [head for head, _width in heads], bold)
    last = 0
    for last, row in enumerate(rows, start=1):
        sheet.write_row(last, 0, row)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, last, len(heads) - 1)
