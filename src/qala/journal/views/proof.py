"""Bring a receipt, see its way to the city's checkpoint. With scripts the page does it alone, else the server."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from qala.journal.forms import ReceiptForm
from qala.journal.queries.proving import Proved, proved
from qala.journal.rules.notes import ED25519, Key
from qala.journal.sealing.sequencer import log_folder
from qala.kernel.cards import movements
from qala.kernel.money import format_tenge

#: What the names in a leaf's open part mean; another name speaks for itself.
NAMES = {
    "band": gettext_lazy("Age"),
    "day": gettext_lazy("Day"),
    "kind": gettext_lazy("What it was"),
    "month": gettext_lazy("Month"),
    "part": gettext_lazy("Part of the city"),
    "published": gettext_lazy("Fingerprint of what was published"),
    "school": gettext_lazy("School"),
    "tiyn": gettext_lazy("Money"),
    "verb": gettext_lazy("What was done"),
}


def page(request: HttpRequest) -> HttpResponse:
    """The receipt's record, its path and its signature. What is brought here is not kept."""
    known = log_folder().keys()
    listed = tuple(key for key in known if key.kind == ED25519)
    form = ReceiptForm(request.POST, request.FILES) if request.method == "POST" else ReceiptForm()
    shown = _judged(form, listed) if form.is_bound and form.is_valid() else None
    context = {"form": form, "keys": listed, "proved": shown, "names": NAMES, "kinds": movements()}
    context["read"] = _read(shown.header) if shown else []
    return render(request, "journal/proof.html", context, status=422 if form.errors else 200)


def _read(header: dict[str, Any]) -> list[tuple[str, str]]:
    """The open part of a leaf as a person reads it. Anybody may have written the receipt: any value is a value."""
    said: dict[str, Callable[[Any], Any]] = {
        "kind": lambda kind: movements().get(str(kind), kind),
        "tiyn": lambda tiyn: format_tenge(tiyn, get_language() or "kk") if isinstance(tiyn, int) else tiyn,
    }
    return [(str(NAMES.get(name, name)), str(said.get(name, str)(told))) for name, told in sorted(header.items())]


def _judged(form: ReceiptForm, listed: tuple[Key, ...]) -> Proved | None:
    own = form.cleaned_data["key"]
    try:
        return proved(form.receipt, [own] if own else listed)
    except ValueError:
        form.add_error(None, _("This is no receipt as the city writes it, or a sign in it was changed."))
        return None
