"""The meeting desk: announce, mark who came, write down what is asked aloud, close or cancel."""

from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from qala.kernel.refusals import Refusal, require
from qala.people.models import Person
from qala.people.reading import reader
from qala.proposals.actions import meetings, seats
from qala.proposals.forms.meetings import AskForm, CancelForm, HoldForm, MeetingForm
from qala.proposals.models import Meeting, Proposal
from qala.proposals.policies import may_hold_meetings
from qala.proposals.queries import meetings as asked
from qala.proposals.queries.follow import given_code
from qala.proposals.queries.reception import Opened
from qala.proposals.rules.abuse import Verdict
from qala.proposals.rules.sheet import Sheet
from qala.ui.fields import show_refusal

FORMS: dict[str, type[forms.Form]] = {"ask": AskForm, "hold": HoldForm, "cancel": CancelForm}


@login_required
@require_safe
def desk_meetings(request: HttpRequest) -> HttpResponse:
    """Meetings to come and those whose list is still open."""
    require(may_hold_meetings(reader(request)))
    return render(request, "proposals/desk_meetings.html", {"to_come": asked.to_come(), "past": asked.past()})


@login_required
@require_http_methods(["GET", "POST"])
def desk_meeting_new(request: HttpRequest) -> HttpResponse:
    """Announce a meeting."""
    by = reader(request)
    require(may_hold_meetings(by))
    form = MeetingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = meetings.announce_meeting(by=by, sheet=form.sheet())
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("The meeting is announced."))
            return redirect("proposals:desk_meeting", pk=made.pk)
    return render(request, "proposals/desk_meeting_new.html", {"form": form}, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def desk_meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """One meeting while it runs. A question is registered before the next person speaks."""
    by = reader(request)
    require(may_hold_meetings(by))
    meeting = get_object_or_404(Meeting.objects.select_related("district"), pk=pk)
    if request.method != "POST":
        return _page(request, meeting)
    verb = request.POST.get("verb", "")
    if verb in ("came", "leave"):
        return _with_seat(request, by, meeting, verb)
    if verb not in FORMS:
        raise Refusal(_("This step is not possible with this meeting."), code="unlawful-step", status=409)
    form = FORMS[verb](request.POST)
    if not form.is_valid():
        return _page(request, meeting, {verb: form}, status=422)
    try:
        return _act(request, by, meeting, form)
    except Refusal as refusal:
        show_refusal(form, refusal)
        return _page(request, meeting, {verb: form}, status=refusal.status)


def _with_seat(request: HttpRequest, by: Person, meeting: Meeting, verb: str) -> HttpResponse:
    key = request.POST.get("seat", "")
    row = meeting.registrations.filter(pk=int(key)).first() if key.isdecimal() and len(key) < 18 else None
    if row is None:
        raise Http404
    if verb == "came":
        seats.come(by=by, seat=row)
    else:
        seats.leave(by=by, seat=row)
    return redirect(f"{reverse('proposals:desk_meeting', args=[meeting.pk])}#seats")


def _act(request: HttpRequest, by: Person, meeting: Meeting, form: Any) -> HttpResponse:
    values = form.cleaned_data
    if isinstance(form, AskForm):
        row = meeting.registrations.filter(pk=values["seat"]).first() if values["seat"] else None
        case = seats.ask_aloud(by=by, meeting=meeting, uid=values["uid"], question=_heard(values["question"]), seat=row)
        told = _("Registered as No. %(number)s. Give the person the talon.")
        messages.success(request, told % {"number": case.number})
        return redirect(f"{reverse('proposals:desk_meeting', args=[meeting.pk])}?talon={case.number}#ask")
    if isinstance(form, HoldForm):
        meetings.hold(by=by, meeting=meeting, asked=values["asked"])
        messages.success(request, _("The meeting is closed. Its page now shows every case and where it stands."))
    else:
        meetings.cancel(by=by, meeting=meeting, reason=form.reason())
        messages.success(request, _("The meeting is cancelled, and those who asked to hear are told."))
    return redirect("proposals:desk_meeting", pk=meeting.pk)


def _heard(words: str) -> Sheet:
    """Words said aloud: nobody's device, no token."""
    return asked.question(words, Opened(Verdict.OK, pot=False, device="", was_counted=True))


def _page(
    request: HttpRequest, meeting: Meeting, bound: dict[str, forms.Form] | None = None, *, status: int = 200
) -> HttpResponse:
    bound = bound or {}
    rows = asked.seats_of(meeting)
    told = request.GET.get("talon", "")
    case = next((row.proposal for row in rows if row.proposal and row.proposal.number == told), None)
    context = {
        "announced": asked.announced(meeting.pk),
        "meeting": meeting,
        "rows": rows,
        "came": sum(row.came_at is not None for row in rows),
        "cases": [row.proposal for row in rows if row.proposal],
        "unreached": sum(bool(row.contact) and row.contact_confirmed_at is None for row in rows),
        "ask_form": bound.get("ask") or AskForm(initial={"uid": str(uuid4())}, auto_id="ask-%s"),
        "hold_form": bound.get("hold") or HoldForm(auto_id="hold-%s"),
        "cancel_form": bound.get("cancel") or CancelForm(auto_id="cancel-%s"),
        "fresh": case,
        "talon": _talon(case),
    }
    return render(request, "proposals/desk_meeting.html", context, status=status)


def _talon(case: Proposal | None) -> str:
    return reverse("proposals:talon", args=[case.number, given_code(case)]) if case else ""
