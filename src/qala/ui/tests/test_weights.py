"""What the page budget asks, read from the files themselves."""

import gzip
from pathlib import Path

import pytest

from qala.ui.assets import VENDOR

PARTS = Path(__file__).parents[2]
UI = PARTS / "ui" / "static" / "ui"


def weight(*files):
    return sum(len(gzip.compress(file.read_bytes(), 9)) for file in files)


def test_the_styles_of_a_page_stay_slim():
    assert weight(*(UI / name for name in ("tokens.css", "base.css", "components.css", "print.css"))) <= 20_000


def test_the_scripts_of_a_page_stay_slim():
    ours = [UI / "theme.js", UI / "keys.js"]
    if not (VENDOR / "htmx.min.js").exists():
        pytest.skip("htmx was not collected here (npm ci did not run)")
    assert weight(*ours, VENDOR / "htmx.min.js") <= 25_000


def test_the_map_is_a_script_of_its_own():
    assert "map.js" not in (PARTS / "ui/templates/ui/base.html").read_text("utf-8")
    assert weight(UI / "map.js") <= 6_000
