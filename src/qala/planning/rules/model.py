"""A plan as numbers: groups, their columns, and the limits all columns share.

Exactly one column of every group is chosen ("do nothing" is a column like any other). A column has a value and charges
some of the rows; what is charged to a row may not pass its limit, or may not stay below it. All figures are integers,
so that value, spending and bound can be checked to the last unit by anybody.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy import sparse

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Marks = npt.NDArray[np.bool_]

LARGEST = 2**62
"""Sums of what a plan holds stay below this, so that 64-bit arithmetic is exact."""


class UnsoundModelError(ValueError):
    """The numbers do not describe a plan. ``groups``: those that have no column left."""

    def __init__(self, why: str, groups: tuple[str, ...] = ()) -> None:
        super().__init__(why)
        self.groups = groups


class Sense(StrEnum):
    """Which side of its limit a row must stay on."""

    AT_MOST = "at_most"
    AT_LEAST = "at_least"


@dataclass(frozen=True, slots=True)
class Row:
    """A limit shared by all groups: a year's budget, the least a district is owed."""

    key: str
    limit: int
    sense: Sense = Sense.AT_MOST

    @property
    def sign(self) -> int:
        """+1 for "at most"; -1 turns "at least" into "at most"."""
        return 1 if self.sense is Sense.AT_MOST else -1


@dataclass(frozen=True, eq=False)
class Model:
    """Groups and their columns. ``start`` has one entry more than there are groups: group g owns start[g]:start[g+1].

    ``charge`` is (rows, columns), compressed by column, of what each column takes from each row, as published: never
    negative. Raises UnsoundModelError when a group has no column or a figure is negative or too large to add exactly.
    """

    groups: tuple[str, ...]
    start: Ints
    value: Ints
    charge: sparse.csc_array
    rows: tuple[Row, ...]

    def __post_init__(self) -> None:
        """Refuse what is no plan, with its reason."""
        if len(self.start) != len(self.groups) + 1 or self.start[0] != 0 or self.start[-1] != len(self.value):
            raise UnsoundModelError("the groups do not cover the columns")
        if empty := tuple(self.groups[one] for one in np.flatnonzero(np.diff(self.start) < 1)):
            raise UnsoundModelError(f"no column for {', '.join(empty[:3])}", empty)
        if self.charge.shape != (len(self.rows), len(self.value)):
            raise UnsoundModelError("the charges do not fit the rows and columns")
        if any(row.limit < 0 for row in self.rows) or (self.charge.nnz and self.charge.data.min() < 0):
            raise UnsoundModelError("a limit or a charge is negative")
        largest = max(
            float(np.abs(self.value.astype(float)).sum()),
            float(self.charge.data.astype(float).sum()),
            *(float(row.limit) for row in self.rows),
            0.0,
        )
        if largest >= LARGEST:
            raise UnsoundModelError("the figures are too large to be added exactly: use a larger unit")

    @cached_property
    def group(self) -> Ints:
        """The group of each column."""
        return np.repeat(np.arange(len(self.groups)), np.diff(self.start))

    @cached_property
    def sign(self) -> Ints:
        """One sign a row; times it, every row reads "at most"."""
        return np.array([row.sign for row in self.rows], dtype=np.int64)

    @cached_property
    def ceiling(self) -> Ints:
        """Limits as "at most"."""
        return self.sign * np.array([row.limit for row in self.rows], dtype=np.int64)

    @cached_property
    def load(self) -> sparse.csr_array:
        """(columns, rows): what each column charges, as "at most", in floating point for pricing."""
        return sparse.csr_array((sparse.diags_array(self.sign.astype(float)) @ self.charge.astype(float)).T)

    def charged(self, columns: Ints) -> Ints:
        """What these columns take from each row together, exactly."""
        taken: Ints = self.charge[:, columns].sum(axis=1)
        return np.asarray(taken, dtype=np.int64).reshape(-1)

    def worth(self, columns: Ints) -> int:
        """The value of these columns together."""
        return int(self.value[columns].sum())


def fits(model: Model, columns: Ints) -> bool:
    """Whether the columns stay on the right side of every row."""
    return bool(np.all(model.sign * model.charged(columns) <= model.ceiling))


def narrowed(model: Model, keep: Marks) -> Model:
    """The same plan with some columns taken away: what is committed leaves no other choice."""
    counts = np.add.reduceat(keep.astype(np.int64), model.start[:-1])
    start = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    kept = np.flatnonzero(keep)
    return Model(model.groups, start, model.value[kept], sparse.csc_array(model.charge[:, kept]), model.rows)


def tabled(
    rows: Sequence[Row], groups: Sequence[tuple[str, Sequence[tuple[int, dict[int, int]]]]]
) -> Model:
    """A small model written out: for each group its columns as (value, {row: charge})."""
    columns = [column for _key, own in groups for column in own]
    entries = [(row, place, taken) for place, (_worth, takes) in enumerate(columns) for row, taken in takes.items()]
    where = ([row for row, _place, _taken in entries], [place for _row, place, _taken in entries])
    charge = sparse.csc_array(
        (np.array([taken for *_place, taken in entries], dtype=np.int64), where), shape=(len(rows), len(columns))
    )
    start = np.cumsum([0, *(len(own) for _key, own in groups)]).astype(np.int64)
    value = np.array([worth for worth, _takes in columns], dtype=np.int64)
    return Model(tuple(key for key, _own in groups), start, value, charge, tuple(rows))
