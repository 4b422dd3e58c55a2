"""Silent places: where fewer voices come than people live. Places are never ranked by their number of reports.

Many reports mean many eyes as much as many holes (mySociety, "Understanding report data"). So a place is compared with
what its inhabitants would send at the city's rate, by the exact Poisson probability of so few or so many.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from math import exp, inf, lgamma, log

ENOUGH_EXPECTED = 5.0  # below this a zero proves nothing (assumption)
DOUBT = 0.01  # probability below which we call a place silent or loud (assumption)


class Voice(StrEnum):
    """What the count of a place says beside its expectation."""

    SILENT = "silent"
    USUAL = "usual"
    LOUD = "loud"
    TOO_FEW_TO_TELL = "too_few_to_tell"
    NOBODY_LIVES_HERE = "nobody_lives_here"


@dataclass(frozen=True)
class Place:
    """A place, how many live there and how many cases came from it."""

    key: str
    inhabitants: int
    observed: int


@dataclass(frozen=True)
class Heard:
    """Observed beside expected; ``chance`` is the probability of a count so extreme if the place were usual."""

    place: Place
    expected: float
    chance: float
    voice: Voice


def log_probability(count: int, mean: float) -> float:
    """Logarithm of the Poisson probability of exactly ``count``."""
    if mean == 0:
        return 0.0 if count == 0 else -inf
    return count * log(mean) - mean - lgamma(count + 1)


def at_most(count: int, mean: float) -> float:
    """Poisson probability of ``count`` or fewer."""
    return min(1.0, sum(exp(log_probability(k, mean)) for k in range(count + 1)))


def at_least(count: int, mean: float) -> float:
    """Poisson probability of ``count`` or more."""
    return 1.0 if count <= 0 else max(0.0, 1.0 - at_most(count - 1, mean))


def heard(places: Iterable[Place]) -> list[Heard]:
    """Each place beside what the city's rate expects, in the order given."""
    listed = list(places)
    if any(place.inhabitants < 0 or place.observed < 0 for place in listed):
        raise ValueError("nobody counts below zero")
    living = sum(place.inhabitants for place in listed)
    voices = sum(place.observed for place in listed if place.inhabitants)
    rate = voices / living if living else 0.0
    return [_hear(place, rate * place.inhabitants) for place in listed]


def _hear(place: Place, expected: float) -> Heard:
    if not place.inhabitants:
        return Heard(place, 0.0, 1.0, Voice.NOBODY_LIVES_HERE)
    below = place.observed < expected
    chance = at_most(place.observed, expected) if below else at_least(place.observed, expected)
    if expected < ENOUGH_EXPECTED and (below or place.observed < ENOUGH_EXPECTED):
        voice = Voice.TOO_FEW_TO_TELL
    elif chance >= DOUBT:
        voice = Voice.USUAL
    else:
        voice = Voice.SILENT if below else Voice.LOUD
    return Heard(place, expected, chance, voice)
