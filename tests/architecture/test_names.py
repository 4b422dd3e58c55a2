"""Names are sentences. A thing that can only be called by one of these words has no place yet."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.tree import House, expect_none, parsed

ANYWHERE = {"util", "utils", "helper", "helpers", "common", "misc", "manager", "managers"}
ANYWHERE |= {"handler", "handlers", "processor", "processors"}
ALONE = ANYWHERE | {"data", "info"}
# What a library of others demands by this very name.
DEMANDED = {"handler400", "handler403", "handler404", "handler500", "do_GET", "do_POST", "do_PUT"}


def words(name: str) -> list[str]:
    """`CaseManager` and `case_manager` are the same two words."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower().replace("-", "_").strip("_").split("_")


def ugly(name: str) -> bool:
    said = words(name)
    return said[0] == "do" or bool(ANYWHERE & set(said)) or (len(said) == 1 and said[0] in ALONE)


def complaints(house: House) -> list[str]:
    said = []
    for path in house.files():
        inside = path.relative_to(house.root)
        if inside.parts[0] in {"src", "tests", "tools", "benchmarks"}:
            said += [f"{inside.as_posix()}: {part}" for part in inside.parts if ugly(part.split(".")[0])]
    for path in house.python():
        said += [f"{house.where(path, line)} {name}" for name, line in defined(path)]
    return said


def defined(path: Path) -> Iterator[tuple[str, int]]:
    """Ugly classes and functions. A property is read with its owner, so `cluster.data` says enough."""
    tree = parsed(path)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            owned = node not in tree.body and node.name in {"data", "info"}
            if ugly(node.name) and not owned and node.name not in DEMANDED:
                yield node.name, node.lineno


def test_nothing_hides_behind_an_empty_name(house: House):
    expect_none(complaints(house))


def test_an_empty_name_is_heard(toy):
    house = toy(
        {
            "src/qala/waste/utils.py": "",
            "src/qala/waste/queries.py": "class BinManager: ...\ndef do_it(): ...\ndef data(): ...\n",
            "src/qala/waste/open_data.py": "def document(): ...\n",
        }
    )
    assert complaints(house) == [
        "src/qala/waste/utils.py: utils.py",
        "src/qala/waste/queries.py:1 BinManager",
        "src/qala/waste/queries.py:2 do_it",
        "src/qala/waste/queries.py:3 data",
    ]
