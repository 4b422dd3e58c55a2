"""Benchmarks in small: each ends, names its figures, loses nothing and doubles nothing."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FIGURES = {
    "storm_p95_ms", "storm_per_s", "storm_distinct_per_s", "storm_lost", "storm_doubled", "saturation_per_s",
    "duplicate_search_p95_ms", "page_p95_ms", "stored_cases", "stored_vectors", "embedded_texts",
}  # fmt: skip
RIVALS = {
    "bare_insert_storm_p95_ms", "bare_insert_saturation_per_s", "trigram_index_without_place_p95_ms",
    "trigram_scan_p95_ms", "list_by_paginator_p95_ms",
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_storm_in_small_loses_and_doubles_nothing(database_environment: dict[str, str], tmp_path: Path):
    done = subprocess.run(
        [sys.executable, str(ROOT / "benchmarks" / "proposals"), "--quick"],
        env={**os.environ, **database_environment, "QALA_VAR": str(tmp_path)},
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout)
    assert told.keys() >= FIGURES
    assert told["baselines"].keys() >= RIVALS
    assert (told["storm_lost"], told["storm_doubled"], told["storm_photos_lost"]) == (0, 0, 0)
    assert told["storm_numbers"] == told["storm_distinct"] == 60
    assert (told["storm_journal_gap"], told["storm_without_words"]) == (0, 0)
    assert (told["database"]["fsync"], told["database"]["synchronous_commit"]) == ("on", "on")
    assert told["stored_cases"] == told["stored_spellings"] == 2_000


MONEY = {
    "bulk_per_s", "bulk_vs_copy", "single_per_s", "single_p99_ms", "hot_vs_spread", "rowlock_per_s", "past_balance_ms",
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_books_in_small_add_up(database_environment: dict[str, str], tmp_path: Path):
    done = subprocess.run(
        [sys.executable, str(ROOT / "benchmarks" / "ledger"), "--quick"],
        env={**os.environ, **database_environment, "QALA_VAR": str(tmp_path)},
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout)
    assert told.keys() >= MONEY
    assert told["baselines"].keys() >= {"copy_per_s", "raw_insert_per_s", "rowlock_one_hot_account_per_s"}
    assert told["left_over_tiyn"] == 0
    assert told["past_postings"] >= 1_500
    assert (told["database"]["fsync"], told["database"]["synchronous_commit"]) == ("on", "on")


LUNCH = {"sync_seconds", "sync_lost", "sync_doubled", "month_close_seconds", "proofs_per_s", "verify_per_s"}


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_lunch_peak_in_small_loses_and_doubles_nothing(database_environment: dict[str, str], tmp_path: Path):
    done = subprocess.run(
        [sys.executable, str(ROOT / "benchmarks" / "meals"), "--quick"],
        env={**os.environ, **database_environment, "QALA_VAR": str(tmp_path)},
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout)
    assert told.keys() >= LUNCH
    assert "bare_meals_per_s" in told["baselines"]
    assert (told["sync_meals"], told["sync_lost"], told["sync_doubled"], told["left_over_tiyn"]) == (120, 0, 0, 0)
    assert told["month_close_holds"] == told["month_close_vouchers"] == 60


PLANS = {
    f"{name}_{figure}" for name in ("plan_25000", "plan_10000", "multi_10000")
    for figure in ("seconds", "gap", "value", "bound", "columns", "proof_seconds", "checker_seconds")
}  # fmt: skip


@pytest.mark.slow
def test_programmes_in_small_are_proved_and_beat_the_lists():
    done = subprocess.run(
        [sys.executable, str(ROOT / "benchmarks" / "plan"), "--quick", "--whole-seconds", "5"],
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout)
    assert told.keys() >= PLANS
    for name in ("plan_25000", "plan_10000", "multi_10000"):
        assert 0 <= told[f"{name}_gap"] < told["baselines"][f"{name}_worst_first_gap"]
        assert told[f"{name}_value"] <= told[f"{name}_bound"]
