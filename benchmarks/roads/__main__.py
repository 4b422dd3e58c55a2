"""``qala bench roads --json``: a real mid-size network loaded, asked as of days, drawn, exported.

Stands on a throw-away database under ``--var`` (or, for tests, on an empty one named by DATABASE_URL). Progress goes to
stderr, stdout carries the JSON alone. Without the shared network file a grid of the same size stands in, and says so.
"""

import argparse
import contextlib
import json
import os
import secrets
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

ROOT = Path(__file__).parents[2]
SHARED = Path(os.environ.get("QALA_SHARED", ROOT.parent / "shared"))
NETWORK = SHARED / "data" / "roads" / "segments" / "campo-grande.geojson"


def arguments() -> argparse.Namespace:
    asked = argparse.ArgumentParser(prog="qala bench roads")
    asked.add_argument("--json", action="store_true", help="one line of JSON (it is JSON in any case)")
    asked.add_argument("--quick", action="store_true", help="small numbers, for tests: its figures say nothing")
    asked.add_argument("--var", type=Path, help="a folder for the throw-away database; it is removed at the end")
    asked.add_argument("--network", type=Path, default=NETWORK, help="GeoJSON of segments (campo-grande)")
    asked.add_argument("--only", nargs="*", default=[], help="after the load, only these steps: asking, drawing …")
    return asked.parse_args()


@contextlib.contextmanager
def own_city(var: Path | None) -> Iterator[Path]:
    """The environment of a production city over a database of our own; both go at the end."""
    from qala.config.database import embedded

    if var is None and not os.environ.get("DATABASE_OWNER_URL"):
        raise SystemExit("Say --var FOLDER, or name an empty database: `qala bench roads` does the first.")
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "qala.config.settings.production",
        "QALA_SECRET": secrets.token_hex(32), "QALA_PLACARD_KEYS": secrets.token_hex(32),
        "QALA_IDENTITY_KEYS": secrets.token_hex(32), "QALA_HOSTS": "127.0.0.1", "QALA_URL": "http://127.0.0.1",
    }  # fmt: skip
    keep = Path(tempfile.mkdtemp(prefix="qala-bench-roads-")) if var is None else var
    os.environ |= {"QALA_LOG_DIR": str(keep / "log"), "QALA_LOG_KEY_FILE": str(keep / "keys" / "log.key")}
    os.environ["QALA_CODE_KEY_FILE"] = str(keep / "keys" / "codes.key")
    server = embedded.ensure_running(var) if var else None
    os.environ["QALA_VAR"] = str(keep)
    if server:
        os.environ |= {"DATABASE_URL": server.app_url, "DATABASE_OWNER_URL": server.owner_url}
    try:
        yield keep
    finally:
        if server and var:
            embedded.stop(var)
            shutil.rmtree(server.home, ignore_errors=True)
        shutil.rmtree(keep, ignore_errors=True)


def main() -> int:
    asked = arguments()
    began = time.monotonic()
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))  # the database goes with us
    with own_city(asked.var) as keep:
        import django

        django.setup()
        from django.conf import settings

        settings.LOG_KEY_MADE_HERE = settings.CODE_KEY_MADE_HERE = True
        settings.VAR = keep
        from course import run

        figures = run(asked.network, quick=asked.quick, only=asked.only)
    figures["bench_s"] = round(time.monotonic() - began, 1)
    print(json.dumps(figures, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
