"""The city a benchmark measures: production settings over a throw-away database of its own."""

import contextlib
import os
import secrets
import shutil
import signal
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path


@contextlib.contextmanager
def own_city(var: Path | None, more: Mapping[str, str] | None = None, *, keep: bool = False) -> Iterator[None]:
    """The environment of a production server; without `var`, over the empty database the environment names.

    `more` adds to the environment. Database and folder go at the end, also when the benchmark is told to stop.
    """
    from qala.config.database import embedded

    if var is None and not os.environ.get("DATABASE_OWNER_URL"):
        raise SystemExit("Say --var FOLDER, or name an empty database: `qala bench` does the first.")
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))  # the database goes with us
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "qala.config.settings.production",
        "QALA_SECRET": secrets.token_hex(32), "QALA_PLACARD_KEYS": secrets.token_hex(32),
        "QALA_IDENTITY_KEYS": secrets.token_hex(32), "QALA_HOSTS": "127.0.0.1", "QALA_URL": "https://127.0.0.1",
        **(more or {}),
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
        if not keep:
            shutil.rmtree(server.home, ignore_errors=True)
            shutil.rmtree(var, ignore_errors=True)
