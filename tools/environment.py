"""Make `.venv` ready: packages by their locked hashes, the `qala` command, browser assets, messages.

Runs on the bare Python 3.11+ of a machine and uses only its standard library. Each step leaves the
fingerprint of what it was made from in `.venv/steps/`; a step whose fingerprint still holds is not run again.

    python3 tools/environment.py          what the city needs to run
    python3 tools/environment.py --dev    and what the tests need
"""

import fcntl
import hashlib
import importlib.util
import os
import subprocess
import sys
import time
import tomllib
import venv
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STEPS = VENV / "steps"
PYTHON = VENV / "bin" / "python"
QALA = VENV / "bin" / "qala"
VAR = Path(os.environ.get("QALA_VAR", ROOT / "var"))
PIP_QUIET = {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1", "PIP_ROOT_USER_ACTION": "ignore"}


class Step(NamedTuple):
    """One thing to have: the sentence shown, what it is made from, what it makes, how."""

    name: str
    says: str
    inputs: tuple[Path, ...]
    outputs: tuple[Path, ...]
    make: Callable[[], None]


def main(arguments: list[str]) -> int:
    refuse_wrong_machine()
    VENV.mkdir(exist_ok=True)
    with (VENV / ".setting-up").open("w") as door:
        fcntl.flock(door, fcntl.LOCK_EX)
        STEPS.mkdir(exist_ok=True)
        for step in steps(dev="--dev" in arguments):
            take(step)
    return 0


def refuse_wrong_machine() -> None:
    """Say what the machine lacks, in one line, before anything is made."""
    if sys.version_info < (3, 11):  # noqa: UP036 (a machine may offer anything)
        stop(f"Qala needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    if PYTHON.exists() or importlib.util.find_spec("ensurepip"):
        return
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    stop(
        f"This Python has no ensurepip, so it cannot make an environment.\n"
        f"On Debian or Ubuntu install it with:  apt install python{version}-venv   (or python3-venv)"
    )


def steps(*, dev: bool) -> list[Step]:
    command_inputs = (ROOT / "pyproject.toml", Path(__file__))
    package_lock = ROOT / "package-lock.json"
    assets = run(str(PYTHON), "-m", "qala.ui.assets", out=subprocess.DEVNULL)
    catalogues = tuple(sorted((ROOT / "src" / "qala").glob("*/locale/*/LC_MESSAGES/django.po")))
    listed = [
        Step("environment", "Making .venv", (), (PYTHON,), make_venv),
        packages("requirements.lock", "Installing the packages the city runs on (a minute the first time)"),
    ]
    if dev:
        listed.append(packages("requirements-dev.lock", "Installing what the tests need"))
    return [
        *listed,
        Step("command", "Making the qala command", command_inputs, (QALA,), make_command),
        # Without its mark something is missing: pages then stand on the system's font, and we ask again next time.
        Step("assets", "Fetching scripts and fonts", (package_lock,), (VAR / "assets" / "vendor" / ".stamp",), assets),
        Step(
            "messages",
            "Compiling the texts in Kazakh and Russian",
            catalogues,
            tuple(catalogue.with_suffix(".mo") for catalogue in catalogues),
            run(str(PYTHON), "-m", "qala.config.messages", "compile"),
        ),
    ]


def packages(lock: str, says: str) -> Step:
    """Install exactly the wheels the lock names, each by its hash; nothing is resolved, nothing is built."""
    hashed = ("--require-hashes", "--no-deps", "--only-binary", ":all:")
    install = run(str(PYTHON), "-m", "pip", "-qq", "install", "--no-compile", *hashed, "-r", str(ROOT / lock))
    return Step(lock, says, (ROOT / lock,), (), install)


def take(step: Step) -> None:
    """Run the step unless its inputs are what they were and its outputs are there."""
    note = STEPS / step.name
    fingerprint = fingerprint_of(step.inputs)
    if note.exists() and note.read_text() == fingerprint and all(path.exists() for path in step.outputs):
        return
    print(f"· {step.says}", flush=True)
    began = time.monotonic()
    step.make()
    if all(path.exists() for path in step.outputs):
        note.write_text(fingerprint)
    if (took := time.monotonic() - began) > 1:
        print(f"  {took:.0f} s", flush=True)


def fingerprint_of(paths: tuple[Path, ...]) -> str:
    """Digest of names and contents, so that neither a checkout's times nor a renamed folder matter."""
    digest = hashlib.sha256(f"{sys.version_info[:2]} {ROOT}".encode())
    for path in paths:
        content = path.read_bytes() if path.exists() else b"absent"
        digest.update(b"\0".join((str(path).encode(), content, b"")))
    return digest.hexdigest()


def make_venv() -> None:
    """Keep an environment of this Python that has pip; make one afresh where there is none or another's."""
    mine = f"import sys, pip; sys.exit(sys.version_info[:2] != {sys.version_info[:2]})"
    if PYTHON.exists():
        kept = subprocess.run([PYTHON, "-c", mine], stderr=subprocess.DEVNULL, check=False)
        if kept.returncode == 0:
            return
    venv.EnvBuilder(with_pip=True, clear=True, symlinks=True).create(VENV)
    STEPS.mkdir(exist_ok=True)


def make_command() -> None:
    """Put `src/` on the path by a `.pth` file and write `.venv/bin/qala`: that needs no build backend."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    module, function = project["scripts"]["qala"].split(":")
    where = [PYTHON, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    site = Path(subprocess.run(where, check=True, capture_output=True, text=True).stdout.strip())
    (site / "qala.pth").write_text(f"{ROOT / 'src'}\n", "utf-8")
    # Two lines that are shell and a Python string at once: the path may hold a space and be of any length.
    start = f"""#!/bin/sh\n'''exec' "{PYTHON}" "$0" "$@"\n' '''\n"""
    body = f"import sys\n\nfrom {module} import {function}\n\nsys.exit({function}())\n"
    QALA.write_text(start + body, "utf-8")
    QALA.chmod(0o755)


def run(*command: str, out: int | None = None) -> Callable[[], None]:
    def make() -> None:
        quiet = os.environ | PIP_QUIET
        ended = subprocess.run(command, env=quiet, cwd=ROOT, check=False, stdin=subprocess.DEVNULL, stdout=out)
        if ended.returncode:
            stop(f"This step failed ({ended.returncode}): {' '.join(command).replace(f'{ROOT}/', '')}")

    return make


def stop(why: str) -> None:
    print(why, file=sys.stderr)
    raise SystemExit(1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
