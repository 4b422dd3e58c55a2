"""Rows become leaves, leaves become files, and nothing signs what does not grow out of the signed."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, connections, transaction

from qala.journal.log import record, record_many
from qala.journal.models import Checkpoint, Leaf, Secret
from qala.journal.rules import merkle, notes
from qala.journal.sealing import claims, keys, publication
from qala.journal.sealing.folder import Lost
from qala.journal.sealing.publication import Fork
from qala.journal.sealing.sequencer import seal
from qala.kernel.actors import Job
from qala_verify import log as checker
from qala_verify.notes import read_checkpoint, read_key

pytestmark = pytest.mark.django_db
JOB = Job("tests.sealing")
THING = "proposals.proposal:{}"


def write(count, start=0):
    record_many(JOB, "proposals.incident.joined", [THING.format(start + n) for n in range(count)])


def judged(folder, *, since=(), keys=None):
    listed = [read_key(str(key)) for key in (folder.keys() if keys is None else keys)]
    return checker.check(folder.root, listed, [read_checkpoint(one) for one in since])


def sound(folder, **told):
    report = judged(folder, **told)
    assert report.faults == []
    return report


def test_an_entry_and_each_member_of_a_batch_is_one_leaf(folder):
    record(JOB, "proposals.proposal.submitted", THING.format(1), track="signal")
    write(3)
    assert claims.waiting()[0] == 5
    turn = seal()
    assert (turn.sealed, turn.checkpoint.size, Leaf.objects.count()) == (5, 5, 5)
    assert claims.waiting() == (0, None)
    assert Checkpoint.objects.get().size == 5
    entries = list(checker.entries(folder.root, 5))
    assert [bytes(leaf.entry) for leaf in Leaf.objects.all()] == entries
    assert all(b"proposal:" not in entry for entry in entries)
    assert sound(folder).signers == ["test.kz/log"]
    assert seal().checkpoint == turn.checkpoint


def test_the_log_grows_over_tile_edges_and_every_step_extends_the_last(folder):
    kept = []
    for count in (1, 253, 1, 1, 255, 3, 300):
        write(count - 1 if count > 1 else 0, start=1000 * len(kept))
        seal()
        kept.append((folder.root / "checkpoint").read_text())
    report = sound(folder, since=kept)
    assert report.since == [read_checkpoint(one).size for one in kept]
    assert not list(folder.root.glob("tile/0/000.p"))
    assert str(report.checkpoint.size % 256) in [path.name for path in folder.root.glob("tile/0/*.p/*")]


def test_sealing_in_portions_and_twice_loses_and_doubles_nothing(folder):
    write(30)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO journal_unsealed (source, source_id) SELECT source, source_id FROM journal_unsealed")
        cursor.execute("INSERT INTO journal_unsealed (source, source_id) VALUES (1, 987654321), (99, 1)")
    while seal(limit=7).sealed:
        pass
    while claims.waiting()[0] > 2:
        seal(limit=7)
    assert Leaf.objects.count() == 31
    assert claims.waiting()[0] == 2, "a source without a card waits, and a row that is not there"
    sound(folder)


@pytest.mark.parametrize("statement", ["UPDATE journal_leaf SET row = 7", "DELETE FROM journal_leaf",
    "TRUNCATE journal_leaf", "DELETE FROM journal_checkpoint", "UPDATE journal_checkpoint SET size = 9",
    "INSERT INTO journal_leaf VALUES (7, 1, 9999, '', '')"])  # fmt: skip
def test_leaves_and_checkpoints_stay_as_they_are(folder, statement):
    write(3)
    seal()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


class Killed(BaseException):
    """Nobody catches a kill."""


@pytest.mark.parametrize("step", range(10))
def test_killed_at_any_file_the_next_run_makes_it_good(folder, monkeypatch, step):
    write(200)
    seal()
    before = (folder.root / "checkpoint").read_text()
    write(400, start=1000)
    written = []
    replace, unlink = type(folder.root).replace, type(folder.root).unlink

    def step_of(work, *told, **named):
        if len(written) == step:
            raise Killed
        written.append(told)
        return work(*told, **named)

    monkeypatch.setattr(type(folder.root), "replace", lambda *told: step_of(replace, *told))
    monkeypatch.setattr(type(folder.root), "unlink", lambda *told, **named: step_of(unlink, *told, **named))
    with pytest.raises(Killed):
        seal()
    monkeypatch.undo()
    note = (folder.root / "checkpoint").read_text()
    size = read_checkpoint(note).size
    leaves = [bytes(leaf.hash) for leaf in Leaf.objects.all()[:size]]
    assert merkle.root(leaves) == read_checkpoint(note).root, "what is signed is true at every moment"
    assert len(list(checker.entries(folder.root, size))) == size
    assert seal().checkpoint.size == 602
    sound(folder, since=[before, note])
    assert not list(folder.root.parent.glob(".sealing-*"))


def test_killed_before_the_commit_nothing_is_numbered(folder, monkeypatch):
    write(5)
    monkeypatch.setattr(claims, "leaf_hash", lambda _entry: (_ for _ in ()).throw(Killed()))
    with pytest.raises(Killed), transaction.atomic():
        claims.number_waiting()
    monkeypatch.undo()
    assert (Leaf.objects.count(), claims.waiting()[0]) == (0, 6)
    assert seal().sealed == 6


def forge(statement):
    """What a superuser can still do."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
@pytest.mark.parametrize("kept", [0, 3, 8])
def test_a_restored_database_signs_no_fork(folder, kept):
    write(9)
    seal()
    signed = (folder.root / "checkpoint").read_bytes()
    forge("ALTER TABLE journal_leaf DISABLE TRIGGER ALL; ALTER TABLE journal_checkpoint DISABLE TRIGGER ALL")
    forge(f"DELETE FROM journal_leaf WHERE number >= {kept}; DELETE FROM journal_checkpoint")
    forge("ALTER TABLE journal_leaf ENABLE TRIGGER ALL; ALTER TABLE journal_checkpoint ENABLE TRIGGER ALL")
    write(50, start=100)
    with pytest.raises(Fork, match="restored to an earlier"):
        seal()
    assert Leaf.objects.count() == kept, "nothing new was numbered either"
    assert (folder.root / "checkpoint").read_bytes() == signed


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_rewritten_leaves_stop_the_seal(folder):
    write(9)
    seal()
    forge("ALTER TABLE journal_leaf DISABLE TRIGGER ALL; UPDATE journal_leaf SET hash = sha256(hash) WHERE number = 4")
    forge("ALTER TABLE journal_leaf ENABLE TRIGGER ALL")
    write(1, start=50)
    with pytest.raises(Fork, match="not those that were signed"):
        seal()


def test_a_lost_or_foreign_checkpoint_stops_the_seal(folder, tmp_path):
    write(9)
    seal()
    path = folder.root / "checkpoint"
    content = path.read_text()
    path.unlink()
    with pytest.raises(Fork, match="lost its checkpoint"):
        seal()
    path.write_text(content.replace("test.kz/log\n", "evil.kz/log\n", 1))
    with pytest.raises((Fork, notes.NotANote)):
        seal()
    path.write_text(content)
    (folder.root / "tile/0/000.p/10").write_bytes(b"x" * 320)
    with pytest.raises(Fork, match="published tiles"):
        seal()
    (folder.root / "tile/0/000.p/10").unlink()
    with pytest.raises(Lost):
        seal()


def test_the_newest_key_signs_and_the_old_one_beside_it_for_a_time(folder, settings):
    write(3)
    seal()
    old = folder.keys()
    first = (folder.root / "checkpoint").read_text()
    at = datetime(2026, 11, 23, tzinfo=UTC) + timedelta(days=1000)
    keys.add_key(settings.LOG_KEY_FILE, settings.LOG_ORIGIN, at)
    turn = seal(at=at)
    assert turn.checkpoint.size == 4
    both = folder.note()
    assert len(both.signatures) == 2
    assert len(folder.keys()) == 2
    sound(folder, keys=old, since=[first])
    write(2, start=30)
    seal(at=at + publication.BOTH_FOR + timedelta(seconds=1))
    assert len(folder.note().signatures) == 1
    sound(folder, keys=folder.keys()[1:])
    assert "not_signed_by_key" in dict(judged(folder, keys=old).faults).values()


def test_a_new_key_signs_even_where_the_clock_was_set_back(folder, settings):
    write(1)
    seal()
    old = folder.keys()
    new = keys.add_key(settings.LOG_KEY_FILE, settings.LOG_ORIGIN, datetime(2001, 1, 1, tzinfo=UTC))
    assert keys.read_signers(settings.LOG_KEY_FILE)[-1].key == new.key
    seal()
    assert {line.key_id for line in folder.note().signatures} == {new.key.id, old[0].id}
    sound(folder, keys=[new.key])


def test_a_key_others_may_read_and_a_missing_key_stop_the_seal(folder, settings):
    write(1)
    settings.LOG_KEY_MADE_HERE = False
    with pytest.raises(keys.NoKey, match="qala log key"):
        seal()
    keys.add_key(settings.LOG_KEY_FILE, "test.kz/log", datetime.now(UTC))
    settings.LOG_KEY_FILE.chmod(0o644)
    with pytest.raises(keys.NoKey, match="chmod 600"):
        seal()
    assert Leaf.objects.count() == 0
    with pytest.raises(keys.NoKey, match="no name"):
        keys.add_key(settings.LOG_KEY_FILE, "two words", datetime.now(UTC))


def test_the_last_checkpoint_of_a_day_stays_published(folder):
    write(3)
    seal()
    write(3, start=10)
    seal(at=datetime.now(UTC) + timedelta(days=1))
    assert [read_checkpoint(str(note)).size for note in folder.kept()] == [4]
    sound(folder)


def test_subjects_have_one_secret_each(folder):
    record(JOB, "proposals.proposal.submitted", THING.format(1))
    record(JOB, "proposals.proposal.supported", THING.format(1))
    record(JOB, "proposals.proposal.supported", THING.format(2))
    seal()
    assert Secret.objects.count() == 2
    assert len({bytes(leaf.entry) for leaf in Leaf.objects.all()}) == 3
