"""Geometry of small multiples: sparklines and bars as plain numbers for a server-made SVG. No Django, no style."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Spark:
    """A line through the values in a box of 100 × 26; `area` closes it to the ground."""

    line: str
    area: str
    x: float
    y: float


@dataclass(frozen=True)
class Bar:
    """One horizontal bar: its label and words, where it lies and how long it is."""

    label: str
    words: str
    y: int
    width: float
    tone: str = ""

    @property
    def text_y(self) -> int:
        return self.y - 5


BAR_HEIGHT, BAR_STEP, BAR_WIDTH = 8, 30, 320


def spark(values: Sequence[float]) -> Spark | None:
    """A sparkline that starts at zero, so that a small change never looks large. None for no values."""
    if not values:
        return None
    top = max(max(values), 0) or 1
    step = 96 / max(len(values) - 1, 1)
    points = [(round(2 + step * place, 2), round(24 - 22 * max(value, 0) / top, 2)) for place, value in enumerate(values)]
    line = "M" + " L".join(f"{x} {y}" for x, y in points)
    last_x, last_y = points[-1]
    return Spark(line, f"{line} L{last_x} 24 L2 24 Z", last_x, last_y)


def bars(rows: Sequence[tuple[str, float, str, str]]) -> tuple[list[Bar], int]:
    """Bars from zero on one scale, in the order given: (label, value, words, tone). Also the drawing's height."""
    top = max((value for _, value, _, _ in rows), default=0) or 1
    drawn = [
        Bar(label, words, 18 + BAR_STEP * place, round(BAR_WIDTH * max(value, 0) / top, 1), tone)
        for place, (label, value, words, tone) in enumerate(rows)
    ]
    return drawn, BAR_STEP * len(rows)
