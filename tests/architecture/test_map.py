"""The map: imports point down only, a package without a floor is an error, every part is listed once."""

import ast
import os
import re
import subprocess
import sys
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, House, expect_none, imported, parsed

ABOVE_ALL = {"config", "demo"}


def lint_imports(house: House) -> subprocess.CompletedProcess[str]:
    """Hold a repository against its contracts; a toy without any is held against ours."""
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as go; go()"]
    options = ["--config", str(plan(house)), "--no-cache", "--no-logo"]
    paths = os.environ | {"PYTHONPATH": str(house.root / "src")}
    return subprocess.run(
        [*command, *options], cwd=house.root, env=paths, capture_output=True, text=True, check=False, timeout=120
    )


def plan(house: House) -> Path:
    own = house.root / "pyproject.toml"
    return own if own.exists() else ROOT / "pyproject.toml"


def floors(house: House) -> list[set[str]]:
    """The floors of the map from the top down, optional ones (in brackets) too."""
    contracts = tomllib.loads(plan(house).read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    return [set(re.findall(r"\w+", layer)) for layer in layers]


def listed(house: House) -> list[str]:
    """The names in `PARTS` of config/modules.py."""
    tree = parsed(house.packages / "config" / "modules.py")
    lists = [node.value for node in tree.body if isinstance(node, ast.Assign) and node.targets[0].id == "PARTS"]
    return [name.removeprefix("qala.") for name in ast.literal_eval(lists[0])]


def misplaced(house: House) -> list[str]:
    """Parts on disk that are not listed, listed twice or listed above a floor they stand on."""
    names, folders = listed(house), {part.name for part in house.parts()} - ABOVE_ALL
    said = [f"{name} is not in config/modules.py" for name in sorted(folders - set(names))]
    said += [f"{name} is listed and has no folder" for name in names if name not in folders]
    said += [f"{name} is listed twice" for name in sorted(set(names)) if names.count(name) > 1]
    heights = {name: -height for height, floor in enumerate(floors(house)) for name in floor}
    for lower, upper in pairwise(names):
        if heights.get(lower, 0) > heights.get(upper, 0):
            said.append(f"{lower} is listed below {upper} and stands above it")
    return said


def foreign_to_the_checker(house: House) -> list[str]:
    """The public's checker shares no code with the server: standard library only."""
    said = []
    verifier = house.root / "src" / "qala_verify"
    for path in house.runtime(verifier) if verifier.exists() else ():
        for name, line in imported(parsed(path), path, verifier):
            top = name.split(".")[0]
            if top != "qala_verify" and top not in sys.stdlib_module_names:
                said.append(f"{house.where(path, line)} imports {name}")
    return said


def test_imports_point_down_only(house: House):
    linted = lint_imports(house)
    assert linted.returncode == 0, linted.stdout + linted.stderr


def test_every_part_is_listed_on_its_floor(house: House):
    expect_none(misplaced(house))


def test_the_checker_stands_alone(house: House):
    expect_none(foreign_to_the_checker(house))


STANDING = ("kernel", "journal", "ui", "people", "places", "planning", "proposals", "roads")
FLOORS = {f"src/qala/{name}/queries.py": "" for name in STANDING}
HOUSE = {**FLOORS, "src/qala/config/urls.py": "", "src/qala/demo/city.py": ""}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("change", "heard"),
    [
        ({}, ""),
        ({"src/qala/kernel/queries.py": "from qala.people import queries\n"}, "qala.kernel is not allowed to import"),
        ({"src/qala/journal/queries.py": "import qala.ui.queries\n"}, "qala.journal is not allowed to import"),
        ({"src/qala/waste/rules.py": ""}, "waste"),
    ],
)
def test_a_climb_and_a_part_without_a_floor_are_heard(toy, change, heard):
    linted = lint_imports(toy({**HOUSE, **change}))
    assert (linted.returncode == 0) is (not change)
    assert heard in linted.stdout + linted.stderr


def test_a_part_listed_wrongly_is_heard(toy):
    modules = 'PARTS = ["qala.people", "qala.kernel", "qala.waste", "qala.kernel"]\n'
    house = toy({**HOUSE, "src/qala/config/modules.py": modules})
    assert misplaced(house) == [
        "journal is not in config/modules.py",
        "places is not in config/modules.py",
        "planning is not in config/modules.py",
        "proposals is not in config/modules.py",
        "roads is not in config/modules.py",
        "ui is not in config/modules.py",
        "waste is listed and has no folder",
        "kernel is listed twice",
        "people is listed below kernel and stands above it",
        "waste is listed below kernel and stands above it",
    ]


def test_a_checker_that_borrows_is_heard(toy):
    house = toy(
        {"src/qala_verify/log.py": "import hashlib\nfrom qala_verify import tree\nfrom qala.kernel import keys\n"}
    )
    assert foreign_to_the_checker(house) == ["src/qala_verify/log.py:3 imports qala.kernel.keys"]
