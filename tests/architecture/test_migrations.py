"""Migrations are named, follow one another in one line, and say all that the models say."""

import ast
import re
from collections import Counter
from pathlib import Path

from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.utils import translation

from tests.architecture.tree import House, expect_none, parsed

NAME = re.compile(r"(?P<number>\d{4})_(?!auto_|initial$|alter_\w+_and_more)[a-z][a-z0-9_]+")


def complaints(house: House) -> list[str]:
    said = []
    for part in house.parts():
        files = sorted(path for path in part.glob("migrations/*.py") if path.stem != "__init__")
        said += [f"{house.where(path)} says not what it does" for path in files if not NAME.fullmatch(path.stem)]
        numbers = [path.stem[:4] for path in files]
        if numbers != [f"{count:04}" for count in range(1, len(files) + 1)]:
            said.append(f"{part.name}: migrations are numbered {' '.join(numbers)}")
        stood_on = Counter(name for path in files for name in own_dependencies(path, part.name))
        for before in files[:-1]:
            if stood_on[before.stem] != 1:
                said.append(f"{house.where(before)} is followed by {stood_on[before.stem]} migrations, not one")
    return said


def own_dependencies(path: Path, label: str) -> list[str]:
    """The migrations of the same part that this one stands on."""
    pairs = []
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "dependencies":
            pairs += [item.elts for item in getattr(node.value, "elts", []) if isinstance(item, ast.Tuple)]
    names = [tuple(getattr(word, "value", "") for word in pair) for pair in pairs]
    return [name for app, name in names if app == label]


def unwritten(written: ProjectState | None = None) -> dict[str, list[str]]:
    """What the models say and no migration does, by part."""
    loader = MigrationLoader(None)
    detector = MigrationAutodetector(written or loader.project_state(), ProjectState.from_apps(apps))
    changes = detector.changes(graph=loader.graph)
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("qala.")}
    return {
        label: [operation.describe() for migration in migrations for operation in migration.operations]
        for label, migrations in changes.items()
        if label in ours
    }


def test_migrations_are_named_and_in_one_line(house: House):
    expect_none(complaints(house))


def test_migrations_say_all_that_the_models_say():
    with translation.override(None):  # a lazy label equals its English source only where nothing is translated
        assert unwritten() == {}


def test_a_nameless_migration_and_a_fork_are_heard(toy):
    first = "class Migration:\n    dependencies = []\n"
    then = 'class Migration:\n    dependencies = [("waste", "0001_bins")]\n'
    house = toy(
        {
            "src/qala/waste/migrations/0001_bins.py": first,
            "src/qala/waste/migrations/0002_auto_20260101.py": then,
            "src/qala/waste/migrations/0002_lids.py": then,
        }
    )
    assert complaints(house) == [
        "src/qala/waste/migrations/0002_auto_20260101.py says not what it does",
        "waste: migrations are numbered 0001 0002 0002",
        "src/qala/waste/migrations/0001_bins.py is followed by 2 migrations, not one",
        "src/qala/waste/migrations/0002_auto_20260101.py is followed by 0 migrations, not one",
    ]


def test_a_field_no_migration_makes_is_heard():
    written = MigrationLoader(None).project_state()
    written.remove_field("journal", "entry", "verb")
    assert unwritten(written)["journal"][0] == "Add field verb to entry"
