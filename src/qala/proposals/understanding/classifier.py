"""Up to three likely categories for a message; people decide.

Two linear models, one on spelling (hashed n-grams) and one on meaning (the centred embedding), speak together:
their log-probabilities are added in shares. One joint model was measured too and was worse, since 16,384 sparse
features and 384 dense ones want different ridges. Without a vector the spelling speaks alone: that is the request path.
"""

from dataclasses import dataclass

import numpy as np

from qala.proposals.understanding import features
from qala.proposals.understanding.embedding import Vector
from qala.proposals.understanding.linear import Floats, Linear, log_chances
from qala.proposals.understanding.voices import Voices


@dataclass(frozen=True, slots=True)
class Suggestion:
    category: str
    probability: float


@dataclass(frozen=True, slots=True)
class Sharpness:
    """Temperatures that make probabilities honest, chosen on texts the models had not seen."""

    fast: float
    full: float


@dataclass(frozen=True, slots=True)
class Model:
    categories: tuple[str, ...]
    rarity: Floats
    spelling: Linear
    meaning: Linear
    meaning_share: float
    sharpness: Sharpness
    placards: dict[str, Floats]
    voices: Voices
    likeness: dict[str, Floats]

    def logs(self, text: str, vector: Vector | None = None) -> Floats:
        """Natural logarithms of the categories' probabilities, before any placard."""
        by_spelling = log_chances(self.spelling.of_row(*features.row(features.counted(text), self.rarity)))
        if vector is None:
            return log_chances(self.sharpness.fast * by_spelling)
        by_meaning = log_chances(self.meaning.of_dense(np.asarray(vector, dtype=np.float64)))
        share = self.meaning_share
        return log_chances(self.sharpness.full * ((1 - share) * by_spelling + share * by_meaning))

    def chances(self, text: str, *, placard_kind: str = "", vector: Vector | None = None) -> Floats:
        """A probability per category, in the order of `categories`; they add up to one."""
        prior = self.placards.get(placard_kind)
        logs = self.logs(text, vector)
        return np.exp(logs if prior is None else log_chances(logs + prior))

    def suggest(
        self, text: str, placard_kind: str = "", *, vector: Vector | None = None, count: int = 3
    ) -> list[Suggestion]:
        """The likeliest categories, best first; an empty list where there is nothing to read."""
        if not any(sign.isalpha() for sign in text):
            return []
        chances = self.chances(text, placard_kind=placard_kind, vector=vector)
        best = np.argsort(-chances, kind="stable")[:count]
        return [Suggestion(self.categories[place], float(chances[place])) for place in best]
