"""Where the outside judges lie: QALA_SHARED, else `../shared` beside the repository. Never copied into it."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[4]
SHARED = Path(os.environ.get("QALA_SHARED", ROOT.parent / "shared"))


def shared_file(name):
    """The path of a shared test file; the test is skipped, saying so, where the file is not on this machine."""
    path = SHARED / "data" / name
    if not path.exists():
        pytest.skip(f"shared test file not on this machine: {path}")
    return path
