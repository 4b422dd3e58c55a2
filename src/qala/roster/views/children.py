"""A parent's children at school."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from qala.people.reading import reader
from qala.roster.queries.desk import children_of


@login_required
@require_safe
def children(request: HttpRequest) -> HttpResponse:
    """Which class each child is in, and the last two weeks of lesson days."""
    return render(request, "roster/children.html", {"children": children_of(reader(request))})
