"""``qala bench ledger --json``: transfers a second by the one door, beside three rivals; one JSON object on stdout.

Stands on a throw-away database under ``--var`` (or, for tests, on an empty one named by DATABASE_URL): fsync,
synchronous_commit and every trigger are on. Progress goes to stderr.
"""

import argparse
import contextlib
import json
import os
import secrets
import shutil
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

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


@contextlib.contextmanager
def own_city(var: Path | None) -> Iterator[None]:
    """The environment of a production city over a database of our own; both go at the end."""
    from qala.config.database import embedded

    if var is None and not os.environ.get("DATABASE_OWNER_URL"):
        raise SystemExit("Say --var FOLDER, or name an empty database: `qala bench ledger` does the first.")
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "qala.config.settings.production",
        "QALA_SECRET": secrets.token_hex(32), "QALA_PLACARD_KEYS": secrets.token_hex(32),
        "QALA_IDENTITY_KEYS": secrets.token_hex(32), "QALA_HOSTS": "127.0.0.1", "QALA_URL": "https://127.0.0.1",
    }  # fmt: skip
    if var is None:
        yield
        return
    server = embedded.ensure_running(var)
    os.environ |= {"QALA_VAR": str(var), "DATABASE_URL": server.app_url, "DATABASE_OWNER_URL": server.owner_url}
    try:
        yield
    finally:
        embedded.stop(var)
        shutil.rmtree(server.home, ignore_errors=True)
        shutil.rmtree(var, ignore_errors=True)


def main() -> int:
    asked = arguments()
    began = time.monotonic()
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))  # the database goes with us
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
