"""What a superuser could do past every trigger, and the sentence that names it."""

import pytest
from django.db import connections

from qala.journal.actions import erase_secret
from qala.journal.log import record
from qala.journal.models import Entry, Leaf
from qala.journal.sealing.audit import audit
from qala.journal.sealing.sequencer import seal
from qala.kernel.actors import Job

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])
KEY = "proposals.proposal:{}"


def superuser(statement, *told):
    with connections["owner"].cursor() as cursor:
        for table in ("journal_entry", "journal_leaf", "journal_unsealed"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(statement, told)
        for table in ("journal_entry", "journal_leaf", "journal_unsealed"):
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


@pytest.fixture
def sealed(folder):
    for number in range(5):
        record(Job("tests.audit"), "proposals.proposal.submitted", KEY.format(number), track="signal")
    seal()
    assert audit() == []
    return Entry.objects.get(object=KEY.format(2))


def place(entry):
    return Leaf.objects.get(source=1, row=entry.pk).number


def test_a_row_changed_after_its_seal_is_named(sealed):
    superuser("UPDATE journal_entry SET facts = '{\"track\": \"project\"}' WHERE id = %s", sealed.pk)
    assert audit() == [f"leaf {place(sealed)} is not what its row says: number {sealed.pk} of source 1 was changed"]
    assert audit(newest=0) == []


def test_what_is_too_old_for_every_night_has_its_turn(sealed):
    superuser("UPDATE journal_entry SET facts = '{\"track\": \"project\"}' WHERE id = %s", sealed.pk)
    nights = [len(audit(newest=1, turn=turn)) for turn in range(8)]
    assert sum(nights[:4]) == sum(nights[4:]) == (4 if place(sealed) == 4 else 1)


def test_a_row_deleted_after_its_seal_is_named(sealed):
    superuser("DELETE FROM journal_entry WHERE id = %s", sealed.pk)
    assert audit() == [f"leaf {place(sealed)} has no row: number {sealed.pk} of source 1 is gone"]


def test_a_leaf_of_nothing_is_named(sealed):
    superuser("INSERT INTO journal_leaf VALUES (5, 1, 987654, '{\"commitment\":\"\",\"header\":{}}', '')")
    superuser("UPDATE journal_leaf SET hash = sha256('\\x00'::bytea || entry) WHERE number = 5")
    seal()
    assert audit() == ["leaf 5 has no row: number 987654 of source 1 is gone"]


def test_a_secret_that_went_without_a_record_is_named_and_a_recorded_erasure_is_not(sealed):
    erase_secret(by=Job("people.retention"), subject=KEY.format(3))
    seal()
    assert audit() == [], "an erasure is lawful, and what is said afterwards opens again"
    superuser("DELETE FROM journal_secret WHERE subject = %s", KEY.format(2))
    assert audit() == [f"leaf {place(sealed)} opens no more, and the journal knows of no erasure"]


def test_rows_changed_and_their_secrets_made_anew_are_named(sealed):
    superuser("UPDATE journal_secret SET secret = sha256(secret) WHERE subject = %s", KEY.format(2))
    assert audit() == [f"leaf {place(sealed)} is not what its row says: number {sealed.pk} of source 1 was changed"]
