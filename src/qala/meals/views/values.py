"""The numbers of the programme, for everybody: each with its day, its source, and whether the source was checked."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from qala.kernel.clock import today
from qala.meals.models import AgeBand, Setting, Tariff
from qala.meals.queries.values import band_sets, prices, services, settings_on
from qala.meals.rules.values import CLOCK, KNOWN
from qala.meals.words_values import SETTING_WORDS
from qala.ui.tables import Column, Table
from qala.ui.templatetags.ui import number, percent


@require_safe
def values(request: HttpRequest) -> HttpResponse:
    """Every number, and a CSV of every row."""
    if request.GET.get("format") == "csv":
        return Table(request, columns(), _rows(), name="meal-values").as_csv()
    day = today()
    found = settings_on(day)
    bands = {one.slug: one.titles.in_language() for one in AgeBand.objects.order_by("from_on")}
    context = {
        "day": day,
        "settings": [
            (words, _shown(told.holds), told.holds, [(_shown(row), row) for row in (*told.coming, *told.earlier)])
            for slug, words in SETTING_WORDS.items()
            if (told := found.get(slug))
        ],
        "sets": band_sets(day),
        "services": services(day),
        "prices": [(row, bands.get(row.band, row.band)) for row in prices(day)],
    }
    return render(request, "meals/values.html", context)


def _shown(row: Setting | None) -> str:
    if row is None:
        return "—"
    unit = KNOWN[row.slug].unit
    if unit == CLOCK:
        return "{:02}:{:02}".format(*divmod(row.value, 60))
    return percent(row.value / 1000, 1) if unit == "permille" else number(row.value)


@dataclass(frozen=True)
class Line:
    """One row of the file, of whatever kind it is."""

    kind: str
    slug: str
    value: str
    row: Setting | AgeBand | Tariff


def _rows() -> Iterator[Line]:
    for told in settings_on(today()).values():
        rows = [*told.coming, *([told.holds] if told.holds else []), *told.earlier]
        yield from (Line("setting", row.slug, f"{row.value} {row.unit}", row) for row in rows)
    for _first, _holds, bands in band_sets(today()):
        yield from (Line("band", row.slug, f"{row.from_age}-{row.until_age - 1} years", row) for row in bands)
    for row in prices(today()):
        slug = f"{row.contract.number} {row.band}"
        yield Line("price", slug, f"{row.tiyn // 100}.{row.tiyn % 100:02} tenge", row)


def columns() -> list[Column]:
    """The file's columns."""
    return [
        Column("kind", "kind", lambda line: line.kind),
        Column("slug", "slug", lambda line: line.slug),
        Column("value", "value", lambda line: line.value),
        Column("from_on", "from_on", lambda line: line.row.from_on.isoformat()),
        Column("source", "source", lambda line: line.row.source),
        Column("verified", "verified", lambda line: "yes" if line.row.verified else "no"),
    ]
