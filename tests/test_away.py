"""The database is killed in the midst of the form, or its disk is full: no word is lost, nothing counts twice."""

import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
OURS = ("DATABASE_URL", "DATABASE_OWNER_URL", "DJANGO_SETTINGS_MODULE", "QALA_VAR")
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def told() -> Iterator[dict[str, dict[str, Any]]]:
    """What happened at each moment, tried once for all tests of this file."""
    var = Path(os.environ.get("QALA_VAR", ROOT / "var")) / f"away-{os.getpid()}-{random.randrange(10**6)}"
    var.mkdir(parents=True)
    var.chmod(0o755)  # the database's own account must come through
    try:
        done = subprocess.run(
            [sys.executable, str(ROOT / "tests" / "away"), "--var", str(var)],
            env={name: word for name, word in os.environ.items() if name not in OURS},
            capture_output=True, text=True, timeout=240, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr[-3000:]
        yield {found["moment"]: found for found in json.loads(done.stdout)}
    finally:
        shutil.rmtree(var, ignore_errors=True)


@pytest.mark.parametrize("moment", ["disk", "question", "case", "journal", "commit"])
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
