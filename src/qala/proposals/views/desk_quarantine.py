"""What waits for an officer's eyes: held cases, and texts of minors and appeals before publication."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from qala.kernel.refusals import require
from qala.people.reading import reader
from qala.proposals.policies import may_review
from qala.proposals.queries.desk import in_pile, why_held
from qala.proposals.rules.masking import mask
from qala.proposals.views.desk import rows_of
from qala.proposals.views.desk_public import passages

PAGE = 20


@login_required
@require_safe
def desk_quarantine(request: HttpRequest) -> HttpResponse:
    """Held cases or waiting reviews, oldest first, with the text as the public would read it."""
    by = reader(request)
    require(may_review(by))
    pile = "review" if request.GET.get("pile") == "review" else "held"
    cases = in_pile(by, pile).select_related("statement", "category", "landmark", "street", "placard")
    cases = cases.order_by("received_at")
    page = Paginator(cases, PAGE).get_page(request.GET.get("page"))
    shown = []
    for row in rows_of(list(page)):
        text = row.case.statement.text if hasattr(row.case, "statement") else ""
        shown.append((row, passages(text, mask(text)), why_held(row.case.quarantined_for)))
    counts = {name: in_pile(by, name).count() for name in ("held", "review")}
    context = {"pile": pile, "page": page, "shown": shown, "counts": counts}
    return render(request, "proposals/desk_quarantine.html", context)
