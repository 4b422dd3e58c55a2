"""The whole run: batches, single transfers, the past. Our figures on top, rivals under `baselines`."""

from argparse import Namespace
from typing import Any

from django.db import connection
from ground import Ground, laid, say, shown
from hands import measured
from many import rates
from past import asked as past_asked
from past import filled

ROUNDS = 4  # rivals take turns, so that what disturbs the machine disturbs all


def run(asked: Namespace) -> dict[str, Any]:
    ground = laid(asked.accounts)
    say(f"batches of {asked.batch}, one client")
    many = rates(ground, asked.batches, asked.batch)
    figures: dict[str, Any] = {
        "bulk_per_s": round(many["spread"]),
        "bulk_vs_copy": round(many["spread"] / many["copy"], 3),
        "bulk_hot_per_s": round(many["hot"]),
        "bulk_hot_vs_spread": round(many["hot"] / many["spread"], 3),
    }
    baselines: dict[str, Any] = {
        "copy_per_s": round(many["copy"]),
        "staged_insert_per_s": round(many["set"]),
    }
    rate, slow = singles(ground, asked)
    figures |= {
        "single_per_s": round(rate["spread"]), "single_p99_ms": round(slow["spread"], 2),
        "single_one_client_per_s": round(rate["one"]), "single_one_client_p99_ms": round(slow["one"], 2),
        "hot_per_s": round(rate["hot"]), "hot_p99_ms": round(slow["hot"], 2),
        "hot_vs_spread": round(rate["hot"] / rate["spread"], 3), "rowlock_per_s": round(rate["rowlock"]),
        "single_clients": asked.clients,
    }  # fmt: skip
    baselines |= {
        "raw_insert_per_s": round(rate["raw"]), "raw_insert_p99_ms": round(slow["raw"], 2),
        "rowlock_spread_p99_ms": round(slow["rowlock"], 2), "rowlock_one_hot_account_per_s": round(rate["rowlock hot"]),
        "rowlock_one_hot_account_p99_ms": round(slow["rowlock hot"], 2),
    }  # fmt: skip
    say(f"{asked.postings:,} postings of the past")
    postings = filled(ground, asked.postings)
    every, hot = past_asked(ground, asked.questions)
    figures |= {"past_balance_ms": round(every, 2), "past_balance_hot_ms": round(hot, 2), "past_postings": postings}
    figures |= {"left_over_tiyn": left_over(), "baselines": baselines}
    figures["database"] = shown("server_version", "fsync", "synchronous_commit", "full_page_writes", "shared_buffers")
    return figures


def singles(ground: Ground, asked: Namespace) -> tuple[dict[str, float], dict[str, float]]:
    """Transfers a second and the 99th percentile in milliseconds, by name of the course."""
    took: dict[str, list[float]] = {}
    for turn in range(ROUNDS):
        for at, (name, kind, clients, hot) in enumerate(courses(asked.clients)):
            say(f"{name}, round {turn + 1} of {ROUNDS}")
            seconds, seed = asked.seconds / ROUNDS, 1 + at + turn * 10
            times = measured(kind, ground, clients=clients, seconds=seconds, hot=hot, seed=seed)
            took.setdefault(name, []).extend(times)
    rate = {name: len(times) / asked.seconds for name, times in took.items()}
    slow = {name: sorted(times)[int(len(times) * 0.99)] * 1_000 for name, times in took.items()}
    return rate, slow


def courses(clients: int) -> list[tuple[str, str, int, bool]]:
    """Name, who writes, how many clients, whether all pay one account."""
    return [
        ("one", "ours", 1, False), ("spread", "ours", clients, False), ("hot", "ours", clients, True),
        ("raw", "raw", clients, False), ("rowlock", "rowlock", clients, False),
        ("rowlock hot", "rowlock", clients, True),
    ]  # fmt: skip


def left_over() -> int:
    """All accounts together: zero, or the run made money."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(sum(tiyn), 0) FROM ledger_posting")
        return int(cursor.fetchone()[0])
