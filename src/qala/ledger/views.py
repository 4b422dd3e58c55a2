"""The auditor's pages: every account, the budget, one account's statement as a page, CSV and PDF."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qala.kernel.money import format_tenge
from qala.kernel.refusals import require
from qala.ledger import queries
from qala.ledger.forms import SpanFilter
from qala.ledger.models import Account
from qala.ledger.policies import may_read_account, may_read_books
from qala.ledger.printing import statement_pdf
from qala.ledger.rules import KINDS
from qala.ledger.tables import budget_columns, statement_columns, trial_columns
from qala.ledger.words import titles
from qala.people.reading import reader
from qala.ui.tables import Table

PAGE_LINES, PAPER_LINES = 5_000, 50_000


@login_required
@require_safe
def accounts(request: HttpRequest) -> HttpResponse:
    """The trial balance: every account between two days, and the sum that must be zero."""
    require(may_read_books(reader(request)))
    form = SpanFilter(request.GET)
    since, until = form.shown
    lines = queries.trial_balance(since, until)
    table = Table(
        request,
        trial_columns(since, until, titles({line.account.code for line in lines})),
        lines,
        caption=_("Accounts"),
        filters=form,
        name="trial-balance",
        empty=_("No account is open yet. A part opens one when its first money moves."),
    )
    if table.wants_csv:
        return table.as_csv()
    page = {"table": table, "since": since, "until": until, "moved": sum(one.came for one in lines)}
    page["left_over"] = sum(one.closing for one in lines)
    return render(request, "ledger/accounts.html", page)


@login_required
@require_safe
def budget(request: HttpRequest) -> HttpResponse:
    """What each programme and contract was given, passed on, and has free."""
    require(may_read_books(reader(request)))
    lines = queries.budget_lines()
    table = Table(
        request,
        budget_columns(titles({line.account.code for line in lines})),
        lines,
        caption=_("Budget"),
        name="budget",
        empty=_("No programme has money yet."),
    )
    return table.as_csv() if table.wants_csv else render(request, "ledger/budget.html", {"table": table})


@login_required
@require_safe
def account(request: HttpRequest, code: str) -> HttpResponse:
    """One account's statement; `?format=csv` gives all its lines."""
    person, found = reader(request), get_object_or_404(Account.objects.select_related("parent"), code=code)
    require(may_read_account(person, found))
    form = SpanFilter(request.GET)
    if request.GET.get("format") == "csv":
        return Table(
            request, statement_columns({}), queries.lines(found, *form.shown), name=f"statement-{slugify(code)}"
        ).as_csv()
    told = queries.statement(found, *form.shown, PAGE_LINES)
    names = titles({code, *([found.parent.code] if found.parent else []), *(line.other for line in told.lines)})
    table = Table(
        request,
        statement_columns(names),
        told.lines,
        caption=_("Movements"),
        filters=form,
        empty=_("Nothing moved on these days."),
    )
    pdf = f"{reverse('ledger:statement_pdf', args=[code])}?since={told.since}&until={told.until}"
    page = {"account": found, "kind": KINDS[found.kind].in_language(), "told": told, "table": table, "pdf": pdf}
    page |= {"title": names[code], "parent": found.parent and names[found.parent.code]}
    page["is_reader"] = may_read_books(person)
    return render(request, "ledger/account.html", page)


@login_required
@require_safe
def printed(request: HttpRequest, code: str) -> HttpResponse:
    """The same statement as a PDF."""
    found = get_object_or_404(Account, code=code)
    require(may_read_account(reader(request), found))
    told = queries.statement(found, *SpanFilter(request.GET).span, PAPER_LINES)
    language = (get_language() or "kk")[:2]
    body = statement_pdf(told, language=language, tenge=lambda tiyn: format_tenge(tiyn, language))
    answer = HttpResponse(body, content_type="application/pdf")
    name = slugify(f"statement-{code}-{told.since}-{told.until}")
    answer.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return answer
