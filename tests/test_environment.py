"""`tools/environment.py`: says what a machine lacks, does each step once, and does it again when its inputs change."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The tool, pointed at a folder of its own."""
    spec = importlib.util.spec_from_file_location("environment", ROOT / "tools" / "environment.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "environment", module)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "STEPS", tmp_path)
    monkeypatch.setattr(module, "PYTHON", tmp_path / "absent")
    return module


def test_an_old_python_is_named(environment, monkeypatch, capsys):
    monkeypatch.setattr(sys, "version_info", (3, 10, 2, "final", 0))
    with pytest.raises(SystemExit):
        environment.refuse_wrong_machine()
    assert "needs Python 3.11 or newer" in capsys.readouterr().err


def test_the_missing_debian_package_is_named(environment, monkeypatch, capsys):
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(SystemExit):
        environment.refuse_wrong_machine()
    said = capsys.readouterr().err
    assert f"apt install python{sys.version_info.major}.{sys.version_info.minor}-venv" in said


def test_a_step_runs_again_only_when_its_inputs_change(environment, tmp_path):
    lock, made = tmp_path / "a.lock", []
    lock.write_text("one")
    step = environment.Step("packages", "Installing", (lock,), (), lambda: made.append(1))
    for content, runs in (("one", 1), ("one", 1), ("two", 2)):
        lock.write_text(content)
        environment.take(step)
        assert len(made) == runs


def test_a_step_that_did_not_make_its_output_is_tried_again(environment, tmp_path):
    output, made = tmp_path / "out", []
    step = environment.Step("assets", "Fetching", (), (output,), lambda: made.append(1))
    environment.take(step)
    environment.take(step)
    assert len(made) == 2
    output.touch()
    environment.take(step)
    environment.take(step)
    assert len(made) == 3


def test_a_failed_command_is_told_and_stops(environment, capfd):
    with pytest.raises(SystemExit):
        environment.run(sys.executable, "-c", "raise SystemExit(3)")()
    assert "This step failed (3)" in capfd.readouterr().err
