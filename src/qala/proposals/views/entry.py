"""Writing down what somebody says by phone, at a desk, at a meeting: the same form, and the author's fields."""

import uuid
from dataclasses import replace

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from qala.kernel.refusals import Forbidden, require
from qala.people.models import Person
from qala.proposals.actions import intake
from qala.proposals.forms.intake import EntryForm
from qala.proposals.policies import may_enter_for_others
from qala.proposals.queries import reception
from qala.proposals.queries.whereabouts import NOWHERE, at_choice, at_placard, scanned, together
from qala.proposals.rules.abuse import Verdict
from qala.proposals.rules.sheet import Sheet
from qala.proposals.views.intake import Page, looked_up, talon_address


@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """The officer's form. Afterwards the talon, to be read aloud, printed or sent."""
    by: Person | None = getattr(request, "person", None)
    if by is None:
        raise Forbidden(_("Sign in with a role that writes down what residents say."), code="forbidden")
    require(may_enter_for_others(by))
    if request.method != "POST":
        start = {"uid": str(uuid.uuid4()), "channel": "phone"}
        return _page(request, EntryForm(initial=start), Page(found=looked_up(request)))
    if "find" in request.POST:
        return _page(request, EntryForm(initial=request.POST.dict()), Page(found=looked_up(request)))
    form = EntryForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    sheet = _sheet(request, form)
    uid = form.cleaned_data["uid"] or uuid.uuid4()
    proposal = intake.submit(by=by, uid=uid, sheet=sheet)
    another = None if proposal.is_fresh else reception.other_uid(uid, proposal, sheet.text)
    if another:
        proposal = intake.submit(by=by, uid=another, sheet=sheet)
    response = HttpResponseRedirect(talon_address(proposal))
    response.status_code = 303
    return response


def _sheet(request: HttpRequest, form: EntryForm) -> Sheet:
    """A message said aloud: nobody's device, no token, the officer's name on the talon."""
    values = form.cleaned_data
    scan = scanned(request.POST.get("code", "")) if request.POST.get("code") else None
    stands = at_placard(scan.placard) if scan and scan.placard else NOWHERE
    official = values["official"] or values["paper"]
    sheet = reception.sheet_of(
        words=values["text"],
        category=reception.registered(values["category"]),
        place_text=values["place_text"],
        official=official,
        author=form.author(),
        person=None,
        place=together(stands, at_choice(values["place"]), values["point"]),
        opened=reception.Opened(Verdict.OK, pot=False, device="", was_counted=True),
    )
    return replace(
        sheet,
        channel=values["channel"],
        identity="paper" if values["paper"] else sheet.identity,
        by_minor=values["by_minor"],
        held_for="",
        accepted_by=request.person.actor_key,  # type: ignore[attr-defined]
    )


def _page(request: HttpRequest, form: EntryForm, page: Page | None = None, *, status: int = 200) -> HttpResponse:
    context = {"form": form, "page": page or Page()}
    return render(request, "proposals/entry.html", context, status=status)
