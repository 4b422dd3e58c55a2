"""The rival of the storm: the least a WSGI program can do, one row per POST with the same key, in one transaction."""

import os
from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from psycopg_pool import ConnectionPool

pool = ConnectionPool(os.environ["QALA_BENCH_BARE"], min_size=1, max_size=12, open=False)


def application(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
    """No form, no token, no place, no clock, no journal: read the body, insert, commit, redirect."""
    pool.open()
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    with pool.connection() as connection:
        connection.execute("INSERT INTO bench_bare (uid, body) VALUES (%s, %s)", [uuid4(), len(body)])
    start("303 See Other", [("Location", "/"), ("Content-Length", "0")])
    return [b""]
