"""Percentiles of measured times, and a word to the person who waits."""

import sys
import time
from collections.abc import Sequence

_began = time.monotonic()


def at_share(times: Sequence[float], share: float) -> float:
    """The value below which `share` of the times lie (nearest rank); 0 where nothing was measured."""
    row = sorted(times)
    return round(row[min(len(row) - 1, int(share * len(row)))], 2) if row else 0.0


def p50(times: Sequence[float]) -> float:
    return at_share(times, 0.50)


def p95(times: Sequence[float]) -> float:
    return at_share(times, 0.95)


def p99(times: Sequence[float]) -> float:
    return at_share(times, 0.99)


def say(words: str) -> None:
    """Progress goes to stderr: stdout is for the one JSON object."""
    print(f"[{time.monotonic() - _began:6.1f} s] {words}", file=sys.stderr, flush=True)
