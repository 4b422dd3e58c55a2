"""The house as files: what the architecture tests read. Nothing of it imports or runs the code it reads."""

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NOT_OURS = {".git", ".venv", "var", "node_modules", "__pycache__", "build"}

type_of_function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class House:
    """A repository: the real one, or a toy built by a test that shows a check can fail."""

    root: Path = ROOT

    @property
    def packages(self) -> Path:
        return self.root / "src" / "qala"

    def parts(self) -> list[Path]:
        """The folders under `src/qala`, `config` and `demo` among them."""
        return sorted(folder for folder in self.packages.iterdir() if (folder / "__init__.py").exists())

    def python(self, below: Path | None = None) -> Iterator[Path]:
        """Python files of the product, its tests and migrations too."""
        for path in sorted((below or self.root / "src").rglob("*.py")):
            if not NOT_OURS & set(path.relative_to(self.root).parts):
                yield path

    def runtime(self, below: Path | None = None) -> Iterator[Path]:
        """Python files that run in the city: neither tests nor migrations."""
        for path in self.python(below):
            if not {"tests", "migrations"} & set(path.parts[len(self.root.parts) :]) and path.stem not in {
                "conftest",
                "testing",
            }:
                yield path

    def named(self, part: Path, *names: str) -> Iterator[Path]:
        """`actions.py`, or every file in the folder `actions/`, for each name."""
        for name in names:
            if (part / f"{name}.py").exists():
                yield part / f"{name}.py"
            if (part / name).is_dir():
                yield from self.runtime(part / name)

    def files(self) -> list[Path]:
        """Every file that is or will be in the repository: what git tracks or would add."""
        if not (self.root / ".git").exists():
            found = (path for path in self.root.rglob("*") if path.is_file())
            return sorted(path for path in found if not NOT_OURS & set(path.relative_to(self.root).parts))
        command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(command, cwd=self.root, check=True, capture_output=True, text=True).stdout
        paths = {self.root / name for name in listed.split("\0") if name}
        return sorted(path for path in paths if path.is_file())

    def where(self, path: Path, line: int = 0) -> str:
        name = path.relative_to(self.root).as_posix()
        return f"{name}:{line}" if line else name


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), str(path))


def functions(tree: ast.AST) -> Iterator[type_of_function]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def imported(tree: ast.Module, path: Path, packages: Path) -> Iterator[tuple[str, int]]:
    """Dotted names a file imports, with their lines; `from a import b` gives `a.b`; relative ones are resolved."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parents = path.relative_to(packages.parent).parts[: -node.level]
                base = ".".join((*parents, base) if base else parents)
            yield from ((f"{base}.{alias.name}", node.lineno) for alias in node.names)


def called(node: ast.AST) -> str:
    """The last word of what a call calls: `record` of `record(...)`, `atomic` of `transaction.atomic(...)`."""
    target = node.func if isinstance(node, ast.Call) else node
    return getattr(target, "attr", None) or getattr(target, "id", "")


def expect_none(said: list[str]) -> None:
    """Fail with every complaint on a line of its own."""
    assert not said, "\n" + "\n".join(said)
