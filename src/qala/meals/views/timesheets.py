"""The timesheet of a school's month: class by class, child by day, as a page, on paper and as CSV."""

from collections.abc import Callable, Iterator
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from qala.kernel.refusals import require
from qala.meals.forms.months import MonthFilter
from qala.meals.models import AgeBand, Timesheet
from qala.meals.policies import may_see_names, may_see_timesheet
from qala.meals.queries.months import month_asked
from qala.meals.queries.timesheets import BandSum, Cell, ClassSheet, Line, Sheet, billed
from qala.meals.queries.timesheets import timesheet as count
from qala.meals.rules.months import last_of
from qala.meals.rules.signs import Sign
from qala.meals.views.asked import school_or_404
from qala.meals.words import SHEET_WORDS, SIGN_WORDS, SIGNS
from qala.people.reading import reader
from qala.ui.tables import Column, Table

#: The address's word for children whom no class of the school knows.
NO_CLASS = "none"


@login_required
@never_cache
@require_safe
def timesheet(request: HttpRequest, slug: str) -> HttpResponse:
    """A school's month: its classes with their sums, and one class child by day."""
    place, person, month = school_or_404(slug), reader(request), month_asked(request.GET)
    require(may_see_timesheet(person, place, month, last_of(month)))
    sheet = count(place, month)
    asked = request.GET.get("class", "")
    shown = [one for one in sheet.classes if asked in ("", class_word(one))]
    if asked and not shown:
        raise Http404
    named = {class_word(one): may_see_names(person, place, one.school_class) for one in shown}
    if request.GET.get("format") == "csv":
        name = f"timesheet-{slug}-{month:%Y-%m}" + (f"-{asked}" if asked else "")
        return Table(request, columns(sheet, named), _rows(shown), name=name).as_csv()
    chosen = shown[0] if asked else None
    row = Timesheet.objects.filter(school=place, month=month).first()
    bands = {one.slug: one.titles.in_language() for one in AgeBand.objects.order_by("from_on")}
    hidden = () if asked and named[asked] else (Sign.ABSENT,)
    context = {
        "school": place,
        "month": month,
        "form": MonthFilter(request.GET or None, initial={"month": f"{month:%Y-%m}"}),
        "sheet": sheet,
        "state": SHEET_WORDS[row.state] if row else None,
        "classes": [(class_word(one), class_title(one), one) for one in sheet.classes],
        "asked": asked,
        "chosen": chosen,
        "title": class_title(chosen) if chosen else "",
        "named": chosen is not None and named[asked],
        "lines": _shown(chosen, is_named=named[asked]) if chosen else [],
        "days": [(day, day in sheet.open_days) for day in sheet.days],
        "by_day": list(zip(sheet.days, (chosen or sheet).by_day, strict=True)),
        "bands": [_band(one, bands) for one in (chosen or sheet).bands],
        "billed": billed(place, month),
        "signs": [(SIGNS[sign], SIGN_WORDS[sign]) for sign in SIGN_WORDS if sign not in hidden],
    }
    return render(request, "meals/timesheet.html", context)


def class_word(one: ClassSheet) -> str:
    return str(one.school_class.pk) if one.school_class else NO_CLASS


def class_title(one: ClassSheet) -> str:
    return one.school_class.title if one.school_class else _("In no class this month")


def _band(one: BandSum, titles: dict[str, str]) -> tuple[str, BandSum]:
    return titles.get(one.band, one.band), one


def _shown(one: ClassSheet, *, is_named: bool) -> list[tuple[Line, str, list[tuple[Sign, str]]]]:
    """Lines as the reader may see them: by name, or by number."""
    lines = one.lines if is_named else sorted(one.lines, key=lambda line: line.number)
    return [
        (line, line.pupil.person.name.full if is_named else "", [_mark(cell, is_named=is_named) for cell in line.cells])
        for line in lines
    ]


def _mark(cell: Cell, *, is_named: bool) -> tuple[Sign, str]:
    """What stands in the cell. Whether a child was ill is for those who know its name."""
    sign = Sign.NONE if cell.sign is Sign.ABSENT and not is_named else cell.sign
    return sign, str(cell.meals or SIGNS[sign])


def columns(sheet: Sheet, named: dict[str, bool]) -> list[Column]:
    """The file's columns: class, number, name where the reader may see it, a column a day, the sums."""

    def mark_on(place: int) -> Callable[[Any], str]:
        return lambda row: _mark(row[1].cells[place], is_named=named[class_word(row[0])])[1]

    return [
        Column("class", _("Class"), lambda row: class_title(row[0])),
        Column("number", _("Number"), lambda row: row[1].number),
        Column("child", _("Child"), lambda row: row[1].pupil.person.name.full if named[class_word(row[0])] else ""),
        *(Column(day.isoformat(), day.day, mark_on(place)) for place, day in enumerate(sheet.days)),
        Column("meals", _("Meals"), lambda row: row[1].meals, number=True),
        Column("tenge", _("Money"), lambda row: f"{row[1].tiyn // 100}.{row[1].tiyn % 100:02}", number=True),
    ]


def _rows(shown: list[ClassSheet]) -> Iterator[tuple[ClassSheet, Line]]:
    return ((one, line) for one in shown for line in sorted(one.lines, key=lambda line: line.number))
