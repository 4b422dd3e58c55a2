"""The pages `docs/what-holds-*.md` name proofs: every named test, page and command is there."""

import ast
import re

import pytest
from django.urls import Resolver404, resolve

from tests.architecture.tree import House, expect_none

NAMED = re.compile(r"`([^`\n]+)`")


def proofs(house: House) -> list[tuple[str, str]]:
    """Each name between backticks, with its page."""
    pages = sorted((house.root / "docs").glob("what-holds-*.md"))
    return [(page.name, name) for page in pages for name in NAMED.findall(page.read_text("utf-8"))]


def known_tests(house: House) -> dict[str, set[str]]:
    """The names of tests by file, without the ending."""
    below = (house.root / "src", house.root / "tests")
    files = [path for folder in below for path in house.python(folder) if path.stem.startswith("test_")]
    return {str(path.with_suffix("").relative_to(house.root)): _names(path.read_text("utf-8")) for path in files}


def _names(source: str) -> set[str]:
    found = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    return {node.name for node in found if node.name.startswith("test_")}


def without_proof(house: House) -> list[str]:
    """What a page names and nobody finds: a file of tests, a test in it, a command, a folder."""
    known = known_tests(house)
    commands = {path.stem for path in house.packages.glob("*/management/commands/*.py")}
    said = []
    for page, name in proofs(house):
        if name.startswith("qala ") and not _is_command(name.split()[1:], commands):
            said.append(f"{page}: no command {name}")
        elif (re.match(r"([\w/]+/)?test_", name) or "…" in name) and not _is_there(name, known):
            said.append(f"{page}: no test {name}")
        elif re.fullmatch(r"tests(/[a-z]+)*", name) and not (house.root / name).exists():
            said.append(f"{page}: no folder {name}")
    return said


def _is_there(name: str, known: dict[str, set[str]]) -> bool:
    """`file`, `file: test`, or a test by itself; `tests/` in the path may be left out."""
    file, _colon, test = name.partition(": ")
    ends = (f"/{file}", f"/{file}".replace("/tests/", "/"))
    files = [names for path, names in known.items() if f"/{path}".replace("/tests/", "/").endswith(ends)]
    if files:
        return not test or any(_has(names, test) for names in files)
    return not test and any(_has(names, name) for names in known.values())


def _is_command(words: list[str], commands: set[str]) -> bool:
    return words[0] in commands or "_".join(words[:2]) in commands


def _has(names: set[str], said: str) -> bool:
    """A long name may be cut with … at either end."""
    pattern = re.compile(".*".join(re.escape(piece) for piece in said.split("…")))
    return any(pattern.fullmatch(name) for name in names)


def test_every_proof_that_is_named_is_there(house: House):
    expect_none(without_proof(house))


def test_every_page_that_is_named_opens(house: House):
    for page, name in proofs(house):
        if re.fullmatch(r"/[\w/-]+/", name):
            try:
                resolve(name)
            except Resolver404:
                pytest.fail(f"{page}: no page {name}")


def test_a_proof_that_went_is_heard(toy):
    house = toy(
        {
            "src/qala/waste/__init__.py": "",
            "src/qala/waste/tests/test_bins.py": "def test_a_bin_is_emptied():\n    pass\n",
            "docs/what-holds-waste.md": "`test_bins` `test_bins: test_a_bin_is_emptied` `test_a_bin_is_lost` "
            "`test_bins: test_a_bin…` `waste/tests/test_lids` `qala bench waste` `tests/journeys` `qala`",
        }
    )
    assert without_proof(house) == [
        "what-holds-waste.md: no test test_a_bin_is_lost",
        "what-holds-waste.md: no test waste/tests/test_lids",
        "what-holds-waste.md: no command qala bench waste",
        "what-holds-waste.md: no folder tests/journeys",
    ]
