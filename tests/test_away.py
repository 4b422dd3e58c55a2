"""The database is killed, frozen or out of room in the midst of a form: no word is lost, nothing counts twice."""

import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
OURS = ("DATABASE_URL", "DATABASE_OWNER_URL", "DJANGO_SETTINGS_MODULE", "QALA_VAR")
ROOM_MB = 900
pytestmark = pytest.mark.slow


@contextmanager
def folder() -> Iterator[Path]:
    """A folder for a database of its own, gone afterwards."""
    var = Path(os.environ.get("QALA_VAR", ROOT / "var")) / f"away-{os.getpid()}-{random.randrange(10**6)}"
    var.mkdir(parents=True)
    var.chmod(0o755)  # the database's own account must come through
    try:
        yield var
    finally:
        shutil.rmtree(var, ignore_errors=True)


def tried(var: Path, *more: str) -> dict[str, dict[str, Any]]:
    """What happened at each moment."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "tests" / "away"), "--var", str(var), *more],
        env={name: word for name, word in os.environ.items() if name not in OURS},
        capture_output=True, text=True, timeout=270, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    return {found["moment"]: found for found in json.loads(done.stdout)}


@pytest.fixture(scope="module")
def told() -> Iterator[dict[str, dict[str, Any]]]:
    """Tried once for all tests of this file."""
    with folder() as var:
        yield tried(var)


@pytest.mark.parametrize("moment", ["disk", "question", "case", "journal", "commit", "frozen"])
def test_the_page_keeps_every_word_and_the_resend_makes_one_case(told: dict[str, dict[str, Any]], moment: str):
    found = told[moment]
    assert found["struck"] == ([] if moment == "disk" else [moment])
    assert (found["status"], found["again_after"]) == (503, "10"), found
    assert found["words_kept"], found
    assert found["uid_kept"], found
    assert found["place_kept"], found
    assert found["language"] == found["asked"]
    assert not found["trace"]
    assert found["waited_s"] < 20  # no longer than the pool looks for a database
    assert found["stored_before"] == 0
    assert found["again"] == [303, 303]
    assert found["same_talon"]
    assert (found["cases"], found["words"], found["entries"]) == (1, 1, 1)


def test_an_answer_lost_after_the_commit_is_no_second_case(told: dict[str, dict[str, Any]]):
    found = told["answer"]
    assert found["struck"] == ["answer"]
    assert found["status"] in (303, 503)
    assert found["stored_before"] == 1
    assert found["again"] == [303, 303]
    assert found["same_talon"]
    assert (found["cases"], found["words"], found["entries"]) == (1, 1, 1)


@pytest.fixture(scope="module")
def told_at_desks() -> Iterator[dict[str, dict[str, Any]]]:
    """The same for other forms."""
    with folder() as var:
        yield tried(var, "--part", "desks")


@pytest.mark.parametrize("moment", ["journal", "commit"])
@pytest.mark.parametrize("desk", ["need", "sheet", "presses"])
def test_a_desk_whose_database_dies_has_stored_nothing_and_the_same_sent_again_is_stored(told_at_desks: dict[str, dict[str, Any]], desk: str, moment: str):
    found = told_at_desks[f"{desk}, {moment}"]
    assert found["struck"] == [moment], found
    assert (found["status"], found["again_after"], found["trace"]) == (503, "10", False), found
    assert found["language"] == found["asked"]
    assert found["stored_before"] == [0, 0]
    assert found["again"] in (200, 302)
    rows, entries = found["stored"]
    assert rows == 1
    assert entries >= 1


@pytest.mark.soak
@pytest.mark.skipif(os.geteuid() != 0, reason="a file system of its own is mounted by root alone")
def test_a_disk_full_to_the_brim_is_told_as_such_and_recovers_with_room():
    with folder() as var:
        size = f"size={ROOM_MB}m,mode=755"
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", size, "tmpfs", str(var)], capture_output=True, text=True, check=False)
        if mounted.returncode:
            pytest.skip(f"this machine mounts nothing: {mounted.stderr.strip()}")
        try:
            found = tried(var, "--part", "brim")["brim"]
        finally:
            subprocess.run(["umount", "--lazy", str(var)], check=True)
    assert len(found["refused"]) == 4, found
    for page in found["refused"]:
        assert (page["status"], page["again_after"], page["trace"], page["language"]) == (503, "10", False, page["asked"]), page
        assert page["words_kept"], page
        assert page["uid_kept"], page
    assert set(found["again"]) == {303}
    assert all(one == {"cases": 1, "words": 1, "entries": 1} for one in found["stored"]), found
