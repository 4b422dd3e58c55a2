"""What a file says of itself before anything is decoded: its kind by its first bytes, and its size in pixels."""

import struct
from dataclasses import dataclass
from typing import BinaryIO

# 64 million pixels: every phone's ordinary photo, and at most 200 MB while one is being decoded.
MAX_PIXELS = 64_000_000
PNG = b"\x89PNG\r\n\x1a\n"
#: Brands of the "ftyp" box of pictures that few browsers and no free decoder of ours can open.
APPLE_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
#: Start-of-frame markers carry the size; DHT, JPG and DAC stand between them and do not.
FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
ALONE = frozenset(range(0xD0, 0xD8)) | {0x01}
MOST_MARKERS = 2_000


class Unfit(Exception):
    """This file is no picture we take. `why` is a slug: empty, heic, kind, header, pixels, broken, torn."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Header:
    """What the first bytes claim: jpeg, png or webp, and width and height in pixels."""

    kind: str
    width: int
    height: int


def header(stream: BinaryIO) -> Header:
    """Read kind and size from the start of a file. Raises `Unfit`; decodes nothing, leaves the stream anywhere."""
    start = _at(stream, 0, 32)
    try:
        found = _read(stream, start)
    except (struct.error, IndexError):
        raise Unfit("header") from None
    if found.width < 1 or found.height < 1:
        raise Unfit("header")
    if found.width * found.height > MAX_PIXELS:
        raise Unfit("pixels")
    return found


def _read(stream: BinaryIO, start: bytes) -> Header:
    if not start:
        raise Unfit("empty")
    if start.startswith(b"\xff\xd8\xff"):
        return Header("jpeg", *_jpeg_size(stream))
    if start.startswith(PNG) and start[12:16] == b"IHDR":
        return Header("png", *struct.unpack(">II", start[16:24]))
    if start[:4] == b"RIFF" and start[8:12] == b"WEBP":
        return Header("webp", *_webp_size(start))
    if start[4:8] == b"ftyp" and start[8:12] in APPLE_BRANDS:
        raise Unfit("heic")
    raise Unfit("kind")


def _at(stream: BinaryIO, place: int, count: int) -> bytes:
    stream.seek(place)
    return stream.read(count)


def _jpeg_size(stream: BinaryIO) -> tuple[int, int]:
    """Walk the markers, each with its length, up to the first frame."""
    place = 2
    for _marker in range(MOST_MARKERS):
        said = _at(stream, place, 9)
        if len(said) < 2 or said[0] != 0xFF:
            break
        if said[1] == 0xFF or said[1] in ALONE:  # fill bytes, markers without a length
            place += 1 if said[1] == 0xFF else 2
            continue
        if said[1] in FRAMES:
            height, width = struct.unpack(">HH", said[5:9])
            return width, height
        if said[1] in (0xD9, 0xDA):  # the end, or the scan, before any frame
            break
        place += 2 + int(struct.unpack(">H", said[2:4])[0])
    raise Unfit("header")


def _webp_size(start: bytes) -> tuple[int, int]:
    form = start[12:16]
    if form == b"VP8 ":
        width, height = struct.unpack("<HH", start[26:30])
        return width & 0x3FFF, height & 0x3FFF
    if form == b"VP8L" and start[20] == 0x2F:
        bits = struct.unpack("<I", start[21:25])[0]
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if form == b"VP8X" and len(start) >= 30:
        return int.from_bytes(start[24:27], "little") + 1, int.from_bytes(start[27:30], "little") + 1
    raise Unfit("header")
