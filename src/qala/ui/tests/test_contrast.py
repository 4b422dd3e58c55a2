"""The pairs of colours that carry text, computed from tokens.css for both themes (WCAG 2.2 AA)."""

import re
from pathlib import Path

import pytest

TOKENS = (Path(__file__).parents[1] / "static" / "ui" / "tokens.css").read_text("utf-8")


def colours(block):
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", block))


BLOCKS = re.findall(r"(?::root[^{]*)\{([^}]*)\}", TOKENS)
LIGHT, BY_DEVICE, BY_CHOICE = (colours(block) for block in BLOCKS[:3])


def luminance(colour):
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


GROUNDS = ("paper", "raised", "sunk")
TEXT = [
    *((ink, ground) for ink in ("ink", "ink-soft", "act", "act-deep", "attention", "harm", "confirmed") for ground in GROUNDS),
    *((tone, f"{tone}-wash") for tone in ("attention", "harm", "confirmed", "quiet")),
    *(("ink", f"{tone}-wash") for tone in ("act", "attention", "harm", "confirmed", "quiet")),
    *((tone, "act-wash") for tone in ("act-deep", "act", "ink-soft", "attention")),
    ("on-act", "act"), ("on-act", "act-deep"), ("paper", "ink"),
]
SHAPES = [*(("edge", ground) for ground in GROUNDS), *(("focus", ground) for ground in GROUNDS)]


def test_black_on_white_is_twenty_one():
    assert round(contrast("#000000", "#ffffff"), 2) == 21


@pytest.mark.parametrize("theme", [LIGHT, BY_CHOICE], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_text_can_be_read(theme, ink, ground):
    assert contrast(theme[ink], theme[ground]) >= 4.5


@pytest.mark.parametrize("theme", [LIGHT, BY_CHOICE], ids=["light", "dark"])
@pytest.mark.parametrize(("line", "ground"), SHAPES)
def test_edges_and_focus_can_be_seen(theme, line, ground):
    assert contrast(theme[line], theme[ground]) >= 3


def test_dark_is_the_same_by_device_and_by_choice():
    assert BY_DEVICE == BY_CHOICE
    assert set(LIGHT) == set(BY_CHOICE)
