"""Do two messages speak of one thing? A score between 0 and 1 with reasons a person can read; nothing is merged here.

The words' part (shared trigrams, meaning, categories) was fitted on the gold set's train split, for a message against
some twenty others from its neighbourhood. The parts of place and time are assumed and stand below as plain numbers
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
class Where:
    """What is known of the place: opaque keys, the placard's kind, a point in metres of one plane; empty is unknown."""

    asset: str = ""
    placard: str = ""
    placard_kind: str = ""
    point: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Sighting:
    """What is compared of a message."""

    letters: frozenset[str]
    chances: Floats
    vector: Vector | None
    at: datetime
    where: Where = Where()


@dataclass(frozen=True, slots=True)
class Reach:
    """How far and how long one thing of this category goes on: metres and days."""

    metres: float = 250.0
    days: float = 84.0


@dataclass(frozen=True, slots=True)
class Reason:
    """Why two messages look alike.

    Codes and amounts: same_asset, same_placard, category (1); near (metres); recent (hours); words, meaning (0 to 1).
    """

    code: str
    amount: float = 1.0


@dataclass(frozen=True, slots=True)
class Likeness:
    score: float
    reasons: tuple[Reason, ...]


def sighting(
    model: Model, text: str, at: datetime, where: Where | None = None, vector: Vector | None = None
) -> Sighting:
    """Read a message once, compare it often."""
    where = where or Where()
    chances = model.chances(text, placard_kind=where.placard_kind, vector=vector)
    return Sighting(trigrams(text), chances, vector, at, where)


def signs(one: Sighting, other: Sighting) -> Floats:
    """The words in numbers: shared trigrams, ln of the chance of one category, and meaning where both have a vector."""
    together = log(float(one.chances @ other.chances) + 1e-3)
    plain = [similarity(one.letters, other.letters), together]
    if one.vector is None or other.vector is None:
        return np.array(plain)
    return np.array([*plain, float(one.vector @ other.vector)])


def odds_of_words(model: Model, numbers: Floats) -> float:
    """What `signs` say of one thing, in log-odds, before place and time."""
    weights = model.likeness["full" if len(numbers) == 3 else "fast"]
    return float(weights[:-1] @ numbers + weights[-1])


def chance(odds: float) -> float:
    """Log-odds as a number between 0 and 1."""
    return 1 / (1 + exp(-odds))


def compare(model: Model, one: Sighting, other: Sighting, reach: Reach | None = None) -> Likeness | None:
    """The likeness of a pair, or None where place or time says they cannot be one thing."""
    reach = reach or Reach()
    placed = _place(one.where, other.where, reach)
    days = abs((one.at - other.at).total_seconds()) / 86_400
    if placed is None or days > reach.days:
        return None
    numbers = signs(one, other)
    odds = odds_of_words(model, numbers) + placed[0] + OLDEST * days / reach.days
    cuts = model.likeness["cuts"]
    why = [*placed[1]]
    why += [Reason("recent", round(days * 24, 1))] if days <= 2 else []
    why += [Reason("words", round(float(numbers[0]), 2))] if numbers[0] >= cuts[2] else []
    why += [Reason("meaning", round(float(numbers[2]), 2))] if len(numbers) == 3 and numbers[2] >= cuts[3] else []
    why += [Reason("category")] if one.chances.argmax() == other.chances.argmax() else []
    return Likeness(chance(odds), tuple(why))


def likely(model: Model, likeness: Likeness, *, with_meaning: bool) -> bool:
    """Whether to show the pair to a person as probably one thing: the cut with the best F1 on the train split."""
    return bool(likeness.score >= model.likeness["cuts"][1 if with_meaning else 0])


def _place(one: Where, other: Where, reach: Reach) -> tuple[float, list[Reason]] | None:
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
