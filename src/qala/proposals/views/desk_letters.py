"""The outbox's desk: what did not arrive, try again, print what goes by post."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from qala.kernel.clock import now
from qala.kernel.refusals import require
from qala.people.reading import reader
from qala.proposals.actions import outbox
from qala.proposals.letters.composing import compose
from qala.proposals.models import Letter
from qala.proposals.policies import may_mend_letters
from qala.proposals.queries import letters

PAGE = 50


@login_required
@require_safe
def desk_letters(request: HttpRequest) -> HttpResponse:
    """Failed letters, newest first, or the pile to print."""
    require(may_mend_letters(reader(request)))
    printing = request.GET.get("pile") == "print"
    page = Paginator(letters.to_print() if printing else letters.failed(), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": [letters.line(one) for one in page],
        "printing": printing,
        "counts": letters.counts(),
        "missing": letters.missing_ways(),
    }
    return render(request, "proposals/desk_letters.html", context)


@login_required
@require_POST
def desk_letter_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Put one failed letter back into the queue."""
    by = reader(request)
    require(may_mend_letters(by))
    outbox.try_again(by=by, letter=get_object_or_404(Letter, pk=pk))
    messages.success(request, _("The letter will be tried again within a minute."))
    return redirect("proposals:desk_letters")


@login_required
@require_safe
def desk_letter_print(request: HttpRequest, pk: int) -> HttpResponse:
    """One letter as a sheet of paper, in its reader's language."""
    require(may_mend_letters(reader(request)))
    letter = get_object_or_404(Letter.objects.select_related("proposal"), pk=pk, way="post")
    with translation.override(letter.language):
        message = compose(letter)
    author = getattr(letter.proposal, "author", None)
    context = {"letter": letter, "message": message, "name": author.name if author else "", "today": now()}
    response = render(request, "proposals/desk_letter_print.html", context)
    response.headers["Cache-Control"] = "private, no-store"
    return response


@login_required
@require_POST
def desk_letter_posted(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet is in the envelope and on its way."""
    by = reader(request)
    require(may_mend_letters(by))
    outbox.deliver(by=by, letter=get_object_or_404(Letter, pk=pk, way="post"))
    messages.success(request, _("Noted: the letter is on its way."))
    return redirect(f"{reverse('proposals:desk_letters')}?pile=print")
