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


@dataclass(frozen=True)
class Curve:
    """One line of a chart: its label, its tone (line and dash), its path, and what it comes to, in words."""

    label: str
    tone: str
    line: str
    words: str


@dataclass(frozen=True)
class Curves:
    """Lines over the same steps in a box of 300 × 150 that starts at zero; marks below are (x, word)."""

    curves: list[Curve]
    marks: list[tuple[str, str]]
    top: str


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


def curves(series: Sequence[tuple[str, Sequence[float], str, str]], steps: Sequence[str], top: str) -> Curves:
    """Lines from zero on one scale: (label, values, tone, words of the last value); ``top`` says the largest one."""
    most = max((max(values) for _label, values, _tone, _words in series if values), default=0) or 1
    across = 292 / max(len(steps) - 1, 1)

    def line(values: Sequence[float]) -> str:
        return "M" + " L".join(
            f"{4 + across * place:.1f} {128 - 116 * max(value, 0) / most:.1f}" for place, value in enumerate(values)
        )

    ends = dict.fromkeys((0, (len(steps) - 1) // 2, len(steps) - 1)) if steps else {}
    marks = [(f"{4 + across * place:.1f}", steps[place]) for place in ends]
    return Curves([Curve(label, tone, line(values), words) for label, values, tone, words in series], marks, top)
