"""The keeper's desk: every sheet with its funnel, one sheet with its days, and paper to hang."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from qala.journal.queries import history
from qala.kernel.refusals import Refusal, require
from qala.people.reading import reader
from qala.proposals.actions import placards as actions
from qala.proposals.forms.placards import CheckForm, PlacardFilter, RemoveForm, SizeForm
from qala.proposals.models import Placard
from qala.proposals.policies import may_keep_placards
from qala.proposals.printing.placards import MOST_IN_ONE_FILE, SIZES, placard_pdf
from qala.proposals.queries import placards as queries
from qala.proposals.rules.placards import shown
from qala.ui.tables import Column, Table

COLUMNS = [
    Column(
        "code",
        gettext_lazy("Code"),
        lambda row: shown(queries.code_of(row)),
        link=lambda row: reverse("proposals:placard_sheet", args=[row.serial]),
        sort="serial",
    ),
    Column("kind", gettext_lazy("Kind"), queries.kind_word, sort="kind"),
    Column("place", gettext_lazy("Place"), lambda row: str(queries.place_of(row))),
    Column("state", gettext_lazy("State"), lambda row: queries.state_word(row)[0]),
    Column("scanned", gettext_lazy("Scanned"), lambda row: row.scanned, sort="scanned", number=True),
    Column("opened", gettext_lazy("Opened"), lambda row: row.opened, sort="opened", number=True),
    Column("sent", gettext_lazy("Sent"), lambda row: row.sent, sort="sent", number=True),
    Column("valid", gettext_lazy("Not held back"), lambda row: row.valid, sort="valid", number=True),
    Column("confirmed", gettext_lazy("Confirmed"), lambda row: row.confirmed, sort="confirmed", number=True),
]

VIEWS: dict[str, Callable[[QuerySet[Placard]], QuerySet[Placard]]] = {
    "hanging": lambda rows: rows.filter(installed_on__isnull=False, removed_on=None),
    "silent": queries.silent,
    "moved": queries.moved,
    "removed": lambda rows: rows.filter(removed_on__isnull=False),
}


def chosen(form: PlacardFilter) -> QuerySet[Placard]:
    """The sheets a filter asks for; a wish that makes no sense is left out."""
    form.is_valid()
    asked = form.cleaned_data
    rows = queries.with_funnel()
    view = asked.get("view") or ""
    if view in VIEWS:
        rows = VIEWS[view](rows)
    named = {"kind": asked.get("kind"), "landmark__district": asked.get("district"), "route": asked.get("route")}
    return rows.filter(**{field: wish for field, wish in named.items() if wish})


@login_required
@require_safe
def placards(request: HttpRequest) -> HttpResponse:
    """Every sheet and the whole funnel."""
    require(may_keep_placards(reader(request)))
    form = PlacardFilter(request.GET)
    rows = chosen(form)
    table = Table(request, COLUMNS, rows, caption=_("Placards"), filters=form, name="placards", default_sort="code")
    if table.wants_csv:
        return table.as_csv()
    context = {
        "table": table,
        "funnel": queries.whole_funnel(rows),
        "silent": queries.silent(queries.with_funnel()).count(),
        "moved": queries.moved(queries.with_funnel()).count(),
        "dead": queries.dead_codes()[:20],
        "sizes": SizeForm(),
        "most": MOST_IN_ONE_FILE,
        "query": request.GET.urlencode(),
    }
    return render(request, "proposals/placards.html", context)


@login_required
@require_safe
def placard_sheet(request: HttpRequest, serial: int) -> HttpResponse:
    """One sheet: where, how it does, its history, its paper."""
    require(may_keep_placards(reader(request)))
    found = get_object_or_404(queries.with_funnel(), serial=serial)
    word, tone = queries.state_word(found)
    context = {
        "placard": found,
        "code": shown(queries.code_of(found)),
        "place": queries.place_of(found),
        "kind": queries.kind_word(found),
        "word": word,
        "tone": tone,
        "days": queries.days_of(found),
        "lines": history(found),
        "remove_form": RemoveForm(),
        "check_form": CheckForm(),
        "sizes": SizeForm(),
    }
    return render(request, "proposals/placard_sheet.html", context)


@login_required
@require_POST
def placard_verb(request: HttpRequest, serial: int, verb: str) -> HttpResponse:
    """Install, remove or check one sheet."""
    by, found = reader(request), get_object_or_404(Placard, serial=serial)
    require(may_keep_placards(by))
    if verb == "install":
        actions.install(by=by, placard=found)
    elif verb == "remove":
        actions.remove(by=by, placard=found, reason=request.POST.get("reason", ""))
    else:
        form = CheckForm(request.POST, request.FILES)
        if not form.is_valid():
            raise Refusal(_("Send one photo of the hanging sheet, as JPEG or PNG."), code="photo-missing")
        actions.check(by=by, placard=found, file=form.cleaned_data["photo"])
    messages.success(request, _("Done. It stands in the sheet's history."))
    return redirect("proposals:placard_sheet", serial)


@login_required
@require_safe
def placard_paper(request: HttpRequest) -> HttpResponse:
    """The chosen sheets as one PDF: by filter, or one by `serial`."""
    require(may_keep_placards(reader(request)))
    size = request.GET.get("size", "a5")
    rows = chosen(PlacardFilter(request.GET)).filter(removed_on=None).order_by("serial")
    if serial := request.GET.get("serial", ""):
        rows = rows.filter(serial=int(serial)) if serial.isascii() and serial.isdigit() else rows.none()
    sheets = [queries.sheet_of(row) for row in rows[:MOST_IN_ONE_FILE]]
    if not sheets or size not in SIZES:
        raise Refusal(_("No sheet fits this choice, or the paper size is unknown."), code="nothing-to-print")
    city = settings.CITY_NAME.get((get_language() or "kk")[:2], "Qala")
    response = HttpResponse(placard_pdf(sheets, size=size, city=city), content_type="application/pdf")
    name = slugify(f"placards-{size}-{serial or len(sheets)}")
    response.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response

