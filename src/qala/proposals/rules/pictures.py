"""Pictures as arithmetic: read the position, turn upright, forget the rest, recognise a twin, cover what must be.

Bytes in, bytes out: nothing here touches a disk, a row or a request.
"""

import io
import math
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from PIL import Image, ImageOps

from qala.proposals.rules.picture_headers import Unfit, header

LONGEST = 1600
QUALITY = 82
KINDS = ("JPEG", "PNG", "WEBP")
GPS = 0x8825
#: Two pictures with at most this many of 64 bits apart look the same to a person.
ALIKE = 6
#: Differences of brightness up to this are the noise of re-encoding, not the picture.
GRAIN = 2
#: What stays of a covered box: at most this many patches a side, half drowned in their mean. No face, no plate.
PATCHES, DROWNED = 4, 0.6
SMALLEST = 0.005


@dataclass(frozen=True)
class Position:
    """Where a camera says it stood, in degrees."""

    longitude: float
    latitude: float


@dataclass(frozen=True)
class Prepared:
    """A picture made safe: an upright JPEG without metadata, and what was read before all that was dropped."""

    jpeg: bytes
    width: int
    height: int
    fingerprint: int | None
    position: Position | None


@dataclass(frozen=True)
class Box:
    """A part of a picture in fractions of its width and height, from the upper left corner."""

    left: float
    top: float
    width: float
    height: float

    @classmethod
    def of(cls, row: Sequence[float]) -> "Box":
        """Four numbers, cut to the picture. Raises ValueError where nothing is left or a number is none."""
        left, top, width, height = (float(one) for one in row)
        if not all(map(math.isfinite, (left, top, width, height))):
            raise ValueError("not a number")
        right, bottom = min(left + width, 1.0), min(top + height, 1.0)
        left, top = max(left, 0.0), max(top, 0.0)
        if right - left < SMALLEST or bottom - top < SMALLEST:
            raise ValueError("nothing to cover")
        return cls(round(left, 4), round(top, 4), round(right - left, 4), round(bottom - top, 4))

    @property
    def row(self) -> list[float]:
        return [self.left, self.top, self.width, self.height]

    def pixels(self, width: int, height: int) -> tuple[int, int, int, int]:
        """Whole pixels, rounded outwards: a cover is rather too big than too small."""
        return (
            math.floor(self.left * width),
            math.floor(self.top * height),
            min(width, math.ceil((self.left + self.width) * width)),
            min(height, math.ceil((self.top + self.height) * height)),
        )


EVERYTHING = Box(0.0, 0.0, 1.0, 1.0)


@contextmanager
def _opened(raw: bytes) -> Iterator[Image.Image]:
    """A picture of ours, whose every fault is one `Unfit`. Size and kind are checked before a pixel is decoded."""
    header(io.BytesIO(raw))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with Image.open(io.BytesIO(raw), formats=KINDS) as image:
                yield image
        except Image.DecompressionBombError:
            raise Unfit("pixels") from None
        except OSError as fault:
            raise Unfit("torn" if "truncated" in str(fault) else "broken") from None
        except Unfit:
            raise
        except (ValueError, SyntaxError, ArithmeticError, LookupError, TypeError, EOFError, MemoryError):
            raise Unfit("broken") from None


def prepared(raw: bytes) -> Prepared:
    """Turn upright, shrink to 1600 px, re-encode as JPEG without metadata. Raises `Unfit` for hostile files.

    Of an animation the first frame stays. Whatever hid behind the pixels (a page, an archive) is gone.
    """
    with _opened(raw) as image:
        position = position_of(image)
        upright = _flat(_upright(image))
        upright.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS, reducing_gap=3.0)
        return Prepared(_jpeg(upright), upright.width, upright.height, fingerprint(upright), position)


def position_of(image: Image.Image) -> Position | None:
    """The EXIF position, or None where it is absent, damaged, impossible or the factory's 0, 0."""
    try:
        tags = image.getexif().get_ifd(GPS)
        latitude = _degrees(tags[2]) * (-1 if _letter(tags[1]) == "S" else 1)
        longitude = _degrees(tags[4]) * (-1 if _letter(tags[3]) == "W" else 1)
    except Exception:  # noqa: BLE001 - garbage of every kind stands in EXIF, and a pin is only an offer
        return None
    possible = abs(latitude) <= 90 and abs(longitude) <= 180  # False for NaN as well
    if not possible or (abs(latitude) < 1e-6 and abs(longitude) < 1e-6):
        return None
    return Position(round(longitude, 7), round(latitude, 7))


def _letter(value: str | bytes) -> str:
    said = value.decode("ascii") if isinstance(value, bytes) else value
    letter = said.strip("\0 ")[:1].upper()
    if letter not in "NSEW" or not letter:
        raise ValueError(said)
    return letter


def _degrees(parts: Sequence[float]) -> float:
    whole, minutes, seconds = (float(part) for part in parts)
    if not (0 <= minutes < 60.001 and 0 <= seconds < 60.001 and whole >= 0):
        raise ValueError("no angle")
    return whole + minutes / 60 + seconds / 3600


def _upright(image: Image.Image) -> Image.Image:
    """As it was held. A damaged orientation turns nothing."""
    image.draft("RGB", (LONGEST * 2, LONGEST * 2))  # a JPEG is decoded smaller at once
    image.load()
    with suppress(Exception):  # garbage in EXIF must not cost the picture
        return ImageOps.exif_transpose(image)
    return image


def _flat(image: Image.Image) -> Image.Image:
    """Plain RGB on white; sixteen bits of grey become eight."""
    if image.mode.startswith("I"):
        image = image.convert("I").point(lambda level: level / 257).convert("L")
    if image.has_transparency_data:
        image = image.convert("RGBA")
        ground = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(ground, image)
    return image.convert("RGB")


def _jpeg(image: Image.Image) -> bytes:
    picture = Image.new("RGB", image.size)  # a new picture has no `info`: nothing is carried along
    picture.paste(image)
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return stream.getvalue()


def fingerprint(image: Image.Image) -> int | None:
    """64 bits of which neighbour is brighter, as a signed number; None for a picture that shows nothing."""
    grey = image.convert("L").resize((9, 8), Image.Resampling.BOX)
    levels = grey.tobytes()
    if max(levels) - min(levels) < 8:
        return None
    bits = 0
    for row in range(8):
        for column in range(8):
            bits = bits << 1 | (levels[row * 9 + column] > levels[row * 9 + column + 1] + GRAIN)
    return bits - (1 << 64) if bits >> 63 else bits


def apart(one: int, other: int) -> int:
    """In how many of 64 bits two fingerprints differ."""
    return ((one ^ other) & (1 << 64) - 1).bit_count()


def covered(jpeg: bytes, boxes: Sequence[Box]) -> bytes:
    """The picture with every box reduced to a few patches of its mean colour: nothing can be read back."""
    with _opened(jpeg) as image:
        picture = _flat(image)
        for box in boxes:
            corners = box.pixels(picture.width, picture.height)
            picture.paste(_drowned(picture.crop(corners)), corners)
        return _jpeg(picture)


def _drowned(part: Image.Image) -> Image.Image:
    few = part.resize((min(PATCHES, part.width), min(PATCHES, part.height)), Image.Resampling.BOX)
    mean = few.resize((1, 1), Image.Resampling.BOX).resize(few.size)
    return Image.blend(few, mean, DROWNED).resize(part.size, Image.Resampling.NEAREST)
