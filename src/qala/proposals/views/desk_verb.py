"""One verb on one case: its form, its action, and a clear answer when somebody else was quicker."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from qala.kernel.clock import now
from qala.kernel.refusals import Refusal, require
from qala.kernel.translated import Translated
from qala.people.models import Person
from qala.people.reading import reader
from qala.proposals.forms.desk import TonguesForm, VerbForm
from qala.proposals.models import Proposal
from qala.proposals.policies import may_see_desk
from qala.proposals.queries.desk_case import Board, board, slots_of, templates_for
from qala.proposals.queries.meanwhile import Meanwhile, by_number, held
from qala.proposals.rules.process import WORKFLOW
from qala.proposals.rules.slots import filled
from qala.proposals.views.desk_column import column

Form = Any


@dataclass(frozen=True)
class DeskVerb:
    """A verb of the desk: its word, one sentence on what happens, form, action, and when and by whom."""

    slug: str
    word: Translated
    lead: Translated
    form: type[VerbForm]
    act: Callable[[Person, Proposal, Form], object]
    allowed: Callable[[Person, Proposal], bool]
    lawful: Callable[[Proposal], bool]
    beside: Callable[[Person, Proposal, Form], Mapping[str, Any]] = field(default=lambda _by, _case, _form: {})
    first: Callable[[Person, Proposal], Mapping[str, Any]] = field(default=lambda _by, _case: {})
    harm: bool = False

    @property
    def is_plain(self) -> bool:
        """Asks nothing: one tap on the case's page is enough."""
        return set(self.form.base_fields) == {"seen"}

    def offered(self, by: Person, case: Proposal) -> bool:
        return self.lawful(case) and self.allowed(by, case)


def verbs() -> Mapping[str, DeskVerb]:
    """Every verb of the desk by its slug."""
    from qala.proposals.views.desk_table import VERBS

    return VERBS


@login_required
@require_http_methods(["GET", "POST"])
def desk_verb(request: HttpRequest, number: str, verb: str) -> HttpResponse:
    """The page of a verb. A refusal comes back on the same page with everything that was typed."""
    by = reader(request)
    require(may_see_desk(by))
    case = by_number(number)
    chosen = verbs()[verb]
    if request.method == "POST":
        return _posted(request, by, case, chosen)
    _insist_on_lawful(chosen, case)
    require(chosen.allowed(by, case))
    seen = board(case)
    form = chosen.form(case=case, by=by, initial=_first(request, by, case, chosen) | {"seen": seen.seen})
    return _page(request, chosen, seen, form)


def _insist_on_lawful(verb: DeskVerb, case: Proposal) -> None:
    if verb.lawful(case):
        return
    if verb.slug in {row[1] for row in WORKFLOW.rows}:
        WORKFLOW.after(case.state, verb.slug)
    raise Refusal(_("This step is not possible with this case now."), code="unlawful-step", status=409)


def _first(request: HttpRequest, by: Person, case: Proposal, verb: DeskVerb) -> dict[str, Any]:
    """First values: the verb's own, and those of a ready text the address names."""
    initial = dict(verb.first(by, case))
    if issubclass(verb.form, TonguesForm) and (slug := request.GET.get("template")):
        row = next((one for one in templates_for(case, verb.slug) if one.slug == slug), None)
        if row is not None:
            texts = row.text.as_dict().items()
            initial |= {f"text_{code}": filled(text, slots_of(case, code)) for code, text in texts}
            initial["template"] = row.slug
    return initial


def _posted(request: HttpRequest, by: Person, case: Proposal, verb: DeskVerb) -> HttpResponse:
    form = verb.form(request.POST, request.FILES, case=case, by=by)
    if "preview" in request.POST or not form.is_valid():
        status = 200 if "preview" in request.POST and form.is_valid() else 422
        return _page(request, verb, board(case), form, status=status)
    try:
        with transaction.atomic():
            said = _("Somebody acted on this case while you wrote. Read what happened, then decide again.")
            locked = held(case.number, form.cleaned_data["seen"], said)
            _insist_on_lawful(verb, locked)
            verb.act(by, locked, form)
    except Refusal as refusal:
        form.take(refusal)
        return _page(request, verb, board(by_number(case.number)), form, refusal=refusal)
    messages.success(request, _("Done: %(verb)s.") % {"verb": verb.word})
    return redirect("proposals:desk_case", number=case.number)


def _page(  # noqa: PLR0913 - a page is exactly these
    request: HttpRequest,
    verb: DeskVerb,
    seen: Board,
    form: VerbForm,
    *,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    by = form.by
    if form.is_bound:
        # What was read now is seen now: the same form may be sent again after reading.
        assert isinstance(form.data, QueryDict)
        typed = form.data.copy()
        typed["seen"] = str(seen.seen)
        form.data = typed
    context = {
        "verb": verb,
        "form": form,
        "ready": templates_for(seen.case, verb.slug) if isinstance(form, TonguesForm) else [],
        "meanwhile": refusal.lines if isinstance(refusal, Meanwhile) else [],
        "refusal": refusal,
        "now": now(),
        **verb.beside(by, seen.case, form),
        **column(by, seen, verbs().values()),
    }
    return render(request, "proposals/desk_verb.html", context, status=refusal.status if refusal else status)
