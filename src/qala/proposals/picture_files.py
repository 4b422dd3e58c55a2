"""Pictures on the disk, below MEDIA_ROOT and outside every public folder: written whole or not at all.

A name is random and says nothing; a row in the database is the only way to it.
"""

import os
import secrets
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from qala.kernel.clock import local, now
from qala.kernel.refusals import Refusal

SHELVES = ("originals", "upright", "public", "evidence", "placards")
UNFINISHED = ".part"
#: Longer than any transaction: an older file that no row names was left by one that failed.
STRAY_AFTER_S = 24 * 3600


def no_room() -> Refusal:
    """The disk is full or away. The case itself stands in the database and is safe."""
    said = _("There is no room for photos just now. Your words are kept; add the photo again a little later.")
    return Refusal(said, code="no-room", status=507, fields={"photo": said})


def keep(shelf: str, chunks: Iterable[bytes], ending: str = ".jpg") -> str:
    """Write a new file and give its path below MEDIA_ROOT. Raises `no_room()` and leaves nothing half-written."""
    at = local(now())
    path = f"{shelf}/{at:%Y/%m}/{secrets.token_hex(16)}{ending}"
    whole = place(path)
    part = whole.with_name(whole.name + UNFINISHED)
    try:
        whole.parent.mkdir(parents=True, exist_ok=True)
        try:
            _write(part, chunks)
            part.replace(whole)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
        _settle(whole.parent)
    except OSError as fault:
        raise no_room() from fault
    return path


def _write(part: Path, chunks: Iterable[bytes]) -> None:
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
        for chunk in chunks:
            stream.write(chunk)
        stream.flush()
        os.fsync(stream.fileno())


def _settle(folder: Path) -> None:
    """Make the new name itself survive a power cut."""
    door = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(door)
    finally:
        os.close(door)


def place(path: str) -> Path:
    """Where a stored path lies. Refuses one that leads out of MEDIA_ROOT or off our shelves."""
    root = Path(settings.MEDIA_ROOT).resolve()
    whole = (root / path).resolve()
    if not any(whole.is_relative_to(root / shelf) for shelf in SHELVES):
        raise FileNotFoundError(path)
    return whole


def content(path: str) -> bytes:
    """All bytes of a stored file. Raises FileNotFoundError where it is gone."""
    return place(path).read_bytes()


def forget(*paths: str) -> None:
    """Remove files once the transaction that let go of them is through; what is gone already is no matter."""
    transaction.on_commit(_remover([path for path in paths if path]))


def forget_now(paths: Iterable[str]) -> None:
    """Remove files at once: rows for them were never written."""
    _remover(list(paths))()


def _remover(paths: list[str]) -> Callable[[], None]:
    def remove() -> None:
        for path in paths:
            place(path).unlink(missing_ok=True)

    return remove


def stray(known: Callable[[list[str]], set[str]], before: datetime) -> Iterator[str]:
    """Files older than a day that no row names: a transaction failed after they were written."""
    root = Path(settings.MEDIA_ROOT).resolve()
    oldest = before.timestamp() - STRAY_AFTER_S
    for shelf in SHELVES:
        for folder in sorted((root / shelf).glob("*/*")):
            old = [one for one in folder.iterdir() if one.is_file() and one.stat().st_mtime < oldest]
            paths = [one.relative_to(root).as_posix() for one in old]
            named = known(paths)
            yield from (path for path in paths if path not in named)
