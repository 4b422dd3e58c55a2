"""How far the search for a plan is: told after every round, so that whoever asked can see it, and stop it."""

from collections.abc import Callable
from typing import NamedTuple

COLUMNS, PRICES, WHOLE, CONFLICT = "columns", "prices", "whole", "conflict"


class Stage(NamedTuple):
    """What is being done, in which round; ``apart``: the share that still lies between the bound and the mixture."""

    name: str
    round: int = 0
    apart: float = 0.0

    def told(self) -> str:
        """The same as text; `stage_of` reads it."""
        return f"{self.name} {self.round} {self.apart:.6f}"


Tell = Callable[[Stage], None]
"""Hears of every stage. It may raise: then the search ends."""


def silent(_stage: Stage) -> None:
    """Tell nobody."""


def stage_of(told: str) -> Stage | None:
    """A stage as `Stage.told` wrote it; None before the search began."""
    words = told.split()
    return Stage(words[0], int(words[1]), float(words[2])) if words else None
