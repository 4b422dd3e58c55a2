"""The parent's phone: a code for the counter, a key for days without a network, and what the child must not eat."""

import json
from datetime import timedelta
from uuid import UUID

import segno
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from qala.kernel.clock import now, today
from qala.kernel.refusals import Refusal, require
from qala.meals.actions.phones import certify, note_allergies
from qala.meals.forms.allergies import AllergyForm
from qala.meals.models import Allergy, Service, Voucher
from qala.meals.policies import may_show_code, may_speak_for
from qala.meals.queries.codes import card_of_phone, code_to_show, service_at
from qala.meals.queries.rosters import called, services
from qala.meals.rules.codes import decoded
from qala.people.models import Person
from qala.people.reading import reader
from qala.ui.templatetags.ui import day as day_of

REFRESH_S = 45
DAYS_OF_A_KEY = 15


@login_required
@never_cache
@require_safe
def code(request: HttpRequest, voucher: UUID) -> HttpResponse:
    """The child's code for the next minute. The page fetches a new picture; without scripts there is a button."""
    person, row = _open(request, voucher)
    told = {
        "voucher": row,
        "child": called(row.pupil.person),
        "picture": _picture(row),
        "refresh_s": REFRESH_S,
        "services": json.dumps(services(today())),
        "days": json.dumps(_days_to_come()),
        "may_speak": may_speak_for(person, row.pupil),
    }
    return render(request, "meals/code.html", told)


def _days_to_come() -> dict[str, str]:
    """The next days in the reader's words: few browsers know the months in Kazakh."""
    days = (today() + timedelta(days=n) for n in range(DAYS_OF_A_KEY))
    return {day.isoformat(): day_of(day) for day in days}


@login_required
@never_cache
@require_safe
def picture(request: HttpRequest, voucher: UUID) -> HttpResponse:
    """The picture alone, for the page that is open."""
    _person, row = _open(request, voucher)
    return HttpResponse(_picture(row), content_type="image/svg+xml")


@login_required
@never_cache
@require_POST
def phone(request: HttpRequest, voucher: UUID) -> JsonResponse:
    """Vouch for this phone's key for a school week: ``key`` in, ``card`` out."""
    person, row = _open(request, voucher)
    try:
        key = decoded(request.POST.get("key", ""))
    except ValueError:
        raise Refusal(_("The phone's key is no new P-256 key."), code="phone_key") from None
    kept = certify(by=person, voucher=row, public_key=key)
    return JsonResponse({"card": card_of_phone(kept), "first": kept.from_on, "last": kept.until_on})


@login_required
def allergies(request: HttpRequest, voucher: UUID) -> HttpResponse:
    """What the child must not eat: shown at the counter beside the name, to be told by a parent only."""
    person, row = _open(request, voucher)
    require(may_speak_for(person, row.pupil))
    noted = list(Allergy.objects.filter(pupil=row.pupil).values_list("allergen", flat=True))
    form = AllergyForm(request.POST or None, initial={"allergens": noted})
    if request.method == "POST" and form.is_valid():
        note_allergies(by=person, pupil=row.pupil, allergens=form.cleaned_data["allergens"])
        messages.success(request, _("Written down. The counter knows it with the next list."))
        return redirect("meals:code", voucher=row.key)
    return render(request, "meals/allergies.html", {"form": form, "voucher": row, "child": called(row.pupil.person)})


def _open(request: HttpRequest, voucher: UUID) -> tuple[Person, Voucher]:
    person = reader(request)
    row = get_object_or_404(Voucher.objects.select_related("pupil__person"), key=voucher)
    require(may_show_code(person, row))
    return person, row


def _picture(voucher: Voucher) -> str:
    """The code as an SVG, or nothing where the voucher is not active or nothing is served."""
    service = service_at(Service.objects.all(), now())
    if voucher.state != "active" or service is None:
        return ""
    made = segno.make(code_to_show(voucher, service), error="l", micro=False)
    svg: str = made.svg_inline(scale=4, border=4, omitsize=True, svgclass="qr", lineclass=None, light="#ffffff")
    return svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
