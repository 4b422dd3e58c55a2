"""How the machinery stands, for those who answer for it."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from qala.kernel.refusals import require
from qala.people.reading import reader
from qala.proposals.policies import may_see_engine
from qala.proposals.queries import engine as queries


@login_required
@require_safe
def engine(request: HttpRequest) -> HttpResponse:
    """Search by meaning, the category model, jobs, announcements without a listener, the post."""
    require(may_see_engine(reader(request)))
    context = {
        "reading": queries.reading(),
        "teaching": queries.teaching(),
        "jobs": queries.jobs(),
        "unheard": queries.unheard(),
        "post": queries.post(),
    }
    return render(request, "proposals/offices_engine.html", context)
