"""What an author does on the talon's page: each act reads its fields and calls one action."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qala.kernel.refusals import Forbidden, Refusal, require
from qala.kernel.translated import Translated
from qala.proposals.actions import answers, following, intake, questions, repair, signing
from qala.proposals.counting import spend
from qala.proposals.forms.intake import EVERY_KAZAKH_PHONE, AuthorForm
from qala.proposals.models import Category, Proposal, Track
from qala.proposals.policies import may_hold_talon
from qala.proposals.queries.follow import Holder, code_of, follow_code, own_contacts
from qala.proposals.queries.reception import author_from, is_confirmed
from qala.proposals.rules.codes import MINUTES, TRIES
from qala.proposals.rules.sheet import AuthorSheet
from qala.proposals.rules.typed import tidy, tidy_line
from qala.proposals.views.cookies import token_for_the_named
from qala.proposals.views.talon import CODE_COOKIE, or_404, page, private

Act = Callable[[HttpRequest, Proposal, Holder], HttpResponse | None]


@token_for_the_named
@private
@require_POST
def act(request: HttpRequest, number: str, code: str, **named: Any) -> HttpResponse:
    """Dispatch one act; a refusal comes back on the talon's own page, with what was typed."""
    proposal, by = or_404(number, code)
    doing = ACTS.get(str(named["act"]))
    if doing is None:
        raise Http404
    reader = getattr(request, "person", None)
    require(may_hold_talon(reader, proposal), _("At work you act at the desk, not by a talon."))
    try:
        answer = doing(request, proposal, by)
    except Forbidden:
        raise
    except Refusal as refusal:
        return page(
            request, proposal, by, status=refusal.status, trouble=str(refusal.reason), typed=request.POST.dict()
        )
    return answer or back(proposal, by)


def back(proposal: Proposal, by: Holder | None = None) -> HttpResponse:
    """To the talon its holder came from, so that reloading repeats nothing; the author's own where nobody is named."""
    code = code_of(by, proposal) if by else follow_code(proposal)
    response = HttpResponseRedirect(reverse("proposals:talon", args=[proposal.number, code]))
    response.status_code = 303
    return response


def _words(request: HttpRequest) -> str:
    return tidy(request.POST.get("words", ""))[:4000]


def _needed_words(request: HttpRequest) -> str:
    words = _words(request)
    if not words:
        raise Refusal(_("Write a few words, please: they are read by a person."), code="words-missing")
    return words


def _category(request: HttpRequest, proposal: Proposal, by: Holder) -> None:
    category = Category.objects.filter(slug=request.POST.get("category", "")[:50], active=True).first()
    if category is None:
        raise Refusal(_("This category is not on the list."), code="category")
    intake.name_category(by=by, proposal=proposal, category=category)


def _answer(request: HttpRequest, proposal: Proposal, by: Holder) -> None:
    questions.answer(by=by, proposal=proposal, words=_needed_words(request))
    messages.success(request, _("Thank you. Your answer is with the officer."))


def _confirm(request: HttpRequest, proposal: Proposal, by: Holder) -> None:
    repair.confirm(by=by, proposal=proposal, words=_words(request))
    messages.success(request, _("Thank you. Now it counts as done: you have seen it."))


def _contest(request: HttpRequest, proposal: Proposal, by: Holder) -> None:
    repair.contest(by=by, proposal=proposal, words=_needed_words(request))
    messages.success(request, _("The case is open again. The old dates stay visible."))


def _withdraw(request: HttpRequest, proposal: Proposal, by: Holder) -> None:
    # An author's own words stand under the language of the case, whatever language the page is read in.
    with override(proposal.language):
        words = _words(request) or _("The author withdrew the message.")
    answers.withdraw(by=by, proposal=proposal, reason=Translated.of({proposal.language: words}))


def _upgrade(request: HttpRequest, proposal: Proposal, by: Holder) -> HttpResponse | None:
    """A signal becomes an appeal; an appeal gets what it lacks. Both ask only for what is missing."""
    form = AuthorForm(request.POST)
    if not form.is_valid():
        return page(request, proposal, by, form=form, status=422)
    person = getattr(request, "person", None)
    sheet = author_from(person, form.author()) if person else form.author()
    if proposal.track == Track.APPEAL:
        intake.complete(by=by, proposal=proposal, author=sheet)
    else:
        intake.upgrade(by=by, proposal=proposal, author=sheet)
    return None


def _sign_in(request: HttpRequest, proposal: Proposal, by: Holder) -> None:
    """The identity provider has confirmed who is signed in; the talon's code says that this is the author."""
    person = getattr(request, "person", None)
    if person is None or not is_confirmed(person):
        raise Refusal(_("Sign in with the identity provider first, then open the talon again."), code="not-signed-in")
    intake.complete(by=by, proposal=proposal, author=author_from(person, AuthorSheet()))
    intake.identify(by=by, proposal=proposal, how="provider")


def _send_code(request: HttpRequest, proposal: Proposal, by: Holder) -> HttpResponse:
    way = request.POST.get("known", "")
    known = own_contacts(proposal).get(way, "") if by.handed else ""
    way, address = (way, known) if known else address_in(request)
    sealed = signing.send_code(by=by, proposal=proposal, way=way, address=address)
    messages.info(request, _("We sent six digits to %(address)s. They are good for 15 minutes.") % {"address": address})
    response = back(proposal, by)
    response.set_cookie(
        CODE_COOKIE,
        sealed,
        max_age=MINUTES * 60,
        path=f"/t/{proposal.number}/",
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )
    return response


def _check_code(request: HttpRequest, proposal: Proposal, by: Holder) -> HttpResponse:
    # Counted before and apart from the action, so that a wrong guess that is refused still costs a try.
    if spend(f"code:{proposal.pk}") > TRIES:
        raise Refusal(_("Too many tries. Wait an hour and ask for a new code."), code="too-many-tries", status=429)
    sealed = request.COOKIES.get(CODE_COOKIE, "")
    signing.confirm_code(by=by, proposal=proposal, code=request.POST.get("digits", ""), sealed=sealed)
    messages.success(request, _("Signed. The answer will also come to this address."))
    response = back(proposal)
    response.delete_cookie(CODE_COOKIE, path=f"/t/{proposal.number}/", samesite="Lax")
    return response


def _sign(request: HttpRequest, proposal: Proposal, by: Holder) -> None:
    signing.sign(by=by, proposal=proposal, payload=request.POST.get("payload", ""))


def _follow(request: HttpRequest, proposal: Proposal, by: Holder) -> None:
    way, address = address_in(request)
    language = (get_language() or "kk")[:2]
    following.follow(by=by, proposal=proposal, way=way, address=address, language=language)
    told = _("One letter went to %(address)s. Open the link in it to hear more.")
    messages.info(request, told % {"address": address})


def address_in(request: HttpRequest) -> tuple[str, str]:
    """An e-mail or a mobile phone, whichever was typed."""
    typed = tidy_line(request.POST.get("address", ""), 200)
    if "@" in typed:
        try:
            EmailValidator()(typed)
        except ValidationError:
            raise Refusal(_("This e-mail address cannot be right. Check it, please."), code="address") from None
        return "email", typed
    digits = "".join(sign for sign in typed if sign.isdecimal())
    phone = f"+7{digits[-10:]}"
    if len(digits) not in (10, 11) or not EVERY_KAZAKH_PHONE.fullmatch(phone):
        raise Refusal(_("Write an e-mail, or a mobile number as +7 7xx xxx xx xx."), code="address")
    return "sms", phone


def _pin(request: HttpRequest, proposal: Proposal, by: Holder) -> None:  # noqa: ARG001 - every act has one shape
    """The author agrees that the photo's own place is the place."""
    from qala.proposals.actions.photos import locate

    photo = proposal.photos.filter(taken_longitude__isnull=False, taken_latitude__isnull=False).first()
    if photo is None or photo.taken_longitude is None or photo.taken_latitude is None:
        raise Refusal(_("No photo of this message knows its place."), code="no-pin")
    locate(by=by, proposal=proposal, longitude=photo.taken_longitude, latitude=photo.taken_latitude)


ACTS: dict[str, Act] = {
    "category": _category,
    "answer": _answer,
    "confirm": _confirm,
    "contest": _contest,
    "withdraw": _withdraw,
    "upgrade": _upgrade,
    "sign-in": _sign_in,
    "send-code": _send_code,
    "check-code": _check_code,
    "sign": _sign,
    "follow": _follow,
    "pin": _pin,
}
