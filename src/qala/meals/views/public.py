"""What everybody may read of school meals: the city's month, a school's days."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from qala.journal.sealing.sequencer import log_folder
from qala.kernel.clock import today
from qala.meals.forms.months import MonthFilter
from qala.meals.models import AgeBand
from qala.meals.queries.leftovers import weighed_in_all
from qala.meals.queries.months import month_asked
from qala.meals.queries.pictures import Picture, days_seen, seen
from qala.meals.queries.public_month import Money, PublicMonth, SchoolMonth
from qala.meals.queries.ratings import Stars, stars_at, stars_of
from qala.meals.rules.months import month_after
from qala.meals.views.asked import school_or_404
from qala.ui.tables import Column, Table
from qala.ui.templatetags.ui import number, percent, tenge

FEW = _("fewer than 10")
MOST_BARS = 12


def counted(money: Money) -> str:
    """Meals of a line; what stands withheld in it is named."""
    return number(money.meals) if money.is_whole else f"{number(money.meals)} + …"


def summed(money: Money) -> str:
    """Their money, in the same way."""
    return tenge(money.tiyn) if money.is_whole else f"{tenge(money.tiyn)} + …"


def told(count: int | None) -> str:
    return number(count) if count is not None else str(FEW)


def columns(stars: Mapping[str, Stars]) -> list[Column]:
    """A school's line: left-out children stand before the money, questions and the parents' stars after it."""

    def address(row: SchoolMonth) -> str:
        return reverse("meals:school", args=[row.slug])

    return [
        Column("school", _("School"), lambda row: row.name, link=address),
        Column("supplier", _("Supplier"), lambda row: row.supplier_name),
        Column("entitled", _("Entitled"), lambda row: row.entitled, show=lambda row: told(row.entitled), number=True),
        Column(
            "unlisted", _("Not on the list"), lambda row: row.unlisted, show=lambda row: told(row.unlisted), number=True
        ),
        Column("unserved", _("Never fed"), lambda row: row.unserved, show=lambda row: told(row.unserved), number=True),
        Column("meals", _("Meals"), lambda row: row.money.meals, show=lambda row: counted(row.money), number=True),
        Column("tiyn", _("For meals"), lambda row: row.money.tiyn, show=lambda row: summed(row.money), number=True),
        Column("paid", _("Paid"), lambda row: row.money.paid, show=lambda row: _sum(row.money.paid), number=True),
        Column(
            "returned",
            _("Returned"),
            lambda row: row.money.returned,
            show=lambda row: _sum(row.money.returned),
            number=True,
        ),
        Column("provisional", _("Provisional"), lambda row: row.provisional, show=_share, number=True),
        Column("flags", _("Questions"), lambda row: row.counted.flags, number=True),
        Column("stars", _("Parents' stars"), lambda row: _mean(stars, row), show=lambda row: _stars(stars, row)),
    ]


def _sum(tiyn: int | None) -> str:
    return tenge(tiyn) if tiyn is not None else "—"


def _mean(stars: Mapping[str, Stars], row: SchoolMonth) -> float | None:
    return stars[row.slug].mean if row.slug in stars else None


def _stars(stars: Mapping[str, Stars], row: SchoolMonth) -> str:
    return number(stars[row.slug].mean, 1) if row.slug in stars else "—"


def _share(row: SchoolMonth) -> str:
    if not row.counted.presses:
        return "—"
    return (str(FEW) if row.provisional is None else percent(row.provisional, 1)) + (" ▲" if row.is_over_cap else "")


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """The city's month by school and supplier."""
    month, counted_at = seen(month_asked(request.GET))
    table = Table(
        request, columns(stars_of(month.month)), month.schools, caption=_("By school and supplier"),
        name=f"meals-{month.month:%Y-%m}", empty=_("No school has meals in this month."), page_size=100,
    )  # fmt: skip
    if table.wants_csv:
        return table.as_csv()
    context = {
        "month": month,
        "sums": month.money(),
        "form": MonthFilter(request.GET or None, initial={"month": f"{month.month:%Y-%m}"}),
        "table": table,
        "suppliers": [
            (name, schools, money, counted(money), summed(money)) for _slug, name, schools, money in month.suppliers
        ],
        "unlisted_bars": _bars(month, "unlisted"),
        "unserved_bars": _bars(month, "unserved"),
        "counted_at": counted_at,
        "sealed": log_folder().size(),
    }
    return render(request, "meals/overview.html", context)


def _bars(month: PublicMonth | Picture, what: str) -> list[tuple[Any, ...]]:
    """Schools with the most children left out. Few are not drawn: their count is not told."""
    lines = {row.name: getattr(row, what) for row in month.schools}
    drawn = [(name, count, "harm") for name, count in lines.items() if count]
    return sorted(drawn, key=lambda bar: -bar[1])[:MOST_BARS]


@require_safe
def school(request: HttpRequest, slug: str) -> HttpResponse:
    """One school: its month, its days as a chart and as a table."""
    place = school_or_404(slug)
    month = month_asked(request.GET)
    whole, counted_at = seen(month)
    bands = {row.slug: row.titles.in_language() for row in AgeBand.objects.order_by("from_on")}
    days = days_seen(month, slug)
    context = {
        "school": place,
        "month": whole,
        "form": MonthFilter(request.GET or None, initial={"month": f"{month:%Y-%m}"}),
        "lines": [(row, counted(row.money), summed(row.money)) for row in whole.schools if row.slug == slug],
        "days": [(one, [(bands.get(band, band), count) for band, count in one.bands]) for one in days],
        "spark": [one.meals for one in days],
        "leftovers": weighed_in_all(place, month),
        "stars": stars_at(place, month),
        "is_over": today() >= month_after(month),
        "counted_at": counted_at,
    }
    return render(request, "meals/school.html", context)
