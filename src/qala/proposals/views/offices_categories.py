"""The register of categories: what residents choose from, who gets it, how near the same place is."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from qala.kernel.refusals import Refusal, require
from qala.people.models import Person
from qala.people.reading import reader
from qala.proposals.actions import categories as actions
from qala.proposals.actions import routing
from qala.proposals.forms.listing import TOPIC_WORDS
from qala.proposals.forms.registers import CategoryForm, DefaultForm
from qala.proposals.models import Category
from qala.proposals.policies import may_edit_routing, may_keep_registers, may_see_registers
from qala.proposals.queries.registers import category_lines, defaults_of, has_a_department
from qala.proposals.queries.routing_editor import active, draft


@login_required
@require_safe
def categories(request: HttpRequest) -> HttpResponse:
    """All categories, those in use first."""
    by = reader(request)
    require(may_see_registers(by))
    words = {slug.value: word for slug, word in TOPIC_WORDS.items()}
    lines = [(line, words[line.row.topic]) for line in category_lines()]
    return render(request, "proposals/offices_categories.html", {"lines": lines, "may_keep": may_keep_registers(by)})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def category(request: HttpRequest, slug: str | None = None) -> HttpResponse:
    """Write a category, name its department, take it into use or out of it."""
    by = reader(request)
    require(may_keep_registers(by))
    row = get_object_or_404(Category, slug=slug) if slug else None
    if row is not None and (verb := request.POST.get("verb")) in ("take_up", "retire", "department"):
        return _acted(request, by, row, verb)
    form = CategoryForm(request.POST or None, known=row is not None, initial=CategoryForm.first(row) if row else None)
    if request.method == "POST" and form.is_valid() and (written := _written(by, row, form)):
        messages.success(request, _("The category is written."))
        return redirect("proposals:category", slug=written.pk)
    return _page(request, by, row, form, status=422 if request.method == "POST" else 200)


def _written(by: Person, row: Category | None, form: CategoryForm) -> Category | None:
    try:
        if row is not None:
            return actions.write_category(by=by, category=row, sheet=form.sheet())
        return actions.add_category(by=by, slug=form.cleaned_data["slug"], sheet=form.sheet())
    except Refusal as refusal:
        form.take(refusal)
        return None


def _acted(request: HttpRequest, by: Person, row: Category, verb: str) -> HttpResponse:
    """Into use, out of it, or its department into the draft of the table."""
    if verb == "department":
        form = DefaultForm(request.POST)
        if not form.is_valid():
            return _page(request, by, row, CategoryForm(known=True, initial=CategoryForm.first(row)), default=form)
        table = draft() or routing.draft(by=by)
        routing.write_defaults(by=by, table=table, defaults={row.pk: form.cleaned_data["department"]})
        messages.success(request, _("The department stands in the draft. Try the draft and put it into force."))
        return redirect("proposals:routing_table", version=table.version)
    (actions.take_up if verb == "take_up" else actions.retire)(by=by, category=row)
    said = _("The category is in use.") if verb == "take_up" else _("The category is retired. Its cases keep it.")
    messages.success(request, said)
    return redirect("proposals:category", slug=row.pk)


def _page(  # noqa: PLR0913 - a page is exactly these
    request: HttpRequest,
    by: Person,
    row: Category | None,
    form: CategoryForm,
    *,
    default: DefaultForm | None = None,
    status: int = 422,
) -> HttpResponse:
    context: dict[str, Any] = {"row": row, "form": form}
    if row is not None:
        drafted = draft()
        context |= {
            "department": defaults_of(active()).get(row.pk),
            "to_come": defaults_of(drafted).get(row.pk),
            "drafted": drafted,
            "may_route": may_edit_routing(by),
            "default": default or DefaultForm(),
            "may_take_up": not row.active and has_a_department(row),
        }
    return render(request, "proposals/offices_category.html", context, status=status)
