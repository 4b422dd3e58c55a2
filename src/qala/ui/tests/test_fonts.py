"""Every Kazakh letter and the tenge sign stand in the collected face, in the file that the page will ask for."""

import re

import pytest

from qala.kernel.drawing import width_of
from qala.ui import assets

LETTERS = "әғқңөұүһіӘҒҚҢӨҰҮҺІ₸аяАЯёЁaz09«»№"


def ranges(name):
    spans = [span.removeprefix("U+").split("-") for span in assets.RANGES[name].split(",")]
    return [range(int(span[0], 16), int(span[-1], 16) + 1) for span in spans]


@pytest.mark.parametrize("letter", LETTERS)
def test_each_letter_is_asked_from_exactly_one_file(letter):
    owners = [name for name in assets.RANGES if any(ord(letter) in span for span in ranges(name))]
    assert len(owners) == 1


def test_the_letters_are_drawn_in_those_files():
    reader = pytest.importorskip("fontTools.ttLib", reason="fontTools is not in this environment: the letters are not looked at")
    pytest.importorskip("brotli", reason="fontTools needs brotli to open woff2")
    for name in assets.RANGES:
        path = assets.VENDOR / f"golos-{name}.woff2"
        if not path.exists():
            pytest.skip("the face was not collected here (npm ci did not run)")
        drawn = reader.TTFont(path).getBestCmap()
        asked = [letter for letter in LETTERS if any(ord(letter) in span for span in ranges(name))]
        assert [letter for letter in asked if ord(letter) not in drawn] == []


def test_the_faces_name_every_file_and_swap():
    faces = assets.faces()
    assert re.findall(r"golos-([a-z-]+)\.woff2", faces) == list(assets.RANGES)
    assert faces.count("font-display:swap") == len(assets.RANGES)


def test_without_npm_set_up_says_why_and_goes_on(tmp_path, monkeypatch):
    monkeypatch.setattr(assets, "npm_command", lambda: None)
    (tmp_path / "package-lock.json").write_text("{}")
    collected = assets.collect_assets(root=tmp_path, vendor=tmp_path / "vendor")
    assert "no npm" in collected.note
    assert "htmx.min.js" in collected.missing
    assert not (tmp_path / "vendor" / ".stamp").exists()


def test_what_npm_brought_is_copied_once(tmp_path, monkeypatch):
    calls = []
    monkeypatch.setattr(assets, "fetch", lambda root: calls.append(root) or "")
    for source in assets.COPIES.values():
        file = tmp_path / "node_modules" / source
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("var pmtiles={};\n//# sourceMappingURL=x.map" if source.endswith("js") else "x")
    vendor = tmp_path / "vendor"
    first = assets.collect_assets(root=tmp_path, vendor=vendor)
    assert first.missing == ()
    assert "golos.css" in first.files
    assert "sourceMappingURL" not in (vendor / "pmtiles.mjs").read_text()
    assert "export const {PMTiles, Protocol}" in (vendor / "pmtiles.mjs").read_text()
    assets.collect_assets(root=tmp_path, vendor=vendor)
    assert len(calls) == 1


def test_the_lock_names_no_address():
    lock = (assets.ROOT / "package-lock.json").read_text("utf-8")
    assert '"resolved"' not in lock
    assert '"integrity"' in lock


@pytest.mark.parametrize("text", ["Ескертпе: жұмыс жүріп жатыр", "Передать в другой орган", "Said to be done WWW @ mmm"])
def test_a_drawing_leaves_every_word_its_room(text):
    reader = pytest.importorskip("fontTools.ttLib", reason="fontTools is not here: widths are not compared")
    pytest.importorskip("brotli", reason="fontTools needs brotli to open woff2")
    faces = [assets.VENDOR / f"golos-{name}.woff2" for name in assets.RANGES]
    if not all(face.exists() for face in faces):
        pytest.skip("the face was not collected here (npm ci did not run)")
    drawn = {}
    for face in (reader.TTFont(path) for path in faces):
        drawn |= {chr(code): face["hmtx"][glyph][0] / face["head"].unitsPerEm for code, glyph in face.getBestCmap().items()}
    # the bold of a state is some 6 % wider than the plain face measured here
    assert 1.06 * sum(drawn[letter] for letter in text) <= width_of(text, 1)
