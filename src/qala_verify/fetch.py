"""Bring a published log home: every file that its newest checkpoint speaks of, by plain HTTP."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

from qala_verify.notes import read_checkpoint
from qala_verify.tiles import files_of

HANDS, PATIENCE_S = 8, 60
LARGEST = 256 * (2 + 65_535)  # a full bundle of the longest entries


def fetch(address: str, folder: Path, told: Callable[[int], object]) -> int:
    """Mirror the log at `address` into `folder`; full files that are there stay. Returns how many were brought.

    The checkpoint is read first and written last: whoever is interrupted begins again and loses nothing.
    """
    checkpoint = read(address, "checkpoint")
    size = read_checkpoint(checkpoint.decode("utf-8")).size
    files = [name for name in files_of(size) if not (folder / name).is_file()]
    told(len(files))
    with ThreadPoolExecutor(HANDS) as hands:
        for name, content in hands.map(lambda name: whole(address, name), files):
            write(folder / name, content)
    write(folder / "keys", read(address, "keys"))
    write(folder / "checkpoint", checkpoint)
    return len(files)


def whole(address: str, name: str) -> tuple[str, bytes]:
    """A tile, or the full one where the log grew meanwhile and tidied the narrow one away."""
    try:
        return name, read(address, name)
    except HTTPError as gone:
        full = name.partition(".p/")[0]
        if gone.code != 404 or full == name:
            raise
        return full, read(address, full)


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
