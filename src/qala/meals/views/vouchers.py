"""One child's voucher at the school's desk: it rests, works again, or ends, each with a known reason parents read."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from qala.kernel.refusals import require
from qala.meals.actions import vouchers
from qala.meals.forms.desk import EndForm, PauseForm
from qala.meals.models import Voucher
from qala.meals.policies import may_keep_voucher, may_see_desk
from qala.meals.queries.listed import voucher_at
from qala.meals.queries.removals import appealed
from qala.meals.rules.processes import VOUCHER
from qala.meals.views.asked import school_or_404, unknown_step
from qala.meals.words import BASIS_WORDS, REASON_WORDS, VOUCHER_WORDS, said
from qala.people.models import Person
from qala.people.reading import reader


@login_required
@never_cache
@require_safe
def voucher(request: HttpRequest, slug: str, key: UUID) -> HttpResponse:
    """How it stands, every rest it had, and the lawful steps of this reader."""
    row, person = _open(request, slug, key)
    verbs = VOUCHER.verbs(row.state) if may_keep_voucher(person, row.school) else ()
    is_agreed = row.consent is not None and row.consent.withdrawn_at is None
    context = {
        "school": row.school,
        "voucher": row,
        "state": VOUCHER_WORDS[row.state],
        "basis": said(BASIS_WORDS, row.basis),
        "pauses": [(one, said(REASON_WORDS, one.reason)) for one in row.pauses.order_by("-from_on", "-pk")],
        "why_ended": said(REASON_WORDS, row.ended_because) if row.ended_because else "",
        "appealed": appealed(row.school, [row.pupil_id]).get(row.pupil_id),
        "pause": PauseForm(auto_id="pause_%s") if "suspend" in verbs else None,
        "end": EndForm(auto_id="end_%s") if "revoke" in verbs else None,
        "may_resume": "resume" in verbs and is_agreed,
        "waits_for_parent": "resume" in verbs and not is_agreed,
    }
    return render(request, "meals/voucher.html", context)


@login_required
@require_POST
def step(request: HttpRequest, slug: str, key: UUID) -> HttpResponse:
    """One step of a voucher."""
    row, person = _open(request, slug, key)
    verb, reason = request.POST.get("verb", ""), request.POST.get("reason", "")
    if verb == "suspend":
        vouchers.suspend(by=person, voucher=row, reason=reason)
        messages.success(request, _("The voucher rests from today. The child goes on eating; the parents were told."))
    elif verb == "resume":
        vouchers.resume(by=person, voucher=row)
        messages.success(request, _("The voucher works again from today."))
    elif verb == "revoke":
        vouchers.revoke(by=person, voucher=row, reason=reason)
        messages.success(request, _("The voucher is ended. The child goes on eating; the parents were told."))
    else:
        raise unknown_step()
    return redirect("meals:desk_voucher", slug=slug, key=key)


def _open(request: HttpRequest, slug: str, key: UUID) -> tuple[Voucher, Person]:
    place, person = school_or_404(slug), reader(request)
    require(may_see_desk(person, place))
    row = voucher_at(place, key)
    if row is None:
        raise Http404
    return row, person
