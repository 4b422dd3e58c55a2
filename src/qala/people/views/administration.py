"""The administrator's work, under a session that is short, has a reason, and notes every request."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from qala.kernel.refusals import Refusal, require
from qala.kernel.translated import Translated
from qala.people import actions
from qala.people.forms import AdminSessionForm, AppointForm, ColleagueForm, EndForm, OrganisationForm
from qala.people.middleware import SESSION_KEY, live_admin_session
from qala.people.models import Appointment, Person
from qala.people.policies import may_open_admin_session
from qala.people.reading import reader
from qala.people.rules import Name, Newcomer
from qala.ui.fields import show_refusal

FOUND_AT_MOST = 20


def _form_page(request: HttpRequest, template: str, form: Form, **context: object) -> HttpResponse:
    status = 422 if form.is_bound and form.errors else 200
    return render(request, template, {"form": form, **context}, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(allow_get=True)  # type: ignore[untyped-decorator]
def admin_session(request: HttpRequest) -> HttpResponse:
    """Ask for more power: why and for how long. The password or passkey is asked for again."""
    person = reader(request)
    require(may_open_admin_session(person))
    wanted = request.POST.get("next") or request.GET.get("next", "")
    form = AdminSessionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            session = actions.open_admin_session(by=person, **form.cleaned_data)
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            request.session[SESSION_KEY] = session.pk
            ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
            return HttpResponseRedirect(wanted) if ours else redirect("people:appointments")
    live = live_admin_session(request)
    return _form_page(request, "people/admin_session.html", form, next=wanted, live=live)


@login_required
@require_POST
def end_admin_session(request: HttpRequest) -> HttpResponse:
    """Give the power back."""
    session = live_admin_session(request)
    if session is not None:
        actions.close_admin_session(by=reader(request), session=session)
    request.session.pop(SESSION_KEY, None)
    messages.success(request, _("The administrator's session is closed."))
    return redirect("people:me")


@login_required
def new_colleague(request: HttpRequest) -> HttpResponse:
    """Write down a colleague and open an account; the appointment follows on the next page."""
    form = ColleagueForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        name = Name(told["family"], told["given"], told["patronymic"])
        try:
            account = actions.engage(
                by=reader(request),
                newcomer=Newcomer(name, told["language"]),
                email=told["email"],
                password=told["password"],
            )
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            return redirect(f"/office/admin/people/appoint/?person={account.person_id}")
    return _form_page(request, "people/new_colleague.html", form)


@login_required
def new_appointment(request: HttpRequest) -> HttpResponse:
    """Find a person, then give them a role."""
    asked = request.GET.get("q", "").strip()
    chosen = request.POST.get("person") or request.GET.get("person", "")
    found = Person.objects.named_like(asked)[:FOUND_AT_MOST] if asked else []
    form = AppointForm(request.POST or None, initial={"person": chosen})
    if request.method == "POST" and form.is_valid():
        try:
            actions.appoint(by=reader(request), **form.cleaned_data)
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("The appointment is written down."))
            return redirect("people:appointments")
    person = _person(chosen)
    return _form_page(request, "people/new_appointment.html", form, found=found, asked=asked, chosen=person)


def _person(key: str) -> Person | None:
    try:
        return Person.objects.living_rows().filter(pk=key).first() if key else None
    except ValidationError:
        return None


@login_required
def end_of_appointment(request: HttpRequest, pk: int) -> HttpResponse:
    """Set the day an appointment ends."""
    post = get_object_or_404(Appointment.objects.select_related("person", "organisation"), pk=pk)
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_appointment(by=reader(request), appointment=post, until_on=form.cleaned_data["until_on"])
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("The appointment ends on that day."))
            return redirect("people:appointments")
    return _form_page(request, "people/end_of_appointment.html", form, post=post)


@login_required
def new_organisation(request: HttpRequest) -> HttpResponse:
    """Found a body of the city."""
    form = OrganisationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        names = Translated(kk=told.pop("kk"), ru=told.pop("ru"), en=told.pop("en"))
        try:
            actions.found_organisation(by=reader(request), names=names, **told)
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("The body is written down."))
            return redirect("people:appointments")
    return _form_page(request, "people/new_organisation.html", form)
