"""The arithmetic of measuring: shares with their uncertainty, precision, recall and F1."""

from collections.abc import Sequence
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from qala.proposals.understanding.linear import Floats


def share(right: int, count: int) -> dict[str, float | int]:
    """A share with Wilson's 95 % interval: forty texts cannot promise two digits."""
    if count == 0:
        return {"n": 0}
    z, p = 1.96, right / count
    middle = (p + z * z / (2 * count)) / (1 + z * z / count)
    reach = z * sqrt(p * (1 - p) / count + z * z / (4 * count * count)) / (1 + z * z / count)
    return {"n": count, "share": round(p, 3), "low": round(middle - reach, 3), "high": round(middle + reach, 3)}


def detection(said: Sequence[bool], true: Sequence[bool]) -> dict[str, float | int]:
    """Precision, recall and F1 of saying yes; a precision of nothing said is 0."""
    yes, real = np.array(said, dtype=bool), np.array(true, dtype=bool)
    both = int((yes & real).sum())
    precision = both / int(yes.sum()) if yes.any() else 0.0
    recall = both / int(real.sum()) if real.any() else 0.0
    f1 = 2 * precision * recall / (precision + recall) if both else 0.0
    return {
        "twins": int(real.sum()), "pairs": len(real), "said": int(yes.sum()),
        "precision": round(precision, 3), "recall": round(recall, 3), "f1": round(f1, 3),
    }  # fmt: skip


def ranked(scores: Floats, truth: NDArray[np.intp]) -> dict[str, object]:
    """Top-1 and top-3 shares, and precision, recall and F1 averaged over the categories (macro) for the first guess."""
    order = np.argsort(-scores, axis=1, kind="stable")
    first = order[:, 0]
    each = [detection(list(first == place), list(truth == place)) for place in sorted(set(truth.tolist()))]
    mean = {name: round(float(np.mean([one[name] for one in each])), 3) for name in ("precision", "recall", "f1")}
    count = len(truth)
    return {
        "top1": share(int((first == truth).sum()), count),
        "top3": share(int((order[:, :3] == truth[:, None]).any(axis=1).sum()), count),
        "macro": mean,
    }


def error_of_calibration(chances: Floats, truth: NDArray[np.intp]) -> float:
    """Expected calibration error over ten bins: how far stated chances lie from real shares, 0 is honest."""
    sure, right = chances.max(axis=1), chances.argmax(axis=1) == truth
    bins = np.minimum((sure * 10).astype(int), 9)
    gaps = [
        (bins == place).mean() * abs(sure[bins == place].mean() - right[bins == place].mean())
        for place in range(10)
        if (bins == place).any()
    ]
    return round(float(sum(gaps)), 3)
