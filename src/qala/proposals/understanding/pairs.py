"""Pairs of the gold set on which likeness is fitted and measured: each message among invented neighbours."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from qala.proposals.understanding.gold import GoldText
from qala.proposals.understanding.linear import Floats, fit

SAME_KIND = 10
OTHER_KIND = 10


@dataclass(frozen=True, slots=True)
class Pair:
    one: int
    other: int
    twins: bool


def neighbourhood(texts: Sequence[GoldText]) -> list[Pair]:
    """For every text with a twin: its twins, ten strangers of its category and ten of others, always the same.

    Hard on purpose: around a real bus stop ten open cases of one category within a radius are many.
    Every unordered pair stands once.
    """
    found: dict[tuple[int, int], bool] = {}
    for place, text in enumerate(texts):
        if not text.incident:
            continue
        twins = [at for at, each in enumerate(texts) if each.incident == text.incident and at != place]
        if not twins:
            continue
        strangers = [at for at, each in enumerate(texts) if each.incident != text.incident]
        strangers.sort(key=lambda at: zlib.crc32(f"{text.id} {texts[at].id}".encode()))
        alike = [at for at in strangers if texts[at].category == text.category][:SAME_KIND]
        unlike = [at for at in strangers if texts[at].category != text.category][:OTHER_KIND]
        for at in [*twins, *alike, *unlike]:
            found[min(place, at), max(place, at)] = at in twins
    return [Pair(one, other, twins) for (one, other), twins in sorted(found.items())]


def fit_likeness(signs: Floats, twins: Sequence[bool]) -> Floats:
    """Weights of the signs and, last, the constant: the log-odds of being twins."""
    found = fit(signs, np.array(twins, dtype=np.intp), 2, ridge=0.1)
    return np.append(found.weights[:, 1] - found.weights[:, 0], found.bias[1] - found.bias[0])


def best_cut(scores: Floats, twins: Sequence[bool]) -> float:
    """The score from which on saying 'twins' gives the best F1."""
    order = np.argsort(-scores, kind="stable")
    right = np.cumsum(np.array(twins)[order])
    f1 = 2 * right / (np.arange(1, len(order) + 1) + right[-1])
    return float(scores[order][int(f1.argmax())])
