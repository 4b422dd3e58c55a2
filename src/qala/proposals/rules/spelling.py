"""One spelling for trigrams: Kazakh, Russian and chat Latin meet in the same letters."""

import re

from qala.proposals.understanding.features import fold, plain

WORD = re.compile(r"\w+")
LONGEST = 1_000  # characters; a longer text says what it is about before that


def folded(text: str) -> str:
    """The folded words of a text, for pg_trgm: «Шұңқыр», «shunqyr» and «шункыр» read the same."""
    return " ".join(fold(word) for word in WORD.findall(plain(text[:LONGEST])))


def trigrams(words: str) -> frozenset[str]:
    """The trigrams of folded words as pg_trgm takes them: two blanks before a word, one after."""
    framed = (f"  {word} " for word in words.split())
    return frozenset(word[at : at + 3] for word in framed for at in range(len(word) - 2))


def similarity(left: str, right: str) -> float:
    """Shared trigrams of all, from 0 to 1: what `similarity()` of pg_trgm says of two folded texts."""
    one, other = trigrams(left), trigrams(right)
    return len(one & other) / len(one | other) if one | other else 0.0
