"""One spelling for trigrams: Kazakh, Russian and chat Latin meet in the same letters."""

import re

from qala.proposals.understanding.features import fold, plain

WORD = re.compile(r"\w+")
LONGEST = 1_000  # characters; a longer text says what it is about before that


def folded(text: str) -> str:
    """The folded words of a text, for pg_trgm: «Шұңқыр», «shunqyr» and «шункыр» read the same."""
    return " ".join(fold(word) for word in WORD.findall(plain(text[:LONGEST])))
