"""`make part name=waste`: two changed lines, one new folder and its page; what comes out keeps every rule and runs."""

import difflib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from qala.config import messages
from tests.architecture import (
    test_docs,
    test_map,
    test_migrations,
    test_names,
    test_private_files,
    test_rhythm,
    test_sizes,
    test_templates,
    test_texts,
)
from tests.architecture.tree import ROOT, House

COPIED = ("src", "tools", "docs/parts", "pyproject.toml", "conftest.py", "requirements.in")
NO_DATABASE = {"DATABASE_URL": "postgresql://nobody:nothing@127.0.0.1:1/none", "DATABASE_OWNER_URL": ""}


def python(root: Path, *arguments: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run Python over the copy: its `src` comes before ours."""
    paths = os.environ | {"PYTHONPATH": f"{root / 'src'}{os.pathsep}{root}"} | environment
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=root, env=paths, capture_output=True, text=True, check=False, timeout=240)


def begin(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return python(root, "-c", "from qala.config.cli import main; main()", "part", *words, environment=NO_DATABASE)


def copied(place: Path) -> House:
    """A copy of the repository as it stands, without what git ignores."""
    for path in House().files():
        name = path.relative_to(ROOT)
        if any(name.as_posix().startswith(start) for start in COPIED):
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, place / name)
    return House(place)


@pytest.fixture(scope="module")
def waste(tmp_path_factory: pytest.TempPathFactory) -> House:
    """The repository after `make part name=waste noun=container`."""
    house = copied(tmp_path_factory.mktemp("house"))
    made = begin(house.root, "waste", "--noun", "container", "--kk", "Қоқыс", "--ru", "Отходы", "--en", "Waste")
    assert made.returncode == 0, made.stdout + made.stderr
    return house


def changed_lines(house: House, name: str) -> list[str]:
    before, after = ((root / name).read_text("utf-8").splitlines() for root in (ROOT, house.root))
    return [line for line in difflib.ndiff(before, after) if line.startswith("+ ")]


def test_two_lines_change_and_one_folder_is_new(waste: House):
    assert changed_lines(waste, "src/qala/config/modules.py") == ['+     "qala.waste",']
    (floor,) = changed_lines(waste, "pyproject.toml")
    assert floor.endswith('| waste",')
    new = {path.relative_to(waste.root) for path in waste.files() if path.suffix != ".mo"}
    new -= {path.relative_to(ROOT) for path in House().files()}
    drawing = ("docs", "images", "workflow-container-en.svg")
    assert {path.parts[:3] for path in new} == {("src", "qala", "waste"), ("docs", "parts", "waste.md"), drawing}


def test_the_new_part_keeps_every_rule_of_the_house(waste: House):
    checks = [test_rhythm.complaints, test_rhythm.changes_elsewhere, test_private_files.complaints]
    checks += [test_private_files.impure_rules, test_sizes.complaints, test_names.complaints, test_docs.without_a_page]
    checks += [test_map.misplaced, test_migrations.complaints, test_templates.complaints]
    checks += [test_texts.two_minds, test_texts.half_said]
    said = [line for check in checks for line in check(waste)]
    said += [
        line for language in messages.LANGUAGES for line in messages.complaints(waste.packages / "waste", language)
    ]
    assert [line for line in said if "waste" in line] == []


@pytest.mark.slow
def test_the_new_part_passes_lint_and_the_map(waste: House):
    linted = python(waste.root, "-m", "ruff", "check", "--no-cache", "src/qala/waste", environment={})
    assert linted.returncode == 0, linted.stdout
    mapped = test_map.lint_imports(waste)
    assert "waste" not in mapped.stdout, mapped.stdout


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_tests_of_the_new_part_pass(waste: House, database_environment: dict[str, str]):
    tested = python(
        waste.root, "-m", "pytest", "src/qala/waste", "-q", "-p", "no:randomly", environment=database_environment
    )
    assert tested.returncode == 0, tested.stdout[-4000:] + tested.stderr[-2000:]
    assert " passed" in tested.stdout.splitlines()[-1]


def test_a_floor_kept_in_the_map_loses_its_brackets(tmp_path: Path):
    house = copied(tmp_path)
    made = begin(house.root, "lighting", "--noun", "lamp")
    assert made.returncode == 0, made.stderr
    (floor,) = changed_lines(house, "pyproject.toml")
    assert "| lighting |" in floor
    assert "(lighting)" not in floor
    assert test_map.misplaced(house) == []


@pytest.mark.parametrize(
    ("words", "why"),
    [(("people",), "There is a part"), (("Bad-Name",), "small Latin letters"), (("json",), "conflicts")],
)
def test_a_name_that_will_not_do_is_refused(waste: House, words, why):
    refused = begin(waste.root, *words)
    assert refused.returncode != 0
    assert why in refused.stderr
    assert not (waste.packages / "json").exists()
