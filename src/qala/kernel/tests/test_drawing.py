"""A table draws itself: every row once, nothing clipped, nothing that could be taken for markup."""

import re
from itertools import combinations
from xml.etree import ElementTree as ET

from django.utils.html import conditional_escape
from hypothesis import given
from hypothesis import strategies as st

from qala.kernel.drawing import BIG, SMALL, STATE, broken, draw, width_of
from qala.kernel.workflow import Workflow

DOOR = Workflow(
    "door",
    [("open", "close", "closed"), ("closed", "open_up", "open"), ("closed", "lock", "locked"),
     ("locked", "rattle", "locked"), ("locked", "unlock", "closed"), ("open", "slam", "closed")],
    "open",
    words={"open": "<b>Open & wide</b>", "close": "Close it"},
)  # fmt: skip
SVG = "{http://www.w3.org/2000/svg}"
slugs = st.text("abcdefgh", min_size=1, max_size=3)
tables = st.lists(st.tuples(slugs, slugs, slugs), min_size=1, max_size=25, unique_by=lambda row: row[:2])
#: what a line may look like: from the edge to the lane, a bend, the lane, a bend, back to the edge
LINE = re.compile(r"M(-?\d+) ([\d.]+)H(-?\d+)q\S+ 0 \S+ \S+V([\d.]+)q0 (-?\d+) \S+ \S+H(-?\d+)")


def read(drawing):
    return ET.fromstring(drawing)


def steps(tree):
    return [group for group in tree.iter(f"{SVG}g") if group.get("data-step")]


def test_every_row_is_drawn_exactly_once():
    tree = read(DOOR.svg())
    assert sorted(group.get("data-step") for group in steps(tree)) == sorted(" ".join(row) for row in DOOR.rows)
    boxes = [group for group in tree.iter(f"{SVG}g") if group.get("class") == "state"]
    assert ["".join(box.itertext()) for box in boxes] == ["<b>Open & wide</b>", "closed", "locked"]
    assert [group.find(f"{SVG}text").text for group in steps(tree)].count("Close it") == 1


def test_back_arrows_leave_on_the_left_and_a_loop_on_the_right():
    ways = {group.get("data-step"): group.get("class") for group in steps(read(DOOR.svg()))}
    assert ways["closed open_up open"] == ways["locked unlock closed"] == "back"
    assert ways["open close closed"] == ways["locked rattle locked"] == "on"


def test_whoever_does_not_see_it_hears_it():
    drawing = DOOR.svg("How a door goes")
    tree = read(drawing)
    assert tree.get("role") == "img"
    assert tree.find(f"{SVG}title").text == "How a door goes"
    assert tree.get("aria-labelledby") == tree.find(f"{SVG}title").get("id")
    assert tree.get("aria-describedby") == tree.find(f"{SVG}desc").get("id")
    assert "locked → rattle → locked." in tree.find(f"{SVG}desc").text
    assert tree.find(f"{SVG}desc").text.count("→") == 2 * len(DOOR.rows)


def test_a_page_takes_it_as_it_is_and_no_word_becomes_markup():
    drawing = DOOR.svg("<script>")
    assert conditional_escape(drawing) == drawing
    assert "<script" not in drawing
    assert "<b>" not in drawing
    assert "style" not in drawing
    assert "prefers-color-scheme: dark" in drawing.standing_alone()
    assert read(drawing.standing_alone()).find(f"{SVG}style") is not None


@given(tables)
def test_any_table_is_drawn_whole_inside_its_frame(rows):
    flow = Workflow("any", rows, rows[0][0])
    drawing = flow.svg()
    tree = read(drawing)
    assert drawing == flow.svg()
    assert sorted(group.get("data-step") for group in steps(tree)) == sorted(" ".join(row) for row in rows)
    across, foot = float(tree.get("width")), float(tree.get("height"))
    for box in tree.iter(f"{SVG}rect"):
        assert float(box.get("x")) >= 0
        assert float(box.get("x")) + float(box.get("width")) <= across
        assert float(box.get("y")) + float(box.get("height")) <= foot
    for text in tree.iter(f"{SVG}text"):
        for part, size in [(text, SMALL)] if text.text else [(part, BIG) for part in text]:
            half = width_of(part.text, size) / 2
            assert half - 1 <= float(part.get("x")) <= across - half + 1


@given(tables)
def test_steps_to_different_states_never_share_a_lane(rows):
    lanes = []
    for group in steps(read(Workflow("any", rows, rows[0][0]).svg())):
        edge, start, bend, near_end, down, _back = map(float, LINE.fullmatch(group.find(f"{SVG}path").get("d")).groups())
        lane = bend + (8 if bend > edge else -8)
        lanes.append((group.get("data-step").split()[2], lane, *sorted((start, near_end + down))))
    for (goal, lane, low, high), (other, track, bottom, top) in combinations(lanes, 2):
        assert goal == other or lane != track or high < bottom or top < low


def test_long_words_break_and_a_very_long_one_widens_the_box():
    assert broken("Говорят, что сделано: проверяем") == ["Говорят, что", "сделано: проверяем"]
    assert all(width_of(line, BIG) <= STATE for line in broken("Said to be done, being checked"))
    long = "w" * 60
    tree = read(draw("x", "x", [long], [(long, "go", long)], {long: long, "go": "go"}))
    assert float(next(tree.iter(f"{SVG}rect")).get("width")) > width_of(long, BIG)
