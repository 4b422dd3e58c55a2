"""Bring a receipt, see its way to the city's checkpoint. With scripts the page does it alone, else the server."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from qala.journal.forms import ReceiptForm
from qala.journal.queries.proving import Proved, proved
from qala.journal.rules.notes import ED25519, Key
from qala.journal.sealing.sequencer import log_folder


def page(request: HttpRequest) -> HttpResponse:
    """The receipt's record, its path and its signature. What is brought here is not kept."""
    known = log_folder().keys()
    listed = tuple(key for key in known if key.kind == ED25519)
    form = ReceiptForm(request.POST, request.FILES) if request.method == "POST" else ReceiptForm()
    shown = _judged(form, listed) if form.is_bound and form.is_valid() else None
    context = {"form": form, "keys": listed, "proved": shown}
    return render(request, "journal/proof.html", context, status=422 if form.errors else 200)


def _judged(form: ReceiptForm, listed: tuple[Key, ...]) -> Proved | None:
    own = form.cleaned_data["key"]
    try:
        return proved(form.receipt, [own] if own else listed)
    except ValueError:
        form.add_error(None, _("This is no receipt as the city writes it, or a sign in it was changed."))
        return None
