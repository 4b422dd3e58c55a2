"""The desk where pictures are looked at: one after the other, oldest first; cover, describe, let out or withhold."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from qala.kernel.refusals import Refusal, require
from qala.people.models import Person
from qala.people.reading import reader
from qala.proposals.actions.evidence import show_evidence, withhold_evidence
from qala.proposals.actions.photos import prepare_photo, show_photo, withhold_photo
from qala.proposals.forms.photos import CoverForm, as_percents, rows_to_fill, typed_rows
from qala.proposals.models import Evidence, Photo, Proposal
from qala.proposals.policies import may_open_desk, may_redact
from qala.proposals.queries import photos as queries
from qala.ui.fields import show_refusal

ABOUT = ("proposal__statement", "proposal__category", "proposal__street", "proposal__landmark", "proposal__district")


@dataclass(frozen=True)
class Line:
    """One picture in the queue."""

    address: str
    words: str
    at: datetime


@dataclass(frozen=True)
class Subject:
    """The picture on the page, whichever register it stands in, and what its two verbs do."""

    address: str
    source: str
    seen: str  # what the officer looked at: another state at sending means a colleague was faster
    case: Proposal | None
    start: dict[str, str]
    rows: list[tuple[str, ...]]
    show: Callable[[CoverForm], object]
    withhold: Callable[[CoverForm], object]
    photo: Photo | None = None
    note: str = ""


def _lines() -> list[Line]:
    found = [
        Line(reverse("proposals:desk_photo", args=[one.pk]), one.proposal.number, one.received_at)
        for one in queries.queue()
    ]
    found += [
        Line(reverse("proposals:desk_evidence", args=[one.pk]), _("works order %(pk)d") % {"pk": one.order_id}, one.at)
        for one in queries.evidence_queue()
    ]
    return sorted(found, key=lambda line: line.at)


@login_required
@require_safe
def desk_photos(request: HttpRequest) -> HttpResponse:
    """Straight to the picture that has waited longest; an empty page where none waits."""
    require(may_redact(reader(request)))
    lines = _lines()
    if lines:
        return redirect(lines[0].address)
    return render(request, "proposals/photos_none.html")


@login_required
@require_http_methods(["GET", "POST"])
def desk_photo(request: HttpRequest, pk: int) -> HttpResponse:
    """One resident's photo. It is made upright now where the job has not come to it yet."""
    by = reader(request)
    require(may_redact(by))
    photo = get_object_or_404(Photo.objects.select_related(*ABOUT), pk=pk)
    if photo.state == Photo.State.WAITING:
        try:
            prepare_photo(by=by, photo=photo)
        except Refusal as refusal:
            messages.error(request, str(refusal.reason))
    return _answer(request, by, _of_photo(by, photo))


@login_required
@require_http_methods(["GET", "POST"])
def desk_evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """One picture of works."""
    by = reader(request)
    require(may_redact(by))
    evidence = get_object_or_404(Evidence.objects.select_related("order").exclude(picture=""), pk=pk)
    return _answer(request, by, _of_evidence(by, evidence))


def _of_photo(by: Person, photo: Photo) -> Subject:
    return Subject(
        address=reverse("proposals:desk_photo", args=[photo.pk]),
        source=reverse("proposals:photo", args=[photo.pk, "upright"]) if photo.upright else "",
        seen=_mark(photo.state, photo.reviewed_at),
        case=photo.proposal,
        start={"alt": photo.alt or queries.suggested_alt(photo), "why": photo.why},
        rows=as_percents(queries.boxes_of(photo)),
        show=lambda form: show_photo(
            by=by, photo=photo, boxes=form.cleaned_data["boxes"], alt=form.cleaned_data["alt"]
        ),
        withhold=lambda form: withhold_photo(by=by, photo=photo, why=form.cleaned_data["why"]),
        photo=photo,
    )


def _of_evidence(by: Person, evidence: Evidence) -> Subject:
    return Subject(
        address=reverse("proposals:desk_evidence", args=[evidence.pk]),
        source=reverse("proposals:evidence", args=[evidence.pk, "upright"]),
        seen=_mark("shown" if evidence.public else "upright", evidence.shown_at),
        case=None,
        start={},
        rows=[],
        show=lambda form: show_evidence(by=by, evidence=evidence, boxes=form.cleaned_data["boxes"]),
        withhold=lambda form: withhold_evidence(by=by, evidence=evidence, why=form.cleaned_data["why"]),
        note=evidence.note or evidence.order.task,
    )


#: The buttons under a photo.
VERBS = ("look", "show", "cover_all", "withhold")


def _mark(state: str, at: datetime | None) -> str:
    return f"{state} {at.isoformat()}" if at else state


def _answer(request: HttpRequest, by: Person, subject: Subject) -> HttpResponse:
    if request.method == "GET":
        form = CoverForm(initial=subject.start, needs_alt=subject.photo is not None)
        return _page(request, by, subject, form, rows=subject.rows)
    if request.POST.get("seen", subject.seen) != subject.seen:
        messages.warning(request, _("A colleague has looked at this photo meanwhile. This is how it stands now."))
        return redirect(subject.address)
    verb = request.POST.get("verb", "")
    if verb not in VERBS:  # any other word published the photo
        raise Refusal(_("Nobody knows this step."), code="unknown_step", status=400)
    form = CoverForm(request.POST, needs_alt=subject.photo is not None)
    status = 422
    if form.is_valid() and verb == "look":
        status = 200
    elif form.is_valid():
        try:
            (subject.withhold if verb == "withhold" else subject.show)(form)
        except Refusal as refusal:
            status = refusal.status
            show_refusal(form, refusal)
        else:
            messages.success(request, _said(verb))
            return redirect("proposals:desk_photos")
    return _page(request, by, subject, form, rows=typed_rows(request.POST), status=status)


def _said(verb: str) -> str:
    return _("The photo is withheld.") if verb == "withhold" else _("The photo is public now, covered as you drew it.")


def _page(  # noqa: PLR0913 - a page is exactly these
    request: HttpRequest,
    by: Person,
    subject: Subject,
    form: CoverForm,
    *,
    rows: list[tuple[str, ...]],
    status: int = 200,
) -> HttpResponse:
    photo, lines = subject.photo, _lines()
    for field in form.fields.values():  # each belongs to one verb, so none reads as a matter of taste
        field.required = True
    form.use_required_attribute = False
    context = {
        "subject": subject,
        "form": form,
        "rows": rows_to_fill(rows),
        "drawn": rows,
        "lines": lines,
        "count": max(queries.unseen_count(), len(lines)),
        "following": next((line for line in lines if line.address != subject.address), None),
        "trouble": queries.TROUBLES.get(photo.why, "") if photo and photo.state == Photo.State.BROKEN else "",
        "alike": queries.twins_of(photo) if photo else [],
        "may_open_case": may_open_desk(by),
    }
    return render(request, "proposals/photos.html", context, status=status)
