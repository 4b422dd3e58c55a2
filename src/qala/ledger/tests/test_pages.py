"""The auditor's pages: who may open them, what they show, that they stay quick."""

import csv
import io

import pytest
from django.urls import reverse

from qala.ledger import book, views
from qala.ledger.tests.factories import JOB, Budget, close, move

pytestmark = pytest.mark.django_db

READERS = ("auditor", "education_department", "administrator")
PAGES = ("ledger:accounts", "ledger:budget", "ledger:account", "ledger:statement_pdf")
PERMISSIONS = [
    *[(role, name, 200) for role in READERS for name in PAGES],
    *[(role, name, 403) for role in ("resident", "supplier", "canteen_worker", "signer") for name in PAGES],
    *[("guest", name, 302) for name in PAGES],
    ("auditor", "ledger:accounts", 200),
    ("auditor", "ledger:budget", 200),
    ("auditor", "ledger:account", 200),
    ("auditor", "ledger:statement_pdf", 200),
]


@pytest.fixture
def budget():
    budget = Budget()
    hold = budget.opened(900_00)
    book.post_many(by=JOB, orders=[budget.draw(hold, 450_50), close(hold)])
    return budget


def address(name, budget):
    return reverse(name, args=[budget.held.code] if name in PAGES[2:] else [])


@pytest.mark.parametrize(("role", "name", "status"), PERMISSIONS)
def test_each_page_opens_to_whom_it_should(browser_of, budget, role, name, status):
    assert browser_of(role).get(address(name, budget)).status_code == status


def test_the_trial_balance_adds_up_to_zero(browser_of, budget):
    answer = browser_of("auditor").get(reverse("ledger:accounts"))
    assert answer.context["left_over"] == 0
    assert answer.context["moved"] == 2 * 100_000 + 900_00 + 900_00
    assert budget.held.code in answer.text


def test_a_statement_shows_every_line_with_the_balance_after_it(browser_of, budget):
    answer = browser_of("auditor").get(address("ledger:account", budget), {"format": "csv"})
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert [(row["came"], row["went"], row["balance"]) for row in rows] == [
        ("90000", "0", "90000"), ("0", "45050", "44950"), ("0", "44950", "0"),
    ]  # fmt: skip


def test_the_file_has_every_line_where_page_and_paper_are_cut(browser_of, budget, monkeypatch):
    for limit in ("PAGE_LINES", "PAPER_LINES"):
        monkeypatch.setattr(views, limit, 2)
    page = browser_of("auditor").get(address("ledger:account", budget))
    assert (page.context["told"].cut, len(page.context["told"].lines)) == (True, 2)
    file = browser_of("auditor").get(address("ledger:account", budget), {"format": "csv"})
    rows = list(csv.DictReader(io.StringIO(file.text.removeprefix("\ufeff"))))
    assert [row["balance"] for row in rows] == ["90000", "44950", "0"]


def test_a_statement_is_printed_as_pdf(browser_of, budget):
    answer = browser_of("auditor").get(address("ledger:statement_pdf", budget))
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_pages_speak_each_language(browser_of, budget, language):
    browser = browser_of("auditor")
    browser.cookies["language"] = language
    for name in PAGES[:3]:
        assert f'lang="{language}"' in browser.get(address(name, budget)).text


def test_the_list_costs_the_same_however_many_accounts(browser_of, budget, django_assert_max_num_queries):
    browser = browser_of("auditor")
    for _ in range(15):
        other = Budget(0)
        book.post(by=JOB, order=move(other.treasury, other.programme, 1))
    with django_assert_max_num_queries(12):
        assert browser.get(reverse("ledger:accounts")).status_code == 200


def test_nonsense_in_the_address_is_read_as_this_month(browser_of, budget):
    browser = browser_of("auditor")
    assert browser.get(reverse("ledger:accounts"), {"since": "x", "until": "2026-99-99"}).status_code == 200
    assert browser.get(reverse("ledger:account", args=["nobody"])).status_code == 404
