"""Geometry of small multiples: sparklines and bars as plain numbers for a server-made SVG. No Django, no style."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Spark:
    """A line through the values in a box of 100 × 26; `area` closes it to the ground."""

    line: str
    area: str


@dataclass(frozen=True)
class Bar:
    """One horizontal bar: its label, its value in words, and its length in hundredths of the longest."""

    label: str
    words: str
    width: str
    tone: str = ""


def spark(values: Sequence[float]) -> Spark | None:
    """A sparkline that starts at zero, so that a small change never looks large. None for no values."""
    if not values:
        return None
    top = max(*values, 0) or 1
    step = 96 / max(len(values) - 1, 1)
    points = [
        (round(2 + step * place, 2), round(24 - 22 * max(value, 0) / top, 2)) for place, value in enumerate(values)
    ]
    line = "M" + " L".join(f"{x} {y}" for x, y in points)
    return Spark(line, f"{line} L{points[-1][0]} 24 L2 24 Z")


def bars(rows: Sequence[tuple[str, float, str, str]]) -> list[Bar]:
    """Bars from zero on one scale, in the order given: (label, value, words, tone)."""
    top = max((value for _, value, _, _ in rows), default=0) or 1
    return [Bar(label, words, f"{100 * max(value, 0) / top:.1f}", tone) for label, value, words, tone in rows]
