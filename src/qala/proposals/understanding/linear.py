"""Multinomial logistic regression: the whole of our machine learning, fitted by L-BFGS."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Linear:
    """One score per class: features @ weights + bias."""

    weights: Floats
    bias: Floats

    def of_row(self, places: NDArray[np.intp], values: Floats) -> Floats:
        """Scores of one sparse row, without scipy: this is what runs on the request path."""
        return values @ self.weights[places] + self.bias

    def of_dense(self, features: Floats) -> Floats:
        return features @ self.weights + self.bias


def log_chances(scores: Floats) -> Floats:
    """Scores to natural logarithms of probabilities, along the last axis."""
    shifted = scores - scores.max(axis=-1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True)))


def sparse(rows: Iterable[tuple[NDArray[np.intp], Floats]], size: int) -> Any:
    """Stack sparse rows into scipy's matrix (imported here: answering needs no scipy)."""
    from scipy.sparse import csr_matrix

    kept = list(rows)
    ends = np.cumsum([0] + [len(places) for places, _ in kept])
    places = np.concatenate([p for p, _ in kept]) if kept else np.zeros(0, np.intp)
    values = np.concatenate([v for _, v in kept]) if kept else np.zeros(0)
    return csr_matrix((values, places, ends), shape=(len(kept), size))


def fit(table: Any, classes: NDArray[np.intp], count: int, *, ridge: float) -> Linear:
    """Fit weights that explain `classes` (0 … count-1); `ridge` pulls them towards zero, the constants are free.

    Rows are a numpy array or a scipy sparse matrix: both multiply alike.
    """
    from scipy.optimize import minimize

    rows, width = table.shape
    turned = table.T
    truth = np.zeros((rows, count))
    truth[np.arange(rows), classes] = 1.0

    def loss(flat: Floats) -> tuple[float, Floats]:
        weights, bias = flat[: width * count].reshape(width, count), flat[width * count :]
        logs = log_chances(table @ weights + bias)
        error = np.exp(logs) - truth
        slope = turned @ error + ridge * weights
        value = -float((logs * truth).sum()) + 0.5 * ridge * float((weights**2).sum())
        return value, np.concatenate([np.asarray(slope).ravel(), error.sum(axis=0)])

    start = np.zeros(width * count + count)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 200}).x
    return Linear(found[: width * count].reshape(width, count), found[width * count :])
