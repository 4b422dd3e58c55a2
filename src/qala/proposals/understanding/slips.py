"""Slips of the thumb, always the same for the same text, to measure what they cost."""

import random
import zlib


def slip(text: str, *, count: int = 2) -> str:
    """The text with `count` letters swapped, dropped or doubled inside its words."""
    dice = random.Random(zlib.crc32(text.encode()))  # noqa: S311 -- repeatable measurement, not a secret
    signs = list(text)
    for _ in range(count):
        inside = [at for at in range(1, len(signs) - 1) if signs[at].isalpha() and signs[at + 1].isalpha()]
        if not inside:
            break
        at = dice.choice(inside)
        kind = dice.randrange(3)
        if kind == 0:
            signs[at], signs[at + 1] = signs[at + 1], signs[at]
        elif kind == 1:
            del signs[at]
        else:
            signs.insert(at, signs[at])
    return "".join(signs)
