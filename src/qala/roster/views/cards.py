"""Cards of a class: given out, withdrawn for a reason, replaced. Who leads the class is named here too."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qala.kernel.clock import today
from qala.kernel.refusals import Refusal, require
from qala.people.models import Person
from qala.people.reading import reader
from qala.roster import actions
from qala.roster.forms import CardForm, TeacherForm, WithdrawForm
from qala.roster.models import SchoolClass
from qala.roster.policies import may_keep
from qala.roster.queries.cards import card_at, class_cards
from qala.roster.queries.desk import class_at, teachers_of


@login_required
@never_cache
@require_safe
def cards(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Who of a class carries a card."""
    room, _person = _open(request, slug, pk)
    rows = class_cards(room, today())
    context = {"room": room, "rows": rows, "without": sum(one.card is None for one in rows)}
    return render(request, "roster/cards.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def card(request: HttpRequest, slug: str, pk: int, pupil: int) -> HttpResponse:
    """One pupil's card: a new one, or the old one fails from today on, with its reason."""
    room, person = _open(request, slug, pk)
    told = card_at(room, pupil, today())
    if told is None:
        raise Http404
    form: CardForm | WithdrawForm = (WithdrawForm if told.card else CardForm)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            if told.card is not None:
                reason = form.cleaned_data.get("reason", "")
                actions.withdraw_card(by=person, card=told.card, enrolment=told.enrolment, on=today(), reason=reason)
                messages.success(request, _("The card fails from today. Without one the child eats all the same."))
                return redirect("roster:card", slug=slug, pk=pk, pupil=pupil)
            actions.issue_card(by=person, enrolment=told.enrolment, code=form.cleaned_data["code"], on=today())
        except Refusal as refused:
            form.add_error(None, str(refused.reason))
        else:
            messages.success(request, _("The card works."))
            return redirect("roster:cards", slug=slug, pk=pk)
    context = {"room": room, "told": told, "form": form}
    return render(request, "roster/card.html", context, status=422 if form.is_bound else 200)


@login_required
@require_POST
def teacher(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Who leads the class; nobody, where the next is not found yet."""
    room, person = _open(request, slug, pk)
    known = teachers_of(room.school)
    form = TeacherForm(request.POST, teachers=known)
    if not form.is_valid():
        raise Refusal(_("A class is led by somebody appointed class teacher at this school."), code="not_a_teacher")
    chosen = next((one for one in known if str(one.pk) == form.cleaned_data["teacher"]), None)
    actions.name_teacher(by=person, school_class=room, teacher=chosen)
    messages.success(request, _("Written down."))
    return redirect("roster:school_class", slug=slug, pk=pk)


def _open(request: HttpRequest, slug: str, pk: int) -> tuple[SchoolClass, Person]:
    room, person = class_at(slug, pk), reader(request)
    if room is None:
        raise Http404
    require(may_keep(person, room.school))
    return room, person
