"""The nightly recount: silent over good books, loud where a superuser has been."""

import hashlib
import json

import pytest
from django.db import connections

from qala.journal.models import Entry, Leaf
from qala.journal.sealing.audit import audit
from qala.journal.sealing.sequencer import seal
from qala.journal.tests.conftest import folder
from qala.ledger import book
from qala.ledger.models import Transfer
from qala.ledger.queries.recounts import differences
from qala.ledger.rules.differences import BooksDisagree
from qala.ledger.tasks import recount
from qala.ledger.tests.factories import JOB, Budget, account, at, close, move

__all__ = ["folder"]
TABLES = ("ledger_transfer", "ledger_mark", "journal_entry", "journal_leaf", "journal_unsealed")


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
        owner.execute(
            "UPDATE ledger_transfer SET debit_id = credit_id, credit_id = debit_id WHERE debit_id = %s", [purse.pk]
        )
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


def past_the_triggers(*statements):
    with connections["owner"].cursor() as owner:
        for table in TABLES:
            owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for statement, told in statements:
            owner.execute(statement, told)
        for table in TABLES:
            owner.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


@pytest.mark.slow
@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_books_and_leaves_rewritten_at_once_are_named_by_what_was_published(folder):
    """Everything in the database agrees with everything else; only the published files remember."""
    book.post(by=JOB, order=move(account(), account(), 500))
    seal()
    assert recount() == "the books agree"
    row = Transfer.objects.get()
    leaf = Leaf.objects.get(source=3, row=row.pk)
    told = json.loads(bytes(leaf.entry))
    told["header"]["tiyn"] = 900
    forged = json.dumps(told, separators=(",", ":"), sort_keys=True).encode()
    past_the_triggers(
        ("UPDATE ledger_transfer SET tiyn = 900 WHERE id = %s", [row.pk]),
        (
            "UPDATE journal_leaf SET entry = %s, hash = %s WHERE number = %s",
            [forged, hashlib.sha256(b"\0" + forged).digest(), leaf.number],
        ),
    )
    assert differences() == []
    with pytest.raises(
        BooksDisagree, match=f"leaf {leaf.number} was published as .*tiyn 500, the books say .*tiyn 900"
    ):
        recount()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_a_transfer_changed_behind_an_erasure_of_its_own_making_is_named(folder):
    """Books, journal and secrets rewritten at once: the erasure stands in the journal, sealed and lawful to look at."""
    book.post(by=JOB, order=move(account(), account(), 500, subject="meals.voucher:1"))
    seal()
    row = Transfer.objects.get()
    forged = Entry(actor="job:people.retention", verb="journal.secret.erased", object="meals.voucher:1")
    past_the_triggers(
        ("UPDATE ledger_transfer SET tiyn = 900 WHERE id = %s", [row.pk]),
        ("DELETE FROM journal_secret WHERE subject = %s", ["meals.voucher:1"]),
        (
            "INSERT INTO journal_entry (uid, actor, verb, object, facts) VALUES (%s, %s, %s, %s, '{}')",
            [forged.uid, forged.actor, forged.verb, forged.object],
        ),
        ("INSERT INTO journal_unsealed (source, source_id) SELECT 1, max(id) FROM journal_entry", []),
    )
    seal()
    place = Leaf.objects.get(source=3, row=row.pk).number
    assert audit() == [f"leaf {place} is not what its row says: number {row.pk} of source 3 was changed"]
    with pytest.raises(BooksDisagree, match=f"leaf {place} "):
        recount()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_an_old_transfer_taken_away_with_its_leaf_is_named(folder):
    book.post(by=JOB, order=move(account(), account(), 500))
    book.post(by=JOB, order=move(account(), account(), 700))
    seal()
    row = Transfer.objects.get(tiyn=500)
    place = Leaf.objects.get(source=3, row=row.pk).number
    past_the_triggers(
        ("DELETE FROM journal_leaf WHERE number = %s", [place]), ("DELETE FROM ledger_transfer WHERE id = %s", [row.pk]),
    )  # fmt: skip
    with pytest.raises(BooksDisagree, match=f"leaf {place} was published as .*tiyn 500.*, the books say nothing"):
        recount()
