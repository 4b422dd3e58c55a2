"""Replies and decisions that lack a language, and the page where one is translated."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from qala.kernel.refusals import Refusal, require
from qala.people.reading import reader
from qala.proposals.actions import replies
from qala.proposals.forms.desk_answers import LANGUAGES, TranslationForm
from qala.proposals.models import Decision, Reply
from qala.proposals.policies import may_translate
from qala.proposals.queries.desk import untranslated_decisions, untranslated_replies
from qala.ui.fields import show_refusal

SHOWN = 100
KINDS: dict[str, Any] = {"reply": Reply, "decision": Decision}


def texts_of(row: Reply | Decision) -> list[dict[str, str]]:
    """Each language: its words, and whether it is original, translated, automatic or missing."""
    said = (row.text if isinstance(row, Reply) else row.reason).as_dict()
    return [
        {"code": code, "language": str(word), "words": said.get(code, ""), "how": row.translation.get(code, "missing")}
        for code, word in LANGUAGES.items()
    ]


@login_required
@require_safe
def desk_translations(request: HttpRequest) -> HttpResponse:
    """Oldest first: what was published without Kazakh or Russian."""
    require(may_translate(reader(request)))
    rows: list[tuple[str, Reply | Decision, list[dict[str, str]]]] = [
        ("reply", row, texts_of(row)) for row in untranslated_replies().order_by("pk")[:SHOWN]
    ]
    rows += [("decision", row, texts_of(row)) for row in untranslated_decisions().order_by("pk")[:SHOWN]]
    return render(request, "proposals/desk_translations.html", {"rows": rows})


@login_required
@require_http_methods(["GET", "POST"])
def desk_translate(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """The original beside the box for the missing language."""
    by = reader(request)
    require(may_translate(by))
    row = get_object_or_404(KINDS[kind].objects.select_related("proposal"), pk=pk)
    texts = texts_of(row)
    missing = next((text["code"] for text in texts if text["how"] == "missing"), "ru")
    form = TranslationForm(request.POST or None, initial={"language": missing})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                replies.translate(by=by, row=row, **form.cleaned_data)
            except Refusal as refusal:
                show_refusal(form, refusal)
                status = refusal.status
            else:
                messages.success(request, _("The translation stands beside the original."))
                return redirect("proposals:desk_translations")
    context = {"row": row, "kind": kind, "texts": texts, "form": form}
    return render(request, "proposals/desk_translate.html", context, status=status)
