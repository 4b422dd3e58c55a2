"""A parent's pages: only of the children one answers for."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from qala.journal.receipts import receipt_of
from qala.kernel.clock import today
from qala.kernel.refusals import Refusal
from qala.meals.actions import disputes, parents, readers
from qala.meals.forms.months import MonthFilter
from qala.meals.forms.parents import AppealForm, ConcernForm, StarsForm
from qala.meals.models import Dispute, ServiceEvent, Voucher
from qala.meals.queries.children import TRANSFERS, child_month, children_of, transfer_of, ward
from qala.meals.queries.entitled import voucher_on
from qala.meals.queries.months import month_asked
from qala.meals.queries.readers import PURPOSE, consented, is_asked_for
from qala.meals.queries.removals import NEVER_LISTED, off_list
from qala.meals.views.asked import word_asked
from qala.meals.words import REASON_WORDS, said
from qala.people.models import Person
from qala.people.queries import wording
from qala.people.reading import reader
from qala.roster.models import Pupil
from qala.ui.templatetags.ui import day as shown_day

DENIED = "child_did_not_eat"


@login_required
@never_cache
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """My children; straight to the only one."""
    mine = children_of(reader(request))
    if len(mine) == 1:
        return redirect("meals:child", key=mine[0].key)
    return render(request, "meals/my.html", {"children": mine})


@login_required
@never_cache
@require_safe
def child(request: HttpRequest, key: UUID) -> HttpResponse:
    """What my child eats, ate, and what the voucher holds."""
    person, pupil = _mine(request, key)
    month = month_asked(request.GET)
    told = child_month(pupil, person, month)
    context = {
        "told": told,
        "month": month,
        "form": MonthFilter(request.GET or None, initial={"month": f"{month:%Y-%m}"}),
        "stars": range(1, 6),
        "wording": wording("school-meals"),
        "asks_reader": is_asked_for(pupil, today()),
        "reader_consent": consented(pupil),
        "reader_wording": wording(PURPOSE),
        "why_off": said(REASON_WORDS, told.off.reason) if told.off and told.off.reason != NEVER_LISTED else "",
        "may_appeal": told.off and told.off not in [one.against for one in told.appeals],
    }
    return render(request, "meals/child.html", context)


@login_required
@require_POST
def outside_reader(request: HttpRequest, key: UUID) -> HttpResponse:
    """Whether a vendor's reader may know my child."""
    person, pupil = _mine(request, key)
    if word_asked(request, "agree", "withdraw", field="word") == "agree":
        readers.let_know(by=person, pupil=pupil)
        messages.success(
            request,
            _("Agreed. The school now gives the reader a number for your child; until then, and after, the card works."
              " You can take it back here at any time."),
        )  # fmt: skip
    else:
        readers.let_forget(by=person, pupil=pupil)
        messages.success(request, _("Taken back. The number is erased; the card works as before."))
    return redirect("meals:child", key=key)


@login_required
@require_POST
def rate(request: HttpRequest, key: UUID, uid: UUID) -> HttpResponse:
    """How the meal was."""
    person, pupil = _mine(request, key)
    form = StarsForm(request.POST)
    if not form.is_valid():
        raise Refusal(_("Choose one to five."), code="stars")
    parents.rate(by=person, event=_event(pupil, uid), stars=form.cleaned_data["stars"])
    messages.success(request, _("Thank you. The school and the supplier see it; nobody can delete it."))
    return redirect("meals:child", key=key)


@login_required
def contest(request: HttpRequest, key: UUID, uid: UUID) -> HttpResponse:
    """«My child did not eat this»: asked once more, then its money stands aside until somebody decides."""
    person, pupil = _mine(request, key)
    event = _event(pupil, uid)
    if request.method == "POST":
        disputes.open_dispute(by=person, meal=event.meal, reason=DENIED)
        messages.success(request, _("Written down. The money for this meal stands aside until somebody decides."))
        return redirect("meals:child", key=key)
    return render(request, "meals/contest.html", {"pupil": pupil, "event": event})


@login_required
@require_POST
def withdraw(request: HttpRequest, key: UUID, uid: UUID) -> HttpResponse:
    """«I was mistaken»: one's own word taken back while nobody has decided; the meal counts again."""
    person, pupil = _mine(request, key)
    row = get_object_or_404(_contested(pupil, uid), opened_by=person.actor_key)
    disputes.withdraw(by=person, dispute=row)
    messages.success(request, _("Taken back. The meal counts again."))
    return redirect("meals:child", key=key)


@login_required
def complain(request: HttpRequest, key: UUID, uid: UUID) -> HttpResponse:
    """A complaint in words becomes a case of the city."""
    person, pupil = _mine(request, key)
    event, form = _event(pupil, uid), ConcernForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        language = (get_language() or "kk")[:2]
        parents.raise_concern(by=person, pupil=pupil, event=event, words=form.cleaned_data["words"], language=language)
        messages.success(request, _("Sent. In a minute it stands among your cases, with its number and its day."))
        return redirect("meals:child", key=key)
    status = 422 if form.is_bound else 200
    return render(request, "meals/complain.html", {"pupil": pupil, "event": event, "form": form}, status=status)


@login_required
def appeal(request: HttpRequest, key: UUID) -> HttpResponse:
    """«My child belongs on the list»: a case of the city, with a number and a day."""
    person, pupil = _mine(request, key)
    form = AppealForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        parents.appeal(by=person, pupil=pupil, words=form.cleaned_data["words"], language=(get_language() or "kk")[:2])
        messages.success(request, _("Sent. In a minute it has its number and its day for the answer."))
        return redirect("meals:child", key=key)
    off = off_list(pupil)
    if off is None:
        raise Refusal(_("Your child stands on the list."), code="listed", status=409)
    context = {"pupil": pupil, "form": form, "off": off, "why": said(REASON_WORDS, off.reason)}
    return render(request, "meals/appeal.html", context, status=422 if form.is_bound else 200)


@login_required
@require_POST
def agree(request: HttpRequest, key: UUID) -> HttpResponse:
    """The consent to the voucher, given or taken back."""
    person, pupil = _mine(request, key)
    voucher = voucher_on(pupil.pk, today())
    if voucher is None:
        raise Http404
    if word_asked(request, "agree", "withdraw", field="word") == "withdraw":
        parents.take_back(by=person, voucher=voucher)
        messages.success(request, _("Taken back. Your child goes on eating; the school writes the meals down by hand."))
    else:
        messages.success(request, _what_follows(parents.agree(by=person, voucher=voucher)))
    return redirect("meals:child", key=key)


def _what_follows(voucher: Voucher) -> str:
    """What a parent's consent sets going, and from which day."""
    if voucher.state != "active":
        return _(
            "Thank you, your consent is written down. The voucher still rests for the reason below, until the school"
            " lets it work again; your child eats meanwhile. You can object below."
        )
    day = shown_day(max(voucher.active_from or today(), today()))
    return _(
        "Thank you. The voucher works from %(day)s: from then on the counter reads your child's card and the code on"
        " this page, the city pays, and each meal stands here within minutes. You can take the consent back below."
    ) % {"day": day}


@login_required
@never_cache
@require_safe
def receipt(request: HttpRequest, key: UUID, uid: UUID) -> HttpResponse:
    """The receipt of one meal: a file that proves its place in the city's log without this site."""
    _person, pupil = _mine(request, key)
    event = _event(pupil, uid)
    return _kept(event, event.meal.draw if hasattr(event, "meal") else None, "meal")


@login_required
@never_cache
@require_safe
def receipt_back(request: HttpRequest, key: UUID, uid: UUID) -> HttpResponse:
    """The receipt of a meal's taking back, for whoever kept the meal's own."""
    _person, pupil = _mine(request, key)
    event = _event(pupil, uid)
    back = getattr(getattr(event, "meal", None), "reversal", None)
    return _kept(event, back.transfer if back else None, "meal-taken-back")


def _kept(event: ServiceEvent, transfer: UUID | None, name: str) -> HttpResponse:
    """A file to keep, once the log has sealed it."""
    row = transfer_of(transfer) if transfer else None
    found = receipt_of(TRANSFERS, row) if row else None
    if found is None or found.proof is None:
        raise Refusal(_("The receipt is here by the next morning."), code="not_sealed", status=409)
    answer = HttpResponse(found.content, content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}-{event.day}-{event.uid}.tlog-proof"'
    return answer


def _mine(request: HttpRequest, key: UUID) -> tuple[Person, Pupil]:
    person = reader(request)
    pupil = ward(person, key)
    if pupil is None:
        raise Http404
    return person, pupil


def _contested(pupil: Pupil, uid: UUID) -> QuerySet[Dispute]:
    return Dispute.objects.filter(meal__pupil=pupil, meal__event__uid=uid, state="opened")


def _event(pupil: Pupil, uid: UUID) -> ServiceEvent:
    rows = ServiceEvent.objects.select_related("school__organisation", "service", "meal", "pupil")
    return get_object_or_404(rows, pupil=pupil, uid=uid)
