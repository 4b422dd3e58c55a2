"""A case of the road offices and its verbs: a page each, a form where a verb asks, a refusal beside what was typed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from qala.kernel.refusals import Refusal, require
from qala.kernel.workflow import Workflow
from qala.people.models import Person
from qala.people.reading import reader
from qala.ui.fields import show_refusal

Fields = Mapping[str, forms.Field]
Told = dict[str, Any]
Act = Callable[[Person, Any, Told], object]
May = Callable[[Person, Any], bool]
Asks = Callable[[Any], Fields]


def nothing(_thing: Any) -> Fields:
    """Asks nothing: one tap is enough."""
    return {}


@dataclass(frozen=True)
class Step:
    """A verb: its word, its action, who may and when; `asks` gives its fields, `lead` says what comes of it."""

    slug: str
    word: Any
    act: Act
    allowed: May
    lawful: Callable[[Any], bool]
    asks: Asks = nothing
    lead: Any = ""
    harm: bool = False
    aside: bool = False
    """May be done, and nothing waits for it: a paper, a photo, another price."""

    def form(self, thing: Any, *posted: Any) -> forms.Form:
        """The form of this verb for this case; without fields where a tap is enough."""
        form = forms.Form(*posted)
        form.fields.update(self.asks(thing))
        return form


def table_step(  # noqa: PLR0913 - a verb is exactly these
    table: Workflow, slug: str, act: Act, allowed: May, asks: Asks = nothing, *, lead: Any = "", **more: bool
) -> Step:
    """A verb of a workflow: its word and its lawful states come from the table. `more`: `harm`, `aside`."""
    word = table.words[slug]
    return Step(slug, word, act, allowed, lambda thing: table.allows(thing.state, slug), asks, lead, **more)


@dataclass(frozen=True)
class Office:
    """One kind of case: where its pages are, who opens them, what they show, its verbs."""

    name: str
    home: str
    home_title: Any
    template: str
    steps: Sequence[Step]
    rows: Callable[[], QuerySet[Any]]
    opens: May
    told: Callable[[Any], dict[str, Any]]
    title: Callable[[Any], str]
    first: Callable[[Any], Sequence[str]] = field(default=lambda _thing: ())
    absent: Callable[[Person, Any], list[str]] = field(default=lambda _by, _thing: [])

    def offered(self, by: Person, thing: Any) -> list[Step]:
        """Lawful verbs of this person, the next one first."""
        found = [one for one in self.steps if one.lawful(thing) and one.allowed(by, thing)]
        wanted = {slug: place for place, slug in enumerate(self.first(thing))} if len(found) > 1 else {}
        return sorted(found, key=lambda one: (one.harm, one.slug not in wanted and one.aside, wanted.get(one.slug, 99)))

    def waiting(self, by: Person, things: Iterable[Any], most: int) -> list[tuple[Any, Step]]:
        """The first so many cases that wait for this person, each with its next step; no further case is asked."""
        found = ((thing, step) for thing in things for step in self.offered(by, thing)[:1])
        return list(islice(((thing, step) for thing, step in found if not (step.aside or step.harm)), most))


def case_page(request: HttpRequest, office: Office, pk: int) -> HttpResponse:
    """One case with its next step."""
    by = reader(request)
    thing = get_object_or_404(office.rows(), pk=pk)
    require(office.opens(by, thing))
    return render(request, office.template, _column(office, by, thing) | office.told(thing))


def step_page(request: HttpRequest, office: Office, pk: int, verb: str) -> HttpResponse:
    """The page of a verb. A refusal comes back on it with everything that was typed."""
    by = reader(request)
    thing = get_object_or_404(office.rows(), pk=pk)
    require(office.opens(by, thing))
    step = next((one for one in office.steps if one.slug == verb), None)
    if step is None:
        raise Http404
    require(step.allowed(by, thing))
    if request.method != "POST":
        if not step.lawful(thing):
            raise Refusal(_("This step is not possible now."), code="unlawful-step", status=409)
        return _step_shown(request, office, thing, step, step.form(thing))
    form = step.form(thing, request.POST, request.FILES)
    if not form.is_valid():
        return _step_shown(request, office, thing, step, form, status=422)
    try:
        step.act(by, thing, form.cleaned_data)
    except Refusal as refusal:
        show_refusal(form, refusal)
        thing = get_object_or_404(office.rows(), pk=pk)
        return _step_shown(request, office, thing, step, form, status=refusal.status)
    messages.success(request, _("Done: %(verb)s.") % {"verb": step.word})
    return redirect(office.name, pk=pk)


def _step_shown(  # noqa: PLR0913 - a page is exactly these
    request: HttpRequest, office: Office, thing: Any, step: Step, form: forms.Form, *, status: int = 200
) -> HttpResponse:
    told = _column(office, reader(request), thing) | {"step": step, "word": capfirst(str(step.word)), "form": form}
    return render(request, "roads/desk_step.html", told, status=status)


def _column(office: Office, by: Person, thing: Any) -> dict[str, Any]:
    offered = [(one, not one.asks(thing)) for one in office.offered(by, thing)]
    return {
        "thing": thing,
        "title": office.title(thing),
        "office": office,
        "step_name": f"{office.name}_step",
        "first": offered[:1],
        "others": offered[1:],
        "absent": office.absent(by, thing),
    }
