"""Re-lock what we stand on: versions and hashes, never download addresses (`make lock`).

The Python locks are made by uv for every machine from Python 3.11 on; npm's lock leaves out where a
package lay.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NO_ADDRESSES = ("--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links")


def main() -> int:
    with tempfile.TemporaryDirectory() as scratch:
        # uv is needed here and nowhere else, so it is no member of the locks.
        pip = [sys.executable, "-m", "pip", "-qq", "install", "--target", scratch, "uv"]
        subprocess.run(pip, check=True)
        for name in ("requirements", "requirements-dev"):
            compile_lock(Path(scratch) / "bin" / "uv", name)
    unresolved = "--omit-lockfile-registry-resolved"
    npm = ["npm", "install", "--package-lock-only", unresolved, "--no-audit", "--no-fund"]
    subprocess.run(npm, check=True, cwd=ROOT)
    return 0


def compile_lock(uv: Path, name: str) -> None:
    made_of, lock = f"{name}.in", f"{name}.lock"
    wide = ("--universal", "--python-version", "3.11", "--generate-hashes", "--quiet")
    command = [str(uv), "pip", "compile", *wide, *NO_ADDRESSES, "--output-file", lock, made_of]
    subprocess.run(command, check=True, cwd=ROOT)
    print(f"{lock}: {(ROOT / lock).read_text().count('==')} packages")


if __name__ == "__main__":
    sys.exit(main())
