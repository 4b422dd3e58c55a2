"""``qala bench proposals --json``: the storm, duplicate search, public pages; one JSON object on stdout.

Stands on a throw-away database under ``--var`` (or, for tests, on an empty one named by DATABASE_URL), with the
production settings and a server started as ``qala serve`` starts it. Progress goes to stderr.
"""

import argparse
import json
import os
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
sys.path.append(str(Path(__file__).parents[1]))
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(name, "1")


#: Each size by default, and with --quick.
SIZES = {
    "cases": (1_000_000, 2_000), "vectors": (50_000, 300), "embedded": (2_000, 0), "placards": (2_000, 40),
    "messages": (10_000, 60), "rate": (153, 40), "connections": (200, 40), "spare": (2_500, 60), "seconds": (10, 1),
    "each": (60, 1), "searches": (400, 20), "workers": (2, 1),
}  # fmt: skip


def arguments() -> argparse.Namespace:
    asked = argparse.ArgumentParser(prog="qala bench proposals")
    asked.add_argument("--json", action="store_true", help="one line of JSON (it is JSON in any case)")
    asked.add_argument("--quick", action="store_true", help="small numbers, for tests: its figures say nothing")
    asked.add_argument("--var", type=Path, help="a folder for the throw-away database; it is removed at the end")
    asked.add_argument("--only", default="storm,twins,pages", help="parts to run, with commas")
    asked.add_argument("--keep", action="store_true", help="leave the database of --var in place")
    for word, (default, quick) in SIZES.items():
        asked.add_argument(f"--{word}", type=int, default=quick if "--quick" in sys.argv else default)
    return asked.parse_args()


def main() -> int:
    from own_city import own_city

    asked = arguments()
    began = time.monotonic()
    with own_city(asked.var, keep=asked.keep):
        import django

        django.setup()
        from course import run

        figures = run(asked)
    figures["bench_s"] = round(time.monotonic() - began, 1)
    print(json.dumps(figures, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
