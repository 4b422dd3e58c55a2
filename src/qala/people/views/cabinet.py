"""My cabinet: what the city keeps about me, what I agreed to, where I am signed in."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from qala.kernel import cards
from qala.kernel.refusals import Refusal
from qala.people import actions
from qala.people.forms import ContactsForm, LanguageForm
from qala.people.models import Consent, ContactKind, ErasureReason, Person
from qala.people.queries import wards_of, wordings
from qala.people.reading import reader

YEAR = 365 * 24 * 3600


def _consents(person: Person) -> list[dict[str, Any]]:
    live = {row.purpose: row for row in Consent.objects.filter(person=person, withdrawn_at__isnull=True)}
    return [{"text": text, "given": live.get(text.purpose)} for text in wordings()]


def _cabinet(person: Person) -> list[dict[str, Any]]:
    shelves = ({"card": card, "lines": card.call("cabinet", person) or []} for card in cards.collect())
    return [shelf for shelf in shelves if shelf["lines"]]


@login_required
@require_safe
def me(request: HttpRequest) -> HttpResponse:
    """Everything about the person who reads, on one page."""
    person = reader(request)
    contacts_now = {row.kind: row.value for row in person.contacts.all()}
    context = {
        "me": person,
        "posts": person.posts(),
        "wards": wards_of(person),
        "shelves": _cabinet(person),
        "consents": _consents(person),
        "contacts_form": ContactsForm(initial=contacts_now),
        "language_form": LanguageForm(initial={"language": person.language}),
        "by_password": request.user.has_usable_password(),  # type: ignore[union-attr]
    }
    return render(request, "people/me.html", context)


@login_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Speak with me in this language."""
    form = LanguageForm(request.POST)
    person = reader(request)
    answer = redirect("people:me")
    if form.is_valid():
        actions.choose_language(by=person, person=person, language=form.cleaned_data["language"])
        answer.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, form.cleaned_data["language"], max_age=YEAR, samesite="Lax",
            secure=request.is_secure(),
        )  # fmt: skip
    return answer


@login_required
@require_POST
def contacts(request: HttpRequest) -> HttpResponse:
    """Keep, change or remove how I can be reached. An emptied field is forgotten."""
    form = ContactsForm(request.POST)
    person = reader(request)
    if not form.is_valid():
        return render(request, "people/contacts.html", {"form": form}, status=422)
    known = {row.kind: row.value for row in person.contacts.all()}
    with transaction.atomic():  # All of what was typed is kept, or none of it.
        for kind in ContactKind.values:
            typed = form.cleaned_data[kind]
            if typed and typed != known.get(kind):
                actions.write_contact(by=person, person=person, kind=kind, value=typed)
            elif not typed and kind in known:
                actions.remove_contact(by=person, person=person, kind=kind)
    messages.success(request, _("Your contacts are saved."))
    return redirect("people:me")


@login_required
@require_POST
def consent(request: HttpRequest, purpose: str) -> HttpResponse:
    """Agree to a purpose, or take it back."""
    person, verb = reader(request), request.POST.get("verb", "")
    if verb not in ("give", "withdraw"):
        raise Refusal(_("Nobody knows this step."), code="unknown_step", status=400)
    if verb == "withdraw":
        actions.withdraw_consent(by=person, person=person, purpose=purpose)
        messages.success(request, _("Your consent is taken back."))
    else:
        actions.give_consent(by=person, person=person, purpose=purpose)
        messages.success(request, _("Thank you. You can take it back here at any time."))
    return HttpResponseRedirect("/me/#consents")


@login_required
def erase(request: HttpRequest) -> HttpResponse:
    """Erase everything about me, after asking once more."""
    person = reader(request)
    if request.method == "POST" and request.POST.get("sure") == "yes":
        actions.erase_person(by=person, person=person, reason=ErasureReason.REQUEST)
        logout(request)
        return render(request, "people/erased.html")
    return render(request, "people/erase.html", {"unsure": request.method == "POST"})
