"""The one door to the solver (HiGHS, through highspy). Its word is never taken: `proof` checks what comes out."""

from dataclasses import dataclass

import highspy
import numpy as np
from scipy import sparse

from qala.planning.rules.model import Floats, Ints

OPTIMAL, INFEASIBLE, LATE = "optimal", "infeasible", "late"
STATES = {
    highspy.HighsModelStatus.kOptimal: OPTIMAL,
    highspy.HighsModelStatus.kInfeasible: INFEASIBLE,
    highspy.HighsModelStatus.kUnboundedOrInfeasible: INFEASIBLE,
}


@dataclass(frozen=True, slots=True)
class Task:
    """Most worth with one column of each group (``group`` is 0…n-1 and sorted) and ``charge @ x <= ceiling``.

    With ``fine`` a row may be passed at so much worth a unit: then there is always an answer, and no price above it.
    """

    worth: Floats
    charge: sparse.csc_array
    ceiling: Floats
    group: Ints
    fine: Floats | None = None


@dataclass(frozen=True, slots=True)
class Solved:
    """What the solver says: a state, the columns' shares, each shared row's price and how far it is passed."""

    state: str
    shares: Floats
    prices: Floats
    passed: Floats


def solve(task: Task, *, whole: bool = False, seconds: float = 60.0, gap: float = 0.0) -> Solved:
    """Shares of columns, or ``whole`` ones. After ``seconds`` the best found so far is given, if any."""
    rows, columns = task.charge.shape
    size = np.array([magnitude(task.charge.data[task.charge.indices == row]) for row in range(rows)])
    scale = magnitude(task.worth)
    limits: dict[str, float | bool] = {"time_limit": max(seconds, 0.1), "mip_rel_gap": gap, "mip_abs_gap": 0.0}
    engine = engine_with({"output_flag": False, "threads": 2} | limits)
    engine.passModel(written(task, size, scale, whole=whole))
    engine.run()
    found = engine.getSolution()
    values = np.asarray(found.col_value) if found.value_valid else np.empty(0)
    prices = np.asarray(found.row_dual)[:rows] if found.dual_valid else np.empty(0)
    if len(prices):
        prices = np.maximum(prices, 0.0) * (scale / size)
    passed = values[columns:] * size if task.fine is not None and len(values) else np.zeros(rows)
    return Solved(STATES.get(engine.getModelStatus(), LATE), values[:columns], prices, passed)


def written(task: Task, size: Floats, scale: float, *, whole: bool) -> highspy.HighsLp:
    """The task in the solver's form. Each row in units of its own ``size``: money of 10^11 beside choices of 1."""
    rows, columns = task.charge.shape
    groups, extra = int(task.group[-1]) + 1, rows if task.fine is not None else 0
    one_each = sparse.csc_array((np.ones(columns), (task.group, np.arange(columns))), shape=(groups, columns))
    parts = [[sparse.diags_array(1 / size) @ task.charge, -sparse.eye_array(rows)], [one_each, None]]
    matrix = sparse.csc_array(sparse.block_array([line[: 2 if extra else 1] for line in parts], format="csc"))
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = columns + extra, rows + groups
    lp.sense_ = highspy.ObjSense.kMaximize
    fines = -task.fine * size / scale if task.fine is not None else np.empty(0)
    lp.col_cost_ = np.concatenate([task.worth / scale, fines])
    lp.col_lower_ = np.zeros(columns + extra)
    most = np.ones(columns) if whole else np.full(columns, highspy.kHighsInf)
    lp.col_upper_ = np.concatenate([most, np.full(extra, highspy.kHighsInf)])
    lp.row_lower_ = np.concatenate([np.full(rows, -highspy.kHighsInf), np.ones(groups)])
    lp.row_upper_ = np.concatenate([task.ceiling / size, np.ones(groups)])
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = matrix.indptr, matrix.indices, matrix.data
    if whole:
        integer, shared = highspy.HighsVarType.kInteger, highspy.HighsVarType.kContinuous
        lp.integrality_ = [integer] * columns + [shared] * extra
    return lp


def engine_with(options: dict[str, float | bool]) -> highspy.Highs:
    """A solver with these options."""
    engine = highspy.Highs()  # type: ignore[no-untyped-call]
    for name, setting in options.items():
        engine.setOptionValue(name, setting)
    return engine


def magnitude(figures: Floats) -> float:
    """A typical size of these figures, for scaling; 1 where all are nought."""
    sizes = np.abs(figures[figures != 0])
    return float(np.median(sizes)) if len(sizes) else 1.0
