"""Which voice a message speaks in: six of them, because Kazakh is written in four ways here.

lingua was measured and left out: it has no Latin Kazakh (0 of 37 right) and takes half a second and 76 MB for the rest;
these 1,024 × 6 weights learned from the gold set tell kk, ru and en apart in 316 of 317 test texts
(docs/parts/proposals-understanding.md).
"""

import re
import zlib
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from qala.proposals.understanding.features import plain, row
from qala.proposals.understanding.linear import Floats, Linear

VOICES = ("en", "kk", "kk_latin", "kk_ru_letters", "mixed", "ru")
LANGUAGE = {"en": "en", "ru": "ru"}
"""Voice to language of the page; every other voice reads Kazakh."""
SIZE = 1024
_LETTERS = re.compile(r"[^\W\d_]+")


def counted(text: str) -> Counter[int]:
    """Hashed n-grams of 2 to 4 letters, unfolded: here the spelling is the point."""
    words = [f" {word} " for word in _LETTERS.findall(plain(text))]
    pieces = [
        word[start : start + length]
        for word in words
        for length in (2, 3, 4)
        for start in range(len(word) - length + 1)
    ]
    return Counter(map(_place, pieces))


@lru_cache(maxsize=1 << 16)
def _place(letters: str) -> int:
    """A text has two hundred n-grams, and mostly those of other texts."""
    return zlib.crc32(letters.encode()) % SIZE


@dataclass(frozen=True, slots=True)
class Voices:
    """Tells the voice, and carries each voice's mean vector: the part that says only 'this is Kazakh'."""

    scorer: Linear
    means: Floats

    def of(self, text: str) -> str:
        """One of VOICES; a message without letters counts as Kazakh, the page's first language."""
        places, values = row(counted(text))
        return VOICES[int(self.scorer.of_row(places, values).argmax())] if len(places) else "kk"

    def language(self, text: str) -> str:
        """kk, ru or en: the language in which to answer."""
        return LANGUAGE.get(self.of(text), "kk")

    def centre(self, vector: NDArray[np.float32], voice: str) -> NDArray[np.float32]:
        """Subtract the voice's mean and bring the vector back to length one: meanings of two languages then meet."""
        moved = vector - self.means[VOICES.index(voice)]
        return np.asarray(moved / (np.linalg.norm(moved) or 1.0), dtype=np.float32)
