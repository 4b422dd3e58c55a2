"""Where and when a photo says it was taken. No pixels are looked at."""

import io
import math
from collections.abc import Sequence
from datetime import date, datetime

from PIL import Image

GPS, SHOT, SHOT_AT = 0x8825, 0x8769, 0x9003
"""The parts of EXIF for the place and for the shot, and in the latter the moment by the camera's own clock."""


def place_in(content: bytes) -> tuple[float, float] | None:
    """Longitude and latitude from a picture's EXIF, or None where it carries none that can be."""
    try:
        with Image.open(io.BytesIO(content)) as image:
            tags = image.getexif().get_ifd(GPS)
        latitude = _degrees(tags[2]) * (-1 if str(tags[1]).startswith("S") else 1)
        longitude = _degrees(tags[4]) * (-1 if str(tags[3]).startswith("W") else 1)
    except Exception:  # noqa: BLE001 - garbage of every kind stands in EXIF, and without it the place is asked
        return None
    possible = abs(latitude) <= 90 and abs(longitude) <= 180 and (latitude, longitude) != (0, 0)
    return (longitude, latitude) if possible else None


def day_in(content: bytes) -> date | None:
    """The day a picture's EXIF says it was taken, or None where it tells none."""
    try:
        with Image.open(io.BytesIO(content)) as image:
            told = str(image.getexif().get_ifd(SHOT)[SHOT_AT])
        return datetime.strptime(told[:10], "%Y:%m:%d").date()  # noqa: DTZ007 - the camera's own day, without a zone
    except Exception:  # noqa: BLE001 - as above: garbage of every kind
        return None


def _degrees(parts: Sequence[float]) -> float:
    whole, minutes, seconds = (float(part) for part in parts)
    if not all(math.isfinite(part) and part >= 0 for part in (whole, minutes, seconds)):
        raise ValueError("no angle")
    return whole + minutes / 60 + seconds / 3600
