"""The programme as a tagged PDF (PDF/UA-1): years, limits, and every street by year; in the language that is active."""

import json
from collections.abc import Iterable
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import Any

import typst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qala.planning.models import Choice, Plan
from qala.roads.printing.terms import terms_told
from qala.roads.queries.programme import limits_of, lines_of, outlook_of, street_name, years_of
from qala.roads.templatetags.roads_words import limit
from qala.roads.words import MENDS, SOURCES
from qala.ui.assets import VENDOR
from qala.ui.templatetags.ui import day, number, percent, tenge

SOURCE = Path(__file__).with_name("programme.typ")


def programme_pdf(plan: Plan, *, language: str, city: str) -> bytes:
    """The programme as pages. Every word is in the active language already."""
    sheet = {
        "language": language, "city": city, "title": _("Repair programme"), "name": plan.title,
        "head": _head(plan), "tables": [_years(plan), _outlook(plan), _limits(plan), *_terms(plan)],
        "years": list(_streets(plan)),
        "columns": [pgettext("roads", "Street"), _("What is done"), _("Length, m"), _("Cost"), _("Money from")],
        "page": _("page"),
    }  # fmt: skip
    fonts = [str(VENDOR)] if VENDOR.is_dir() else []
    inputs = {"sheet": json.dumps(sheet, ensure_ascii=False, default=str)}
    return bytes(
        typst.compile(str(SOURCE), format="pdf", font_paths=fonts, sys_inputs=inputs, pdf_standards=["ua-1"])
    )


def _head(plan: Plan) -> list[list[str]]:
    told = [
        [pgettext("programme", "State"), plan.state_word],
        [_("In force since"), str(day(plan.adopted_at)) if plan.adopted_at else "—"],
        [_("Missed at most"), str(percent(plan.gap, 3))],
        ["SHA-256", plan.sha256],
        [_("Check it yourself"), f"python -m qala_verify plan programme-{plan.pk}.json"],
    ]
    return [[str(label), str(value)] for label, value in told]


def _years(plan: Plan) -> dict[str, Any]:
    heads = [_("Year"), _("Stretches repaired"), pgettext("programme", "Spent"), _("Money there is")]
    rows = [[one.year, number(one.stretches), tenge(one.tiyn), tenge(one.budget)] for one in years_of(plan)]
    return _table(_("Year by year"), heads, rows)


def _outlook(plan: Plan) -> dict[str, Any]:
    heads = [_("Year"), _("By this programme"), _("Without repair"), _("Worst streets first")]
    rows = [
        [one.year, *(f"{number(state[0], 1)} · {tenge(state[1])}" for state in (one.plan, one.nothing, one.listed))]
        for one in outlook_of(plan)
    ]
    return _table(_("Condition of a metre, and what waiting repairs would cost"), heads, rows)


def _limits(plan: Plan) -> dict[str, Any]:
    heads = [_("Limit"), _("Used"), _("A further million ₸ brings")]
    rows = [[limit(one), tenge(one.used), number(one.million)] for one in limits_of(plan)]
    return _table(_("What more money would bring"), heads, rows)


def _terms(plan: Plan) -> list[dict[str, Any]]:
    told, heads = terms_told(plan), [pgettext("programme", "Term"), _("Value")]
    return [_table(_("By which terms"), heads, told) | {"words": True}] if told else []


def _table(title: str, heads: list[str], rows: Iterable[Iterable[Any]]) -> dict[str, Any]:
    return {"title": title, "heads": heads, "rows": [[str(cell) for cell in row] for row in rows]}


def _streets(plan: Plan) -> Iterable[dict[str, Any]]:
    """Every year's streets: stretches mended alike from the same money are one line."""
    for year, own in groupby(lines_of(plan).iterator(2_000), key=lambda row: row.year):
        lines = [_line(list(alike)) for _key, alike in groupby(own, key=_alike)]
        yield {"year": str(year), "rows": lines}


def _alike(row: Choice) -> tuple[Any, str, str]:
    return (getattr(row, "street_id", None) or row.group, row.option, row.source)


def _line(rows: list[Choice]) -> list[str]:
    metres = sum((getattr(row, "metres", None) or Decimal(0) for row in rows), Decimal(0))
    first = rows[0]
    return [
        street_name(first), str(MENDS.get(first.option, first.option)), str(number(metres, 0)),
        str(tenge(sum(row.tiyn for row in rows))), str(SOURCES.get(first.source, first.source)),
    ]  # fmt: skip
