"""Whoever falls over at lunch, nothing that was acknowledged is lost and no tenge is made."""

import json
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
FEW = (1, 2)
OURS = ("DATABASE_URL", "DATABASE_OWNER_URL", "DJANGO_SETTINGS_MODULE", "QALA_VAR")


def killed(var: Path, seeds: list[int], patience: int, kills: int = 2) -> list[dict[str, Any]]:
    var.chmod(0o755)  # the database's own account must come through
    done = subprocess.run(
        [sys.executable, str(ROOT / "tests" / "kills"), "--var", str(var), "--kills", str(kills), "--seeds",
         *map(str, seeds)],
        env={name: word for name, word in os.environ.items() if name not in OURS},
        capture_output=True, text=True, timeout=patience, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [one["seed"] for one in found] == seeds
    for one in found:
        require_killed(one, kills)
        require_whole(one)
    return found


def require_killed(found: dict[str, Any], kills: int) -> None:
    """Somebody alive fell while phones waited for answers, of either kind; and who closed the month fell at it."""
    lunch = [who for where, who in found["killed"] if where == "lunch"]
    assert (len(lunch), set(lunch)) == (kills, {"server", "database"}), found
    assert ["close", "closer"] in found["killed"], found
    assert found["closings"] >= 2, found


def require_whole(found: dict[str, Any]) -> None:
    """Every promise of the issue, for one seed."""
    assert found["acknowledged"] == found["signed"] == found["events"] == found["meals"] > 0, found
    assert (found["acknowledged_lost"], found["meals_without_draw"], found["draws_without_meal"]) == (0, 0, 0), found
    assert (found["left_over_tiyn"], found["payable_less_meals"], found["holds_open"]) == (0, 0, 0), found
    assert (found["log_faults"], found["audit"]) == ([], []), found
    assert found["log_extends"] == found["log_kept"] >= 1, found


@pytest.fixture
def var(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = Path(os.environ.get("QALA_VAR", ROOT / "var")) / f"kills-{os.getpid()}-{random.randrange(10**6)}"
    folder.mkdir(parents=True)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.slow
@pytest.mark.timeout(1_300)
def test_server_and_database_killed_at_lunch_and_at_the_close(var: Path):
    assert len(killed(var, list(FEW), 1_200)) == len(FEW)


@pytest.mark.soak
@pytest.mark.timeout(25_000)
def test_hundreds_of_kills(var: Path):
    """Each seed kills ten times or so: 40 seeds are four hundred deaths, in an hour or two."""
    found = killed(var, list(range(100, 140)), 24_000, kills=9)
    assert sum(len(one["killed"]) for one in found) >= 400
