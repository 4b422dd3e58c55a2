"""The data disk of the database is full to the brim: its folder is a small file system of its own, made smaller."""

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOM_MB, LEFT_MB = 900, 4
SEGMENT = 16 * 1024 * 1024
BURNT = 64 * 1024
OPENED, REFUSED = 80, 4


def resize(disk: Path, megabytes: int) -> None:
    subprocess.run(["mount", "-o", f"remount,size={megabytes}m", str(disk)], check=True)


def squeeze(disk: Path) -> None:
    """Leave four megabytes, and almost nothing of the log's file that is open: the next one needs sixteen."""
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute("CHECKPOINT")
        cursor.execute("SELECT (pg_walfile_name_offset(pg_current_wal_insert_lsn())).file_offset")
        for _part in range((SEGMENT - cursor.fetchone()[0]) // BURNT - 2):
            cursor.execute("SELECT pg_logical_emit_message(false, 'away', repeat('x', %s))", [BURNT - 100])
    connections.close_all()
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
