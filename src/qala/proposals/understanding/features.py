"""Letters of a message as numbers: hashed character n-grams that one model reads in every style.

Residents write Kazakh with its own letters, with Russian look-alikes (қ→к, ң→н …) and in chat Latin (zholda, jolda),
Russian, English and mixtures. `fold` brings the three spellings of Kazakh close together; the plain spelling stays
beside it, because it still tells «жарық» (light) from what only folds to the same letters.
The hash is `zlib.crc32`: the same on every machine and in every version of Python.
"""

import re
import unicodedata
import zlib
from collections import Counter
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

SIZE = 1 << 14
LENGTHS = (3, 4, 5)
LONGEST = 4000
"""Characters of a message that are read; the rest adds time, not sense."""

_LOOK_ALIKES = str.maketrans(
    {"ә": "а", "ғ": "г", "қ": "к", "ң": "н", "ө": "о", "ұ": "у", "ү": "у", "һ": "х", "і": "и"}
    | {"ы": "и", "й": "и", "ё": "е", "э": "е", "щ": "ш", "ъ": "", "ь": ""}
)
_PAIRS = (
    ("sh", "ш"), ("ch", "ч"), ("zh", "ж"), ("kh", "х"), ("gh", "г"), ("ya", "я"), ("yu", "ю"), ("ts", "ц"), ("ck", "к"),
)  # fmt: skip
_SINGLE = str.maketrans(
    dict(zip("abcdefghijklmnopqrstuvwxyz", "абцдефгхижклмнопкрстуввкиз", strict=True))
    | {"ǵ": "г", "ğ": "г", "ŋ": "н", "ñ": "н", "ı": "и", "ü": "у", "ö": "о", "ä": "а", "ş": "ш", "ū": "у"}
)
_WORD = re.compile(r"\w+")
_REPEATED = re.compile(r"(.)\1+")
_NUMBER = re.compile(r"\d+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]+")


def clean(text: str) -> str:
    """One composition, no control or direction signs, no lone surrogates, one space between words."""
    return " ".join(_CONTROL.sub(" ", unicodedata.normalize("NFC", text[:LONGEST])).split())


def plain(text: str) -> str:
    """`clean`, in lower case."""
    return clean(text).casefold()


@lru_cache(maxsize=8192)
def fold(word: str) -> str:
    """Bring one lower-case word to Russian letters without doubles, whatever script its writer used.

    >>> fold("шұңқыр") == fold("шункыр") == fold("shunqyr")
    True
    """
    for latin, cyrillic in _PAIRS:
        word = word.replace(latin, cyrillic)
    return _REPEATED.sub(r"\1", word.translate(_SINGLE).translate(_LOOK_ALIKES))


_KAZAKH = str.maketrans(
    dict(zip("abcdefghijklmnopqrstuvwxyz", "абсдефгхижклмнопқрстуввхыз", strict=True))
    | {"ǵ": "ғ", "ğ": "ғ", "ŋ": "ң", "ñ": "ң", "ı": "ы", "ü": "ү", "ö": "ө", "ä": "ә", "ş": "ш", "ū": "ұ"}
)


def in_cyrillic(text: str) -> str:
    """Chat Latin Kazakh in Cyrillic letters, as near as single letters allow: the embedding was taught Cyrillic Kazakh.

    >>> in_cyrillic("Zholda zharyq joq")
    'жолда жарық жоқ'
    """
    text = plain(text)
    for latin, cyrillic in (*_PAIRS[:4], ("gh", "ғ"), *_PAIRS[5:-1], ("j", "ж")):
        text = text.replace(latin, cyrillic)
    return text.translate(_KAZAKH)


def folded(text: str) -> str:
    """The message in folded words: store it beside the text and let pg_trgm compare this."""
    return " ".join(fold(word) for word in _WORD.findall(plain(text)))


def counted(text: str) -> Counter[int]:
    """Count the hashed n-grams of the plain and the folded spelling; any number counts as one sign."""
    counts: Counter[int] = Counter()
    for word in _WORD.findall(_NUMBER.sub("0", plain(text))):
        for mark, spelling in (("p", word), ("f", fold(word))):
            framed = f" {spelling} "
            for length in LENGTHS:
                for start in range(max(1, len(framed) - length + 1)):
                    counts[zlib.crc32(f"{mark}{framed[start : start + length]}".encode()) % SIZE] += 1
    return counts


def row(
    counts: Counter[int], weights: NDArray[np.float64] | None = None
) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """Places and values of one sparse row: damped counts (1 + ln n), weighted, of length one (or empty)."""
    places = np.fromiter(counts.keys(), np.intp, len(counts))
    values = 1.0 + np.log(np.fromiter(counts.values(), np.float64, len(counts)))
    if weights is not None:
        values = values * weights[places]
    length = float(np.sqrt((values**2).sum()))
    return places, values / length if length else values


def trigrams(text: str) -> frozenset[str]:
    """Trigrams of the folded words as pg_trgm cuts them: two blanks before a word, one behind."""
    framed = (f"  {word} " for word in folded(text).split())
    return frozenset(word[i : i + 3] for word in framed for i in range(len(word) - 2))


def similarity(one: frozenset[str], other: frozenset[str]) -> float:
    """Shared trigrams over all trigrams, 0 to 1 (pg_trgm's `similarity`)."""
    return len(one & other) / len(one | other) if one or other else 0.0
