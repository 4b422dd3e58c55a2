"""What a part keeps to itself: no other part imports its pages, forms, policies or jobs; rules know no Django."""

import sys
from pathlib import Path

from tests.architecture.tree import House, expect_none, imported, parsed

PRIVATE = {"views", "forms", "admin", "api", "tasks", "urls", "policies"}
# Numbers, shapes and canonical bytes: libraries that compute and know no database.
NUMERIC = {"numpy", "scipy", "shapely", "pyproj", "PIL", "rfc8785", "highspy"}


def complaints(house: House) -> list[str]:
    """`config` knows all; everyone else knocks at queries, actions, models and rules."""
    said = []
    for part in house.parts():
        if part.name == "config":
            continue
        for path in house.python(part):
            for name, line in imported(parsed(path), path, house.packages):
                words = name.split(".")
                if words[0] == "qala" and len(words) > 2 and words[1] != part.name:
                    if words[2] in PRIVATE:
                        said.append(f"{house.where(path, line)} imports the private {name}")
                    if words[2] == "tests" and "tests" not in path.parts:
                        said.append(f"{house.where(path, line)} runs on tests: {name}")
    return said


def impure_rules(house: House) -> list[str]:
    """Arithmetic has no database: rules use the standard library, numbers, the kernel, rules, and what is as pure."""
    said = []
    for part in house.parts():
        for path in house.named(part, "rules"):
            for name, line in imported(parsed(path), path, house.packages):
                if not is_pure(name, part, house):
                    said.append(f"{house.where(path, line)} imports {name}")
    return said


def is_pure(name: str, part: Path, house: House, seen: frozenset[Path] = frozenset()) -> bool:
    """Whether nothing behind an imported name needs Django; a module of the same part is read in its turn."""
    words = name.split(".")
    if words[0] != "qala":
        return words[0] in sys.stdlib_module_names | NUMERIC
    if words[1:2] == ["kernel"] or words[2:3] == ["rules"]:
        return True
    path = module(house, words)
    if words[1] != part.name or path is None:
        return False
    inside = imported(parsed(path), path, house.packages) if path not in seen else ()
    return all(is_pure(other, part, house, seen | {path}) for other, _ in inside)


def module(house: House, words: list[str]) -> Path | None:
    """The file behind `qala.waste.folding` or `qala.waste.folding.fold`."""
    for count in (len(words), len(words) - 1):
        place = house.packages.parent.joinpath(*words[:count])
        for path in (place.with_suffix(".py"), place / "__init__.py"):
            if path.exists() and count > 2:
                return path
    return None


def test_no_part_imports_anothers_private_files(house: House):
    expect_none(complaints(house))


def test_rules_have_no_database(house: House):
    expect_none(impure_rules(house))


def test_a_borrowed_view_is_heard(toy):
    house = toy(
        {
            "src/qala/waste/queries.py": "from qala.roads.views import page\nfrom qala.roads import policies\n",
            "src/qala/waste/actions.py": "from ..roads.policies import may\nfrom qala.roads.queries import near\n",
            "src/qala/waste/views.py": "from qala.waste.forms import Bin\nfrom qala.roads.tests import factories\n",
        }
    )
    assert complaints(house) == [
        "src/qala/waste/actions.py:1 imports the private qala.roads.policies.may",
        "src/qala/waste/queries.py:1 imports the private qala.roads.views.page",
        "src/qala/waste/queries.py:2 imports the private qala.roads.policies",
        "src/qala/waste/views.py:2 runs on tests: qala.roads.tests.factories",
    ]


def test_a_rule_with_a_database_is_heard(toy):
    rules = "import math\nimport numpy\nfrom qala.kernel.money import Tiyn\nfrom django.db import models\n"
    house = toy(
        {
            "src/qala/waste/rules/sums.py": rules,
            "src/qala/waste/rules.py": "import qala.waste.models\nfrom qala.waste.folding import fold\n",
            "src/qala/waste/models.py": "from django.db import models\n",
            "src/qala/waste/folding.py": "import unicodedata\nfrom qala.waste import rules\n",
        }
    )
    assert impure_rules(house) == [
        "src/qala/waste/rules.py:1 imports qala.waste.models",
        "src/qala/waste/rules/sums.py:4 imports django.db.models",
    ]
