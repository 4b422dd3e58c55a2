"""The tables of works, digs, guarantees and dangerous places, with the columns they share."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Model, Prefetch, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from qala.roads.forms.works import state_filter
from qala.roads.models import Cut, Ground, Warranty, Works
from qala.roads.queries.names import bodies_called
from qala.roads.rules.cuts import CUT
from qala.roads.rules.warranties import WARRANTY
from qala.roads.rules.works import WORKS
from qala.ui.tables import Column, Table
from qala.ui.templatetags.ui import day as shown_day

GROUNDS = Ground.objects.present().select_related("segment__street")


def works_rows() -> QuerySet[Works]:
    """Works with their ground and guarantee."""
    return Works.objects.select_related("warranty").prefetch_related(Prefetch("grounds", GROUNDS))


def cuts_rows() -> QuerySet[Cut]:
    """Digs with their ground and guarantee."""
    return Cut.objects.select_related("warranty").prefetch_related(Prefetch("grounds", GROUNDS))


def warranties_rows() -> QuerySet[Warranty]:
    """Guarantees with the ground they hold for."""
    grounds = (Prefetch("works__grounds", GROUNDS), Prefetch("cut__grounds", GROUNDS))
    return Warranty.objects.select_related("works", "cut").prefetch_related(*grounds)


def street_of(row: Any) -> str:
    """The streets of works or of a dig."""
    names = {str(one.segment.street) for one in row.grounds.all() if one.segment.street}
    return ", ".join(sorted(names)) or "—"


def _until(row: Any) -> Any:
    return row.warranty.until_on if getattr(row, "warranty", None) else None


def number_column(name: str) -> Column:
    """The number of a case, with the way to its page."""
    return Column("number", "№", lambda row: row.pk, link=lambda row: reverse(name, args=[row.pk]), sort="pk")


def _columns(name: str) -> list[Column]:
    """Number with the way in, street, state, guarantee."""
    return [
        number_column(name),
        Column("street", _("Street"), street_of),
        Column(
            "state", pgettext_lazy("works", "State"), lambda row: row.state,
            show=lambda row: row.get_state_display(), sort="state",
        ),
        Column(
            "until", _("Guarantee until"), _until,
            show=lambda row: shown_day(until) if (until := _until(row)) else "—",
        ),
    ]  # fmt: skip


def narrowed(request: HttpRequest, rows: QuerySet[Any], states: Sequence[str], word: Any) -> tuple[Any, QuerySet[Any]]:
    """The filter of a list and the rows it leaves."""
    form = state_filter([(one, word(one)) for one in states])(request.GET or None)
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    if asked.get("street") and rows.model in {Works, Cut}:
        rows = rows.filter(pk__in=_on_street(rows.model, asked["street"]))
    return form, rows.filter(state=asked["state"]) if asked.get("state") else rows


def _on_street(model: type[Model], street: int) -> QuerySet[Any]:
    """Works or digs whose ground lies on a street."""
    there: QuerySet[Any] = Ground.objects.present().filter(segment__street=street)
    found: QuerySet[Any] = there.values("works" if model is Works else "cut")
    return found


def works_table(request: HttpRequest, name: str, rows: QuerySet[Works]) -> Table:
    """Works; `name` is the page each number leads to."""
    form, rows = narrowed(request, rows, WORKS.states, WORKS.word)
    bodies = bodies_called(rows.order_by().values_list("contractor", flat=True).distinct())
    number, street, state, until = _columns(name)
    kind = Column(
        "kind", _("Kind of repair"), lambda row: row.kind, show=lambda row: row.get_kind_display(), sort="kind"
    )
    columns = [
        number, street, kind, state,
        Column(
            "year", _("Year"), lambda row: row.programmed_year, show=lambda row: row.programmed_year or "—",
            sort="programmed_year",
        ),
        Column(
            "contractor", _("Contractor"), lambda row: row.contractor,
            show=lambda row: bodies.get(row.contractor, row.contractor) or "—", sort="contractor",
        ),
        until,
    ]  # fmt: skip
    return Table(
        request, columns, rows, caption=_("Works on roads"), name="road-works", filters=form,
        empty=_("No works are written down yet."),
    )  # fmt: skip


def cuts_table(request: HttpRequest, name: str, rows: QuerySet[Cut]) -> Table:
    """Digs; `name` is the page each number leads to."""
    form, rows = narrowed(request, rows, CUT.states, CUT.word)
    bodies = bodies_called(rows.order_by().values_list("operator", flat=True).distinct())
    number, street, state, until = _columns(name)
    columns = [
        number, street, Column("purpose", _("What for"), lambda row: row.purpose), state,
        Column("from", _("From"), lambda row: row.from_on, show=lambda row: shown_day(row.from_on), sort="from_on"),
        Column(
            "operator", _("Operator of the line"), lambda row: row.operator,
            show=lambda row: bodies.get(row.operator, row.operator), sort="operator",
        ),
        Column(
            "emergency", _("Emergency"), lambda row: row.emergency,
            show=lambda row: pgettext("dig", "emergency") if row.emergency else "—", sort="emergency",
        ),
        until,
    ]  # fmt: skip
    return Table(
        request, columns, rows, caption=_("Digs into roads"), name="road-digs", filters=form,
        empty=_("No dig is written down yet."),
    )  # fmt: skip


def warranties_table(request: HttpRequest, rows: QuerySet[Warranty]) -> Table:
    """Guarantees, those that end first on top."""
    form, rows = narrowed(request, rows.order_by("until_on", "pk"), WARRANTY.states, WARRANTY.word)
    columns = [
        number_column("roads:desk_warranty"),
        Column("street", _("Street"), lambda row: street_of(row.works or row.cut)),
        Column("what", _("Of what"), what_of),
        Column(
            "state", pgettext_lazy("works", "State"), lambda row: row.state,
            show=lambda row: row.get_state_display(), sort="state",
        ),
        Column(
            "until", _("Guarantee until"), lambda row: row.until_on, show=lambda row: shown_day(row.until_on),
            sort="until_on",
        ),
    ]  # fmt: skip
    return Table(
        request, columns, rows, caption=_("Guarantees"), name="road-guarantees", filters=form,
        empty=_("No guarantee runs yet. The first begins with an act of acceptance."),
    )  # fmt: skip


def what_of(row: Warranty) -> str:
    """What a guarantee is of."""
    return str(row.works.get_kind_display()) if row.works else str(capfirst(pgettext("roads", "dig")))
