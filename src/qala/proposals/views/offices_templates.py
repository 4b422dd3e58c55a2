"""The register of ready texts: for which step, for which category, and how each will read."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from qala.kernel.refusals import Refusal, require
from qala.people.models import Person
from qala.people.reading import reader
from qala.proposals.actions import reply_templates as actions
from qala.proposals.forms.registers import TemplateForm
from qala.proposals.models import ReplyTemplate
from qala.proposals.policies import may_keep_registers, may_see_registers
from qala.proposals.queries.registers import as_read, template_lines
from qala.proposals.rules.registers import SLOTS


@login_required
@require_safe
def templates(request: HttpRequest) -> HttpResponse:
    """All ready texts, those in use first."""
    by = reader(request)
    require(may_see_registers(by))
    context = {"lines": template_lines(), "may_keep": may_keep_registers(by)}
    return render(request, "proposals/offices_templates.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def template(request: HttpRequest, slug: str | None = None) -> HttpResponse:
    """Write a ready text, see how it reads before it is kept, take it out of use."""
    by = reader(request)
    require(may_keep_registers(by))
    row = get_object_or_404(ReplyTemplate, slug=slug) if slug else None
    if row is not None and request.POST.get("act") in ("take_up", "retire"):
        return _acted(request, by, row, request.POST["act"])
    form = TemplateForm(request.POST or None, known=row is not None, initial=TemplateForm.first(row) if row else None)
    trying = "preview" in request.POST
    if request.method == "POST" and form.is_valid() and not trying and (kept := _written(by, row, form)):
        messages.success(request, _("The text is written. Officers see it from now on."))
        return redirect("proposals:template", slug=kept.slug)
    sheet = form.sheet() if form.is_bound and not form.errors else None
    readings = as_read(sheet.text, sheet.category) if sheet else as_read(row.text, row.category) if row else []
    status = 422 if request.method == "POST" and (form.errors or not trying) else 200
    context = {"row": row, "form": form, "readings": readings, "trying": trying, "slots": SLOTS}
    return render(request, "proposals/offices_template.html", context, status=status)


def _written(by: Person, row: ReplyTemplate | None, form: TemplateForm) -> ReplyTemplate | None:
    try:
        if row is not None:
            return actions.write_template(by=by, template=row, sheet=form.sheet())
        return actions.add_template(by=by, slug=form.cleaned_data["slug"], sheet=form.sheet())
    except Refusal as refusal:
        form.take(refusal)
        return None


def _acted(request: HttpRequest, by: Person, row: ReplyTemplate, act: str) -> HttpResponse:
    (actions.take_up_template if act == "take_up" else actions.retire_template)(by=by, template=row)
    said = _("The text is in use.") if act == "take_up" else _("The text is retired. Replies that began with it stay.")
    messages.success(request, said)
    return redirect("proposals:template", slug=row.slug)
