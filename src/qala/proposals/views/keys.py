"""Keys of programs: the list, a new one shown once, one taken back; and the page that tells programs where to knock."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from qala.kernel.refusals import require
from qala.people.reading import reader
from qala.proposals.actions import programs as actions
from qala.proposals.forms.keys import KeyForm, RevokeForm
from qala.proposals.models import ApiKey
from qala.proposals.policies import may_give_keys
from qala.proposals.queries.georeport import services
from qala.proposals.queries.programs import keys
from qala.proposals.rules.georeport.questions import QUESTIONS


@require_safe
def for_programs(request: HttpRequest) -> HttpResponse:
    """How a program reads and writes the city's cases."""
    asked = {code: [str(one.words) for one in questions] for code, questions in QUESTIONS.items()}
    lines = [(one, asked.get(one.service_code, [])) for one in services()]
    context = {"root": request.build_absolute_uri(request.path), "lines": lines}
    return render(request, "proposals/georeport.html", context)


@login_required
@require_safe
def desk_keys(request: HttpRequest) -> HttpResponse:
    """Every key, what it wrote today and of late."""
    require(may_give_keys(reader(request)))
    return render(request, "proposals/desk_keys.html", {"keys": keys()})


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_key(request: HttpRequest) -> HttpResponse:
    """Give a key. Its secret is on this one answer and nowhere else."""
    by = reader(request)
    require(may_give_keys(by))
    form = KeyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = actions.give_key(by=by, **form.cleaned_data)
        return render(request, "proposals/key_given.html", {"key": given.key, "secret": given.secret})
    status = 422 if form.is_bound else 200
    return render(request, "proposals/key_new.html", {"form": form}, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def revoke_key(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a key back, with a reason."""
    by = reader(request)
    require(may_give_keys(by))
    key = get_object_or_404(ApiKey, pk=pk)
    form = RevokeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.revoke_key(by=by, key=key, because=form.cleaned_data["because"])
        messages.success(request, _("The key is taken back."))
        return redirect("proposals:desk_keys")
    status = 422 if form.is_bound else 200
    return render(request, "proposals/key_revoke.html", {"form": form, "key": key}, status=status)
