"""The nightly recount: silent over good books, loud where a superuser has been."""

import pytest
from django.db import connections

from qala.ledger import book
from qala.ledger.queries.recounts import differences
from qala.ledger.rules.differences import BooksDisagree
from qala.ledger.tasks import recount
from qala.ledger.tests.factories import JOB, Budget, account, at, close, move


@pytest.mark.django_db
def test_good_books_agree():
    budget = Budget()
    for tiyn in (100, 70):
        hold = budget.opened(tiyn)
        book.post(by=JOB, order=budget.draw(hold, 30))
    book.post(by=JOB, order=close(hold))
    book.post(by=JOB, order=move(account(), account(), 5, happened_at=at(3)))
    book.close_days(by=JOB, until=at(1).date())
    assert differences() == []
    assert recount() == "the books agree"


@pytest.mark.slow
@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_what_an_owner_did_past_the_triggers_is_named():
    giver, taker, purse = account(), account(), account("wallet", 0)
    book.post_many(by=JOB, orders=[move(giver, taker, 5, happened_at=at(3)), move(giver, purse, 5)])
    book.close_days(by=JOB, until=at(1).date())
    with connections["owner"].cursor() as owner:
        owner.execute("ALTER TABLE ledger_transfer DISABLE TRIGGER USER")
        owner.execute("UPDATE ledger_transfer SET tiyn = 6 WHERE debit_id = %s", [taker.pk])
        owner.execute("UPDATE ledger_transfer SET debit_id = credit_id, credit_id = debit_id WHERE debit_id = %s", [purse.pk])
        owner.execute("ALTER TABLE ledger_transfer ENABLE TRIGGER USER")
    assert sorted((one.what, one.account) for one in differences()) == sorted(
        [("mark", giver.code), ("mark", taker.code), ("floor", purse.code)]
    )
    with pytest.raises(BooksDisagree, match=purse.code):
        recount()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_a_transfer_kept_from_the_log_is_named():
    book.post(by=JOB, order=move(account(), account(), 5))
    with connections["owner"].cursor() as owner:
        owner.execute("ALTER TABLE journal_unsealed DISABLE TRIGGER USER")
        owner.execute("DELETE FROM journal_unsealed WHERE source = 3")
        owner.execute("ALTER TABLE journal_unsealed ENABLE TRIGGER USER")
    assert [str(one) for one in differences()] == ["1 transfers are neither sealed in the log nor waiting"]
