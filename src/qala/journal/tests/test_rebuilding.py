"""A publication that was lost comes back from the database byte for byte, or not at all."""

import shutil
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command

from qala.journal.actions import Witness as Anybody
from qala.journal.actions import cosign
from qala.journal.log import record_many
from qala.journal.sealing import keys
from qala.journal.sealing.publication import Fork
from qala.journal.sealing.sequencer import seal
from qala.journal.tests.witness import Witness
from qala.kernel.actors import Job

pytestmark = pytest.mark.django_db
JOB = Job("tests.rebuilding")


def write(count, start):
    record_many(JOB, "proposals.incident.joined", [f"proposals.proposal:{start + at}" for at in range(count)])
    return seal()


def files(folder):
    return {path.relative_to(folder.root).as_posix(): path.read_bytes() for path in folder.root.rglob("*") if path.is_file()}


def lose(folder, tmp_path):
    """Everything that was published, gone; what it was, and the last checkpoint somebody kept."""
    before = files(folder)
    kept = tmp_path / "kept"
    kept.write_bytes(before["checkpoint"])
    shutil.rmtree(folder.root)
    return before, kept


@pytest.fixture
def grown(folder, settings):
    """Several seals over tile edges, a second day, a new key, a witness under an old and under the newest checkpoint."""
    for at, count in enumerate((3, 200, 60, 7)):
        write(count, 1_000 * at)
    keys.add_key(settings.LOG_KEY_FILE, settings.LOG_ORIGIN, datetime.now(UTC))
    write(300, 10_000)
    witness = Witness("maslikhat.kz", folder.keys())
    settings.LOG_WITNESSES_FILE.write_text(f"{witness.key}\n")
    cosign(by=Anybody(), folder=folder, content=witness.cosign(folder.root))
    write(5, 20_000)
    cosign(by=Anybody(), folder=folder, content=witness.cosign(folder.root))
    return folder


def test_the_same_bytes_come_back(grown, tmp_path):
    before, kept = lose(grown, tmp_path)
    assert len(before) > 10
    with pytest.raises(Fork, match="qala log publish"):
        seal()
    call_command("log_publish", since=[kept])
    assert files(grown) == before
    assert write(10, 30_000).sealed == 12, "and the log grows on, with the witness's own entry"
    call_command("log_audit")


def test_the_last_checkpoint_of_each_day_comes_back(folder, tmp_path, monkeypatch):
    write(3, 0)
    at = datetime.now(UTC)
    monkeypatch.setattr("qala.journal.sealing.sequencer.now", lambda: at + timedelta(days=1))
    write(3, 100)
    before, kept = lose(folder, tmp_path)
    assert "checkpoints/4" in before
    # The database dated both checkpoints today: a day between them is what its clock would have said.
    days = iter([at, at + timedelta(days=1)])
    monkeypatch.setattr("qala.journal.sealing.rebuilding.local", lambda _told: next(days))
    call_command("log_publish", since=[kept])
    assert files(folder) == before


def test_a_database_that_was_set_back_is_not_published_over_what_others_keep(grown, tmp_path):
    before, kept = lose(grown, tmp_path)
    longer = tmp_path / "longer"
    size = int(kept.read_text().splitlines()[1])
    longer.write_text(kept.read_text().replace(f"\n{size}\n", f"\n{size + 1}\n", 1))
    with pytest.raises(CommandError, match="does not hold"):
        call_command("log_publish", since=[longer])
    assert "checkpoint" not in files(grown), "without a checkpoint nothing is published"
    call_command("log_publish", since=[kept])
    assert files(grown) == before


def test_nothing_is_rebuilt_over_a_standing_publication_or_out_of_nothing(folder):
    with pytest.raises(CommandError, match="no checkpoint"):
        call_command("log_publish", nobody_keeps_one=True)
    write(3, 0)
    with pytest.raises(CommandError, match="Move what is left"):
        call_command("log_publish", nobody_keeps_one=True)
