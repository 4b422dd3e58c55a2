"""``qala bench meals --json``: every school hands in its offline queue at once; the city's month closes; proofs.

Stands on a throw-away database under ``--var`` (or, for tests, on an empty one named by DATABASE_URL). fsync,
synchronous_commit and every trigger are on; the server is the city's own. Progress goes to stderr.
"""

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
sys.path.append(str(Path(__file__).parents[1]))

#: Each size by default, and with --quick. `close_schools` × `close_pupils` vouchers are closed.
SIZES = {
    "schools": (300, 3), "meals": (100_000, 120), "clients": (12, 2), "workers": (2, 1), "close_pupils": (434, 20),
    "close_meals": (100_000, 60), "proofs": (2_000, 20),
}  # fmt: skip


def arguments() -> argparse.Namespace:
    asked = argparse.ArgumentParser(prog="qala bench meals")
    asked.add_argument("--json", action="store_true", help="one line of JSON (it is JSON in any case)")
    asked.add_argument("--quick", action="store_true", help="small numbers, for tests: its figures say nothing")
    asked.add_argument("--var", type=Path, help="a folder for the throw-away database; it is removed at the end")
    for word, (default, quick) in SIZES.items():
        asked.add_argument(f"--{word.replace('_', '-')}", type=int, default=quick if "--quick" in sys.argv else default)
    return asked.parse_args()


def keys_in(folder: Path) -> dict[str, str]:
    """The city's log and its keys, which production keeps elsewhere."""
    return {
        "QALA_LOG_DIR": str(folder / "log"),
        "QALA_LOG_KEY_FILE": str(folder / "keys" / "log.key"),
        "QALA_CODE_KEY_FILE": str(folder / "keys" / "codes.key"),
        "QALA_URL": "http://127.0.0.1",
    }


def main() -> int:
    from own_city import own_city

    asked = arguments()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="qala-bench-meals-") as kept, own_city(asked.var, keys_in(Path(kept))):
        import django

        django.setup()
        from django.conf import settings

        # Clients are threads of this process with a connection each, or none.
        settings.DATABASES["default"]["OPTIONS"].pop("pool", None)
        settings.LOG_KEY_MADE_HERE = settings.CODE_KEY_MADE_HERE = True
        from course import run

        figures = run(asked)
    figures["bench_s"] = round(time.monotonic() - began, 1)
    print(json.dumps(figures, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
