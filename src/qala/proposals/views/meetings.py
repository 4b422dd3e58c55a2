"""Open meetings for everyone: the calendar, one meeting, a seat, and the seat's own page."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_http_methods, require_safe

from qala.kernel.actors import RESIDENT
from qala.kernel.clock import now
from qala.kernel.refusals import Refusal
from qala.proposals.actions import seats
from qala.proposals.actions.seats import SeatSheet
from qala.proposals.devices import device_of, remember, speaker_of
from qala.proposals.forms.meetings import SeatForm
from qala.proposals.letters.sealed import seat_of, seat_token
from qala.proposals.models import Registration
from qala.proposals.queries import meetings as asked
from qala.proposals.queries import reception
from qala.proposals.queries.follow import follow_code
from qala.proposals.queries.meetings import Announced
from qala.proposals.rules import abuse
from qala.proposals.rules.meetings import calendar
from qala.proposals.rules.sheet import Sheet


@require_safe
def meetings(request: HttpRequest) -> HttpResponse:
    """What is to come, and what was asked at the last ones."""
    return render(request, "proposals/meetings.html", {"to_come": asked.to_come(), "past": asked.past()})


@require_safe
def meetings_calendar(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - every view has one
    """All meetings for a phone's calendar."""
    rows = [one.meeting for one in (*asked.to_come(), *asked.past())]
    return _calendar([asked.as_gathering(one) for one in rows], "meetings.ics")


@require_safe
def meeting_calendar(request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG001 - every view has one
    """One meeting for a phone's calendar."""
    return _calendar([asked.as_gathering(_found(pk).meeting)], f"meeting-{pk}.ics")


def _calendar(gatherings: list[object], name: str) -> HttpResponse:
    text = calendar(gatherings, name=_("Open meetings"), at=now())  # type: ignore[arg-type]
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def _found(pk: int) -> Announced:
    found = asked.announced(pk)
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@ensure_csrf_cookie
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """One meeting: when, where, seats left, the form to come; afterwards the cases born there."""
    found = _found(pk)
    page = f"meeting{pk}"
    if request.method != "POST":
        start = {"uid": str(uuid.uuid4()), "token": reception.token_for(page, uuid.uuid4().hex)}
        return remember(request, _page(request, found, SeatForm(initial=start)))
    form = SeatForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    try:
        seat = seats.join(
            by=RESIDENT, meeting=found.meeting, uid=form.cleaned_data["uid"], sheet=_sheet(request, form, page)
        )
    except Refusal as refusal:
        form.add_error(None, str(refusal.reason))
        return _page(request, _found(pk), form, status=refusal.status)
    response = HttpResponseRedirect(reverse("proposals:seat", args=[seat_token(seat.pk)]))
    response.status_code = 303
    return response


def _sheet(request: HttpRequest, form: SeatForm, page: str) -> SeatSheet:
    values = form.cleaned_data
    return SeatSheet(
        name=values["name"],
        email=values["email"],
        language=(get_language() or "kk")[:2],
        question=_question(request, values["question"], page) if values["question"] else None,
        device=device_of(request),
    )


def _question(request: HttpRequest, words: str, page: str) -> Sheet:
    """A question goes through the same door as any message, quarantine included."""
    token = abuse.read_token(request.POST.get("token", ""), page, reception.form_keys(), now())
    pot = abuse.fell_into_the_pot({abuse.HONEYPOT: request.POST.get(abuse.HONEYPOT, "")})
    return asked.question(words, reception.Opened(token, pot, speaker_of(request, at_placard=False), was_counted=True))


def _page(request: HttpRequest, found: Announced, form: SeatForm, *, status: int = 200) -> HttpResponse:
    born, hidden = asked.born_at(found.meeting)
    context = {"announced": found, "meeting": found.meeting, "form": form, "born": born, "hidden": hidden}
    return render(request, "proposals/meeting.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def seat(request: HttpRequest, token: str) -> HttpResponse:
    """One seat, for whoever holds its address: give it back, confirm the e-mail, follow the question."""
    known = seat_of(token[:400])
    if known is None:
        return render(request, "proposals/seat_unknown.html", status=404)
    row, by, mailed = known
    if request.method == "POST":
        if request.POST.get("act") == "leave":
            seats.leave(by=by, seat=row)
            messages.success(request, _("Your seat is free for somebody else. Thank you for telling."))
            return redirect("proposals:meeting", pk=row.meeting_id)
        if request.POST.get("act") == "confirm" and mailed:
            seats.confirm_contact(by=by, seat=row)
            messages.success(request, _("We will write to you if anything changes."))
            return redirect("proposals:seat", token=token)
        raise Refusal(_("This step is not possible with this seat."), code="unlawful-step", status=409)
    response = render(request, "proposals/seat.html", _of_seat(row, mailed=mailed))
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _of_seat(row: Registration, *, mailed: bool) -> dict[str, object]:
    case = row.proposal
    ahead = row.meeting.registrations.filter(waiting=True, came_at=None, pk__lt=row.pk).count()
    return {
        "seat": row,
        "announced": asked.announced(row.meeting_id),
        "meeting": row.meeting,
        "ahead": ahead,
        "may_confirm": mailed and bool(row.contact) and row.contact_confirmed_at is None,
        "talon": reverse("proposals:talon", args=[case.number, follow_code(case)]) if case else "",
    }
