"""Do two messages speak of one thing? A score between 0 and 1 with reasons a person can read; nothing is merged here.

The words' part (shared trigrams, meaning, categories) was fitted on the gold set's train split, for a message against some
twenty others from its neighbourhood. The parts of place and time are assumed and stand below as plain numbers
in log-odds. Candidates come from the database by asset, placard, distance and days; this file only judges pairs.
"""

from dataclasses import dataclass
from datetime import datetime
from math import dist, exp, log

import numpy as np

from qala.proposals.understanding.classifier import Model
from qala.proposals.understanding.embedding import Vector
from qala.proposals.understanding.features import similarity, trigrams
from qala.proposals.understanding.linear import Floats

SAME_ASSET = 1.5
SAME_PLACARD = 1.0
NEAREST = 0.5
"""For two points on one spot; falls evenly to 0 at the edge of the category's radius."""
PLACE_UNKNOWN = -2.0
OLDEST = -1.0
"""At the end of the category's days; 0 at the same moment."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """What is compared of a message. Points are metres in one plane; keys are opaque; empty means unknown."""

    letters: frozenset[str]
    chances: Floats
    vector: Vector | None
    at: datetime
    asset: str = ""
    placard: str = ""
    point: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Reach:
    """How far and how long one thing of this category goes on: metres and days."""

    metres: float = 250.0
    days: float = 84.0


@dataclass(frozen=True, slots=True)
class Reason:
    """Why two messages look alike: same_asset, same_placard, near (metres), recent (hours), words, meaning, category (0 to 1)."""

    code: str
    amount: float = 1.0


@dataclass(frozen=True, slots=True)
class Likeness:
    score: float
    reasons: tuple[Reason, ...]


def sighting(
    model: Model, text: str, at: datetime, *, vector: Vector | None = None, placard_kind: str = "", asset: str = "",
    placard: str = "", point: tuple[float, float] | None = None,
) -> Sighting:  # fmt: skip
    """Read a message once, compare it often."""
    chances = model.chances(text, placard_kind=placard_kind, vector=vector)
    return Sighting(trigrams(text), chances, vector, at, asset, placard, point)


def signs(one: Sighting, other: Sighting) -> Floats:
    """The words' part in numbers: shared trigrams, ln of the odds that both have one category, and meaning if both have it."""
    together = log(float(one.chances @ other.chances) + 1e-3)
    plain = [similarity(one.letters, other.letters), together]
    if one.vector is None or other.vector is None:
        return np.array(plain)
    return np.array([*plain, float(one.vector @ other.vector)])


def compare(model: Model, one: Sighting, other: Sighting, reach: Reach | None = None) -> Likeness | None:
    """The likeness of a pair, or None where place or time says they cannot be one thing."""
    reach = reach or Reach()
    placed = _place(one, other, reach)
    days = abs((one.at - other.at).total_seconds()) / 86_400
    if placed is None or days > reach.days:
        return None
    numbers = signs(one, other)
    weights = model.likeness["full" if len(numbers) == 3 else "fast"]
    odds = float(weights[:-1] @ numbers + weights[-1]) + placed[0] + OLDEST * days / reach.days
    cuts = model.likeness["cuts"]
    why = [*placed[1]]
    why += [Reason("recent", round(days * 24, 1))] if days <= 2 else []
    why += [Reason("words", round(float(numbers[0]), 2))] if numbers[0] >= cuts[2] else []
    why += [Reason("meaning", round(float(numbers[2]), 2))] if len(numbers) == 3 and numbers[2] >= cuts[3] else []
    why += [Reason("category")] if one.chances.argmax() == other.chances.argmax() else []
    return Likeness(1 / (1 + exp(-odds)), tuple(why))


def likely(model: Model, likeness: Likeness, *, with_meaning: bool) -> bool:
    """Whether to show the pair to a person as probably one thing: the cut with the best F1 on the train split."""
    return bool(likeness.score >= model.likeness["cuts"][1 if with_meaning else 0])


def _place(one: Sighting, other: Sighting, reach: Reach) -> tuple[float, list[Reason]] | None:
    if one.asset and one.asset == other.asset:
        return SAME_ASSET, [Reason("same_asset")]
    if one.placard and one.placard == other.placard:
        return SAME_PLACARD, [Reason("same_placard")]
    if one.point is None or other.point is None:
        return PLACE_UNKNOWN, []
    metres = dist(one.point, other.point)
    if metres > reach.metres:
        return None
    return NEAREST * (1 - metres / reach.metres), [Reason("near", round(metres))]
