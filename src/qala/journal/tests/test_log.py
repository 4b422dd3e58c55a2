from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from qala.journal.log import record, record_many
from qala.journal.models import Entry
from qala.journal.queries import as_record, history, sentence
from qala.journal.rules import NotForTheJournal, facts_of
from qala.kernel.actors import Job

JOB = Job("tests.journal")


@pytest.mark.parametrize("value", ["Айгерім Серікқызы", "two words", 1.5, {"a": 1}, "x" * 201, 2**53])
def test_names_texts_and_floats_are_not_for_the_journal(value):
    with pytest.raises(NotForTheJournal):
        facts_of({"fact": value})


def test_facts_take_one_form():
    facts = facts_of({"due_on": date(2026, 1, 2), "cases": {3, 1}, "at": datetime(2026, 1, 1, tzinfo=UTC)})
    assert facts == {"at": "2026-01-01T00:00:00.000000+00:00", "cases": [1, 3], "due_on": "2026-01-02"}
    assert list(facts) == sorted(facts)


@given(st.dictionaries(st.from_regex(r"[a-z][a-z0-9_]{0,10}", fullmatch=True), st.integers(-(2**53) + 1, 2**53 - 1)))
def test_plain_facts_pass_unchanged(facts):
    assert facts_of(facts) == facts


@pytest.mark.django_db
def test_a_record_says_who_did_what_to_what():
    uid = record(JOB, "proposals.proposal.submitted", "proposals.proposal:7", due_on=date(2026, 1, 2))
    line = history("proposals.proposal:7")[0]
    assert (line.actor, line.verb, line.facts) == (JOB.actor_key, "proposals.proposal.submitted", {"due_on": "2026-01-02"})
    assert Entry.objects.get().uid == uid


@pytest.mark.django_db
def test_a_batch_is_one_row_and_one_member_for_each():
    entry = record_many(
        JOB, "proposals.incident.joined", [("proposals.proposal:1", {"a": 1}), "proposals.proposal:2"], b=2
    )
    assert Entry.objects.count() == 1
    assert entry.members.count() == 2
    assert history("proposals.proposal:1")[0].facts == {"a": 1, "b": 2}
    leaf = as_record(entry, entry.members.first())
    assert leaf["object"] == "proposals.proposal:1"
    assert set(leaf) == {"actor", "at", "facts", "object", "uid", "verb"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal_entry SET actor = 'x'",
        "DELETE FROM journal_entry",
        "TRUNCATE journal_entry CASCADE",
        "UPDATE journal_member SET object = 'x'",
        "DROP TABLE journal_member",
        "ALTER TABLE journal_entry DISABLE TRIGGER ALL",
    ],
)
def test_the_application_cannot_rewrite_the_journal(statement):
    record_many(JOB, "proposals.incident.joined", ["proposals.proposal:1"])
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.django_db
def test_a_verb_is_part_noun_past_participle():
    with pytest.raises(DatabaseError, match="verb_is_part_noun"), transaction.atomic():
        record(JOB, "did", "proposals.proposal:1")


def test_a_verb_is_told_in_the_readers_language(settings):
    from django.utils.translation import override

    with override("ru"):
        assert sentence("proposals.proposal.submitted") == "Предложение принято"
    with override("kk"):
        assert sentence("proposals.proposal.submitted") == "Ұсыныс қабылданды"
    assert sentence("gone.part.spoken") == "gone.part.spoken"


@pytest.mark.django_db
def test_nobody_dates_an_entry_back_not_even_by_sql():
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO journal_entry (uid, recorded_at, actor, verb, object, facts) VALUES"
            " (gen_random_uuid(), '2020-01-01', 'job:x', 'proposals.proposal.explained', 'proposals.proposal:7', '{}')"
        )
        cursor.execute("SELECT now() - recorded_at < interval '1 hour' FROM journal_entry")
        assert cursor.fetchall() == [(True,)]


@pytest.mark.django_db
def test_nobody_slips_a_line_in_before_others():
    record(JOB, "proposals.proposal.submitted", "proposals.proposal:7")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO journal_entry (id, uid, actor, verb, object, facts) OVERRIDING SYSTEM VALUE VALUES"
            " (-5, gen_random_uuid(), 'job:x', 'proposals.proposal.explained', 'proposals.proposal:7', '{}')"
        )
    Entry.objects.bulk_create(
        Entry(actor="job:x", verb="proposals.proposal.explained", object="proposals.proposal:7") for _ in range(3)
    )
    assert history("proposals.proposal:7")[0].verb == "proposals.proposal.submitted"
