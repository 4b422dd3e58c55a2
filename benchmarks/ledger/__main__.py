"""``qala bench ledger --json``: transfers a second by the one door, beside three rivals; one JSON object on stdout.

Stands on a throw-away database under ``--var`` (or, for tests, on an empty one named by DATABASE_URL): fsync,
synchronous_commit and every trigger are on. Progress goes to stderr.
"""

import argparse
import json
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
sys.path.append(str(Path(__file__).parents[1]))

#: Each size by default, and with --quick.
SIZES = {
    "accounts": (10_000, 60), "batch": (5_000, 50), "batches": (24, 2), "clients": (8, 2), "seconds": (8, 1),
    "postings": (5_000_000, 2_000), "questions": (200, 10),
}  # fmt: skip


def arguments() -> argparse.Namespace:
    asked = argparse.ArgumentParser(prog="qala bench ledger")
    asked.add_argument("--json", action="store_true", help="one line of JSON (it is JSON in any case)")
    asked.add_argument("--quick", action="store_true", help="small numbers, for tests: its figures say nothing")
    asked.add_argument("--var", type=Path, help="a folder for the throw-away database; it is removed at the end")
    for word, (default, quick) in SIZES.items():
        asked.add_argument(f"--{word}", type=int, default=quick if "--quick" in sys.argv else default)
    return asked.parse_args()


def main() -> int:
    from own_city import own_city

    asked = arguments()
    began = time.monotonic()
    with own_city(asked.var):
        import django

        django.setup()
        from django.conf import settings

        # Each client is a process with one connection; a pool does not survive the fork.
        settings.DATABASES["default"]["OPTIONS"].pop("pool", None)
        from course import run

        figures = run(asked)
    figures["bench_s"] = round(time.monotonic() - began, 1)
    print(json.dumps(figures, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
