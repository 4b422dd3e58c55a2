"""Plates on trust, for another person than who served or vouched: of a school, or of a class teacher's own class."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from qala.kernel.refusals import require
from qala.meals.actions import provisional
from qala.meals.forms.desk import ChildForm
from qala.meals.models import Provisional
from qala.meals.policies import may_look_at, may_see_desk, may_see_trust
from qala.meals.queries.school_desk import on_trust, provisional_of, pupils_at
from qala.meals.views.asked import school_or_404, word_asked
from qala.meals.words import REASON_WORDS, said
from qala.people.models import Person
from qala.people.reading import reader
from qala.roster.models import School


@login_required
@never_cache
@require_safe
def trust(request: HttpRequest, slug: str) -> HttpResponse:
    """The plates that wait, with who stands behind each."""
    place, person, teacher = _open(request, slug)
    rows = on_trust(place, teacher)
    unknown = [one.row.event.day for one in rows if one.row.event.pupil is None]
    pupils = pupils_at(place, unknown[0], teacher) if unknown else []
    told = [(one, said(REASON_WORDS, one.row.event.reason), *_may(person, one.row)) for one in rows]
    context = {"school": place, "rows": told, "child": ChildForm(pupils=pupils), "is_teacher": teacher is not None}
    return render(request, "meals/desk_trust.html", context)


@login_required
@require_POST
def decide(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Confirm or reject one plate."""
    place, person, teacher = _open(request, slug)
    waiting = provisional_of(place, pk, teacher)
    if waiting is None:
        raise Http404
    pupils = pupils_at(place, waiting.event.day, teacher)
    named = next((one for one in pupils if str(one.pk) == request.POST.get("pupil")), None)
    if word_asked(request, "confirm", "reject") == "confirm":
        provisional.confirm(by=person, waiting=waiting, pupil=named)
        messages.success(request, _("Confirmed. It is a meal like any other now."))
    else:
        require(teacher is None or waiting.event.pupil is not None)  # a child of no known class may be another's
        provisional.reject(by=person, waiting=waiting)
        messages.success(request, _("Rejected. The supplier bears this plate."))
    return redirect("meals:desk_trust", slug=slug)


def _open(request: HttpRequest, slug: str) -> tuple[School, Person, Person | None]:
    """The school, the reader, and the reader once more where a class teacher sees only the own class."""
    place, person = school_or_404(slug), reader(request)
    require(may_see_trust(person, place))
    return place, person, None if may_see_desk(person, place) else person


def _may(person: Person, waiting: Provisional) -> tuple[bool, bool]:
    """Whether the reader may decide, and whether it was the reader who vouched."""
    return may_look_at(person, waiting.event), waiting.witness == person.actor_key
