"""The data disk of the database is full to the brim: its folder is a small file system of its own, made smaller."""

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOM_MB, LEFT_MB = 900, 4
SEGMENT = 16 * 1024 * 1024
BURNT = 64 * 1024
OPENED, REFUSED = 80, 4
# Files of the log from the open one on (a checkpoint lays some out for later), and how far the open one is written.
AHEAD = """
SELECT count(*), (SELECT file_offset FROM pg_walfile_name_offset(pg_current_wal_insert_lsn()))
FROM pg_ls_waldir() WHERE name ~ '^[0-9A-F]{24}$' AND name >= pg_walfile_name(pg_current_wal_insert_lsn())
"""


def resize(disk: Path, megabytes: int) -> None:
    subprocess.run(["mount", "-o", f"remount,size={megabytes}m", str(disk)], check=True)


def squeeze(disk: Path) -> None:
    """Leave four megabytes, and almost nothing of the log's files that are there: the next one needs sixteen."""
    import psycopg

    from qala.config.database import embedded
    from qala.config.database.cluster import SUPERUSER

    server = embedded.ensure_running(disk)
    with psycopg.connect(
        host=str(server.socket), port=server.settled.port, user=SUPERUSER, dbname="postgres", autocommit=True
    ) as root:
        root.execute("CHECKPOINT")
        row = root.execute(AHEAD).fetchone()
        for _part in range((row[0] * SEGMENT - row[1]) // BURNT - 2):
            root.execute("SELECT pg_logical_emit_message(false, 'away', repeat('x', %s))", [BURNT - 100])
    used = subprocess.run(["df", "--output=used", "-BM", str(disk)], capture_output=True, text=True, check=True)
    resize(disk, int(used.stdout.split()[-1].rstrip("M")) + LEFT_MB)


def filled_up(
    disk: Path, opened: Callable[[str], tuple[Any, dict[str, str]]], told_of: Callable[..., dict[str, Any]], bring_back: Callable[[], None]
) -> dict[str, Any]:
    """Pages that are open already are sent until four are not taken; all of them again when there is room."""
    from django.db import close_old_connections

    languages = [("kk", "ru", "en")[at % 3] for at in range(OPENED)]
    pages = [opened(language) for language in languages]
    for at, (_client, fields) in enumerate(pages):
        fields |= {"text": f"Аялдамада жарық жоқ, кешке қауіпті, {at}-күн", "place_text": "дүкен жанында", "different": "1"}
    squeeze(disk)
    sent: list[tuple[Any, dict[str, str]]] = []
    refused: list[dict[str, Any]] = []
    for language, (client, fields) in zip(languages, pages, strict=True):
        if len(refused) == REFUSED:
            break
        close_old_connections()
        sent.append((client, fields))
        answer = client.post("/new/", fields, secure=True)
        if answer.status_code != 303:
            refused.append({"asked": language, **told_of(answer, fields, fields["text"])})
    resize(disk, ROOM_MB)
    bring_back()
    close_old_connections()
    again = [client.post("/new/", fields, secure=True).status_code for client, fields in sent]
    return {"moment": "brim", "refused": refused, "again": again, "uids": [fields["uid"] for _client, fields in sent]}
