"""Bring a published log home: every file that its newest checkpoint speaks of, by plain HTTP."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

from qala_verify.log import Report, damaged_files, trusted_rows
from qala_verify.notes import Note, read_checkpoint
from qala_verify.tiles import files_of

HANDS, PATIENCE_S = 8, 60
LARGEST = 256 * (2 + 65_535)  # a full bundle of the longest entries


def fetch(address: str, folder: Path, told: Callable[[int], object]) -> int:
    """Mirror the log at `address` into `folder`; files that are there and right stay. Returns how many were brought.

    The checkpoint is read first and written last: whoever is interrupted begins again and loses nothing.
    """
    cosigned = read_if_there(address, "cosigned")
    checkpoint = read(address, "checkpoint")
    note = read_checkpoint(checkpoint.decode("utf-8"))
    every = files_of(note.size)
    files = [name for name in every if not (folder / name).is_file()]
    told(len(files))
    bring(address, folder, files)
    damaged = damaged_of(folder, note)
    for name in damaged:
        (folder / name).unlink()
    if anew := [name for name in every if name in damaged]:
        told(len(anew))
        bring(address, folder, anew)
    sizes = [line for line in cosigned.decode("utf-8").split("\n") if line.isascii() and line.isdigit()]
    bring(address, folder, [f"checkpoints/{size}" for size in sizes])
    if cosigned:
        write(folder / "cosigned", cosigned)
    write(folder / "keys", read(address, "keys"))
    write(folder / "checkpoint", checkpoint)
    return len(files) + len(anew)


def damaged_of(folder: Path, note: Note) -> list[str]:
    """Files here that are not what this checkpoint says. None can be named where neither records nor hashes fit it."""
    rows = trusted_rows(folder, note, Report())
    return list(damaged_files(folder, rows)) if rows.root(note.size) == note.root else []


def bring(address: str, folder: Path, files: Sequence[str]) -> None:
    with ThreadPoolExecutor(HANDS) as hands:
        for name, content in hands.map(lambda name: whole(address, name), files):
            write(folder / name, content)


def whole(address: str, name: str) -> tuple[str, bytes]:
    """A tile, or the full one where the log grew meanwhile and tidied the narrow one away."""
    try:
        return name, read(address, name)
    except HTTPError as gone:
        full = name.partition(".p/")[0]
        if gone.code != 404 or full == name:
            raise
        return full, read(address, full)


def read_if_there(address: str, name: str) -> bytes:
    """A file that a young log does not have yet: nothing then."""
    try:
        return read(address, name)
    except HTTPError as gone:
        if gone.code != 404:
            raise
        return b""


def read(address: str, name: str) -> bytes:
    if not address.startswith(("http://", "https://")):
        raise ValueError(f"{address} is no address of a log: https://…/log/")
    with urlopen(f"{address.rstrip('/')}/{name}", timeout=PATIENCE_S) as answer:  # noqa: S310 - asked for two lines above
        content: bytes = answer.read(LARGEST)
        return content


def write(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_name(f"{file.name}.part")
    beside.write_bytes(content)
    beside.replace(file)
