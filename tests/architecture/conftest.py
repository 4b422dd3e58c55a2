from collections.abc import Callable
from pathlib import Path

import pytest

from tests.architecture.tree import House


@pytest.fixture
def house() -> House:
    """The real repository."""
    return House()


@pytest.fixture
def toy(tmp_path: Path) -> Callable[..., House]:
    """Build a small repository that breaks one rule: `toy({"src/qala/waste/rules.py": "…"})`."""

    def build(files: dict[str, str]) -> House:
        for name, content in {"src/qala/__init__.py": "", **files}.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, "utf-8")
        for path in (tmp_path / "src" / "qala").rglob("*.py"):
            for folder in (folder for folder in path.parents if (tmp_path / "src") in folder.parents):
                (folder / "__init__.py").touch()
        return House(tmp_path)

    return build
