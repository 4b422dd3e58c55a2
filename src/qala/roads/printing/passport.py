"""A road passport as a tagged PDF (PDF/UA-1), in Kazakh or Russian, from exactly what the passport tells."""

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import typst
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qala.kernel.translated import Translated
from qala.roads.models import Carriageway, Element, Structure
from qala.roads.models.things import BuriedLine
from qala.roads.words import FIELDS, SIDES
from qala.ui.assets import VENDOR
from qala.ui.templatetags.ui import day as shown_day

SOURCE = Path(__file__).with_name("passport.typ")
WORKS = ("kind", "state", "accepted_on", "warranty_until")
FRACTION = re.compile(r"(?<=\d)\.(?=\d)")
LANGUAGES = ("kk", "ru", "en")


def passport_pdf(told: Mapping[str, Any], *, language: str, head: Mapping[str, str], city: str) -> bytes:
    """The document as pages. `head` carries version, state, fingerprint and the last day it holds, already in words."""
    with translation.override(language):
        sheet = _sheet(told, head, language, city)
    fonts = [str(VENDOR)] if VENDOR.is_dir() else []
    inputs = {"sheet": json.dumps(sheet, ensure_ascii=False)}
    made = typst.compile(str(SOURCE), format="pdf", font_paths=fonts, sys_inputs=inputs, pdf_standards=["ua-1"])
    return bytes(made)


def _sheet(told: Mapping[str, Any], head: Mapping[str, str], language: str, city: str) -> dict[str, Any]:
    name = Translated.of(told["street"]["names"]).get(language)
    return {
        "language": language,
        "city": city,
        "title": pgettext("roads", "Road passport"),
        "street": name,
        "head": [[label, value] for label, value in head.items()],
        "facts": [[label, _spoken(value, language)] for label, value in _facts(told, language)],
        "tables": [_said(table, language) for table in _tables(told) if table["rows"]],
        "marks": _("Values marked * are assumed and were not measured."),
        "page": _("page"),
    }


def _said(table: dict[str, Any], language: str) -> dict[str, Any]:
    return {**table, "rows": [[_spoken(cell, language) for cell in row] for row in table["rows"]]}


def _spoken(cell: str, language: str) -> str:
    """Kazakh and Russian write fractions with a comma."""
    return cell if language == "en" else FRACTION.sub(",", cell)


def _facts(told: Mapping[str, Any], language: str) -> list[list[str]]:
    holding, totals = told["holding"] or {}, told["totals"]
    places = [Translated.of(one["names"]).get(language) for one in told["street"]["districts"]]
    unknown = _("not known")
    return [
        [_("Register number"), told["street"]["register_number"] or unknown],
        [_("Districts"), ", ".join(places) or unknown],
        [_("Owner"), holding.get("owner", unknown)],
        [_("Holder of the balance"), holding.get("holder", unknown)],
        [_("Register as of"), str(shown_day(date.fromisoformat(told["as_of_on"])))],
        [_("Length, m"), totals["length_m"]],
        [_("Area of carriageways, m²"), totals["area_m2"]],
        [_("Complete"), _percent(told["completeness_overall"])],
    ]


def _percent(share: str) -> str:
    return f"{float(share) * 100:.0f} %".replace(".", ",")


def _tables(told: Mapping[str, Any]) -> Iterable[dict[str, Any]]:
    yield _table(
        _("Carriageways"),
        [_("Segment"), _("From–to, m"), _("Side"), _("Width, m"), _("Lanes"), _("Surface"), _("Category"), _("Year")],
        [_carriageway(segment, row) for segment, row in _rows(told, "carriageways")],
    )
    yield _table(
        _("Layers of the pavement"),
        [_("Segment"), _("From–to, m"), _("Order"), _("Material"), _("Thickness, cm"), _("Year")],
        [
            [_number(segment), _span(row), str(row["order"]), row["material"], row.get("thickness_cm", "—"), _year(row)]
            for segment, row in _rows(told, "layers")
        ],
    )
    yield _table(
        _("Elements"),
        [_("Kind"), _("Quantity"), _("Unit")],
        [
            [_word(Element.KINDS, row["kind"]), row["quantity"], _word(Element.UNITS, row["unit"])]
            for row in told["totals"]["elements"]
        ],
    )
    yield _table(
        _("Structures"),
        [_("Segment"), _("From–to, m"), _("Kind"), pgettext("roads", "Name"), _("Year")],
        [
            [_number(segment), _span(row), _word(Structure.KINDS, row["kind"]), row.get("name", "—"), _year(row)]
            for segment, row in _rows(told, "structures")
        ],
    )
    yield _table(
        _("Buried lines, for reference"),
        [_("Segment"), _("From–to, m"), _("Kind"), _("Depth, m"), _("Year")],
        [
            [_number(segment), _span(row), _word(BuriedLine.KINDS, row["kind"]), row.get("depth_m", "—"), _year(row)]
            for segment, row in _rows(told, "lines")
        ],
    )
    yield from _later(told)


def _later(told: Mapping[str, Any]) -> Iterable[dict[str, Any]]:
    orders = {one["key"]: _number(one) for one in told["segments"]}
    yield _table(
        pgettext("roads", "Condition"),
        [_("Segment"), _("From–to, m"), _("Method"), _("Value"), _("Surveyed on")],
        [
            [orders[f"places.segment:{row['segment']}"], _span(row), row["method"], row["value"], row["surveyed_on"]]
            for row in told["condition"]
        ],
    )
    yield _table(
        pgettext("roads", "Works"),
        [_("Kind"), _("State"), _("Accepted on"), _("Under warranty until")],
        [[str(row.get(key, "—")) for key in WORKS] for row in told["works"]],
    )
    yield _table(
        _("Completeness"),
        [_("Field"), _("Known, m"), _("Assumed, m"), _("Of, m"), _("Share")],
        [
            [str(FIELDS[row["field"]]), row["known_m"], row["assumed_m"], row["all_m"], _percent(row["share"])]
            for row in told["completeness"]
        ],
    )


def _table(title: str, heads: list[str], rows: list[list[str]]) -> dict[str, Any]:
    return {"title": title, "heads": heads, "rows": rows}


def _rows(told: Mapping[str, Any], kind: str) -> Iterable[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    return ((segment, row) for segment in told["segments"] for row in segment[kind])


def _carriageway(segment: Mapping[str, Any], row: Mapping[str, Any]) -> list[str]:
    low, high = row.get("width_min_m"), row.get("width_max_m")
    width = "—" if low is None else (low if low == high else f"{low}–{high}")
    marked = set(row["assumed"])

    def mark(text: str, name: str) -> str:
        return f"{text} *" if name in marked else text

    return [
        _number(segment),
        _span(row),
        str(SIDES[row["side"]]),
        mark(width, "width_min_m"),
        mark(str(row.get("lanes", "—")), "lanes"),
        mark(_word(Carriageway.SURFACES, row["surface"]), "surface"),
        mark(_word(Carriageway.CATEGORIES, row.get("category", "")), "category"),
        mark(str(row.get("built_year", "—")), "built_year"),
    ]


def _number(segment: Mapping[str, Any]) -> str:
    return str(segment["order"])


def _span(row: Mapping[str, Any]) -> str:
    return row["from_m"] if row["from_m"] == row["to_m"] else f"{row['from_m']}–{row['to_m']}"


def _year(row: Mapping[str, Any]) -> str:
    return str(row.get("built_year") or row.get("laid_year") or "—")


def _word(choices: Iterable[tuple[str, Any]], value: str) -> str:
    return str(dict(choices).get(value, "—"))
