"""A file past 400 lines becomes a folder, a function past 40 lines becomes two, and most files are short."""

from pathlib import Path
from statistics import median

from tests.architecture.tree import House, expect_none, functions, parsed

FILE, FUNCTION, MEDIAN = 400, 40, 90
WRITTEN = {".py", ".js", ".css", ".html"}


def length(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


def written(house: House) -> list[Path]:
    """What people wrote by hand: neither migrations nor fetched scripts."""
    places = [house.root / place for place in ("src", "tests", "tools", "benchmarks")]
    return [
        path
        for path in house.files()
        if path.suffix in WRITTEN and any(place in path.parents for place in places) and "migrations" not in path.parts
    ]


def complaints(house: House) -> list[str]:
    paths = written(house)
    said = [f"{house.where(path)} has {length(path)} lines" for path in paths if length(path) > FILE]
    for path in paths:
        if path.suffix == ".py":
            said += long_functions(house, path)
    return said


def long_functions(house: House, path: Path) -> list[str]:
    lengths = ((node, (node.end_lineno or 0) - node.lineno + 1) for node in functions(parsed(path)))
    return [
        f"{house.where(path, node.lineno)} {node.name} has {lines} lines" for node, lines in lengths if lines > FUNCTION
    ]


def test_files_and_functions_are_short(house: House):
    expect_none(complaints(house))


def median_length(house: House) -> float:
    """The middle of the running city's files that hold anything."""
    return median(length(path) for path in house.runtime() if path.read_text("utf-8").strip())


def test_the_median_file_is_read_at_a_glance(house: House):
    assert median_length(house) < MEDIAN


def test_a_house_of_long_files_is_heard(toy):
    names = ("rules", "queries", "views")
    house = toy({f"src/qala/waste/{name}.py": "# line\n" * (MEDIAN + count) for count, name in enumerate(names)})
    assert median_length(house) == MEDIAN + 1


def test_a_long_file_and_a_long_function_are_heard(toy):
    long = "def f():\n" + "    x = 1\n" * 40
    house = toy({"src/qala/waste/rules.py": "# line\n" * 401, "src/qala/waste/queries.py": long})
    assert complaints(house) == [
        "src/qala/waste/rules.py has 401 lines",
        "src/qala/waste/queries.py:1 f has 41 lines",
    ]
