"""Drawn "photos" for the demo: small JPEGs of a pothole, a lamp, a bin, with a face and a plate to cover."""

import io
import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from random import Random

from PIL import Image, ImageDraw, ImageFilter

from qala.demo.city.frame import dice
from qala.demo.city.shapes import Point

SIZE = (640, 480)
Box = tuple[int, int, int, int]
_KINDS = {
    "pothole": "pothole", "road_surface": "pothole", "pavement": "pavement", "street_light": "lamp",
    "traffic_signals": "lamp", "electricity": "lamp", "rubbish": "rubbish", "dumping": "rubbish", "playground": "swing",
    "greening": "tree", "water_supply": "puddle", "sewer": "puddle", "aryk": "puddle", "bus_stop": "stop",
    "bus_service": "stop", "accessibility": "pavement", "parking": "cars",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Picture:
    """A JPEG with the boxes (left, top, right, bottom in pixels) an officer must cover before it is public."""

    jpeg: bytes
    faces: tuple[Box, ...]
    plates: tuple[Box, ...]


def kind_for(category: str) -> str:
    """Give the drawing that fits a category."""
    return _KINDS.get(category, "street")


def _street(draw: ImageDraw.ImageDraw, random: Random) -> None:
    """Sky, houses, pavement and carriageway: the ground of every picture."""
    sky, road = random.choice(((176, 203, 222), (205, 212, 214), (236, 214, 178))), random.randint(88, 112)
    draw.rectangle((0, 0, 640, 210), fill=sky)
    left = -20
    while left < 640:
        width, top = random.randint(70, 150), random.randint(60, 140)
        tint = random.randint(150, 215)
        draw.rectangle((left, top, left + width, 215), fill=(tint, tint - 12, tint - 34))
        for row in range(top + 14, 196, 30):
            for column in range(left + 12, left + width - 14, 28):
                draw.rectangle((column, row, column + 13, row + 16), fill=(92, 108, 120))
        left += width + random.randint(4, 20)
    draw.rectangle((0, 210, 640, 270), fill=(186, 180, 168))
    draw.polygon([(0, 270), (640, 270), (640, 480), (0, 480)], fill=(road, road, road + 4))
    for x in range(-40, 680, 110):
        draw.polygon([(x, 372), (x + 60, 372), (x + 52, 382), (x - 8, 382)], fill=(222, 220, 208))


def _pothole(draw: ImageDraw.ImageDraw, random: Random) -> None:
    x, y, size = random.randint(200, 420), random.randint(320, 400), random.randint(50, 95)
    ring = [
        (x + size * random.uniform(0.8, 1.2) * c, y + size * 0.38 * random.uniform(0.8, 1.2) * s) for c, s in _ROUND
    ]
    draw.polygon(ring, fill=(52, 48, 46), outline=(136, 130, 122))
    draw.ellipse((x - size * 0.5, y - size * 0.12, x + size * 0.4, y + size * 0.2), fill=(112, 126, 134))


def _pavement(draw: ImageDraw.ImageDraw, random: Random) -> None:
    for row in range(214, 268, 18):
        for column in range(0, 640, 36):
            tint = 196 if random.random() > 0.2 else 92
            draw.rectangle((column + 1, row + 1, column + 34, row + 16), fill=(tint, tint - 6, tint - 18))


def _lamp(draw: ImageDraw.ImageDraw, random: Random) -> None:
    x = random.randint(160, 460)
    draw.rectangle((0, 0, 640, 210), fill=(28, 34, 58))
    draw.line((x, 300, x, 60), fill=(66, 70, 74), width=9)
    draw.line((x, 64, x + 90, 52), fill=(66, 70, 74), width=7)
    draw.rectangle((x + 76, 50, x + 116, 62), fill=(40, 42, 46))


def _rubbish(draw: ImageDraw.ImageDraw, random: Random) -> None:
    for _ in range(3):
        x = random.randint(60, 520)
        draw.rectangle((x, 216, x + 62, 296), fill=(34, 92, 66), outline=(18, 52, 38), width=3)
    for _ in range(34):
        x, y, size = random.randint(40, 580), random.randint(280, 350), random.randint(8, 30)
        tint = random.choice(((28, 28, 32), (196, 198, 202), (160, 122, 70), (70, 92, 138)))
        draw.ellipse((x, y, x + size, y + size * 0.8), fill=tint)


def _swing(draw: ImageDraw.ImageDraw, random: Random) -> None:
    x = random.randint(180, 380)
    for foot in (x - 60, x + 120):
        draw.line((foot, 380, x + 30 if foot < x else x + 40, 180), fill=(180, 52, 44), width=9)
    draw.line((x, 184, x + 70, 184), fill=(180, 52, 44), width=9)
    draw.line((x + 20, 186, x - 16, 330), fill=(70, 70, 76), width=3)
    draw.polygon([(x - 34, 330), (x + 8, 340), (x + 2, 352), (x - 40, 342)], fill=(46, 96, 150))


def _tree(draw: ImageDraw.ImageDraw, random: Random) -> None:
    for x in range(80, 640, 150):
        draw.line((x, 280, x + random.randint(-24, 24), 110), fill=(104, 82, 60), width=12)
        for _ in range(9):
            draw.line(
                (x, random.randint(110, 190), x + random.randint(-70, 70), random.randint(60, 150)),
                fill=(122, 98, 70),
                width=4,
            )


def _puddle(draw: ImageDraw.ImageDraw, random: Random) -> None:
    y = random.randint(330, 380)
    draw.ellipse((60, y - 30, 580, y + 70), fill=(98, 122, 138))
    draw.ellipse((130, y - 10, 470, y + 44), fill=(140, 166, 182))


def _stop(draw: ImageDraw.ImageDraw, random: Random) -> None:
    x = random.randint(120, 300)
    draw.rectangle((x, 150, x + 230, 280), outline=(60, 92, 104), width=7)
    draw.rectangle((x - 8, 138, x + 238, 154), fill=(18, 110, 118))
    draw.rectangle((x + 24, 246, x + 130, 256), fill=(120, 88, 56))


def _cars(draw: ImageDraw.ImageDraw, random: Random) -> None:
    for x in range(20, 600, 130):
        tint = random.choice(((212, 212, 214), (48, 52, 60), (122, 40, 38), (46, 70, 110)))
        draw.rounded_rectangle((x, 236, x + 108, 286), 14, fill=tint)
        draw.rounded_rectangle((x + 20, 214, x + 86, 244), 10, fill=(74, 90, 100))


_ROUND = tuple((round(math.cos(k * 0.6283), 4), round(math.sin(k * 0.6283), 4)) for k in range(10))
_DRAWN: dict[str, Callable[[ImageDraw.ImageDraw, Random], None]] = {
    "pothole": _pothole, "pavement": _pavement, "lamp": _lamp, "rubbish": _rubbish, "swing": _swing, "tree": _tree,
    "puddle": _puddle, "stop": _stop, "cars": _cars,
}  # fmt: skip


def _passer_by(draw: ImageDraw.ImageDraw, random: Random) -> Box:
    """Draw a person; give the box round the face."""
    x = random.randint(40, 110) if random.random() < 0.5 else random.randint(520, 580)
    draw.rounded_rectangle(
        (x - 22, 250, x + 22, 372), 14, fill=random.choice(((92, 52, 88), (38, 84, 96), (150, 96, 40)))
    )
    draw.ellipse((x - 17, 206, x + 17, 250), fill=(214, 170, 138))
    draw.chord((x - 18, 200, x + 18, 236), 180, 360, fill=(38, 30, 28))
    for dx in (-7, 7):
        draw.ellipse((x + dx - 2, 224, x + dx + 2, 228), fill=(30, 26, 26))
    draw.arc((x - 7, 230, x + 7, 242), 20, 160, fill=(120, 52, 48), width=2)
    return x - 20, 200, x + 20, 252


def _passing_car(draw: ImageDraw.ImageDraw, random: Random) -> Box:
    """Draw a car seen from behind; give the box round its plate (a pattern no register issues)."""
    x = random.randint(180, 400)
    draw.rounded_rectangle(
        (x, 254, x + 150, 340), 18, fill=random.choice(((198, 200, 204), (36, 40, 52), (96, 28, 30)))
    )
    draw.rounded_rectangle((x + 22, 224, x + 128, 276), 16, fill=(66, 84, 96))
    plate = (x + 44, 306, x + 106, 322)
    draw.rectangle(plate, fill=(244, 244, 240), outline=(20, 20, 20))
    draw.text((x + 48, 308), f"QALA {random.randint(0, 99):02}", fill=(16, 16, 16))
    return plate


def _exif(point: Point | None, taken_at: datetime) -> Image.Exif:
    """Write position and time as a phone does, so that the server has something to offer and to drop."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = "Qala", "Drawn"
    exif[0x0132] = taken_at.strftime("%Y:%m:%d %H:%M:%S")
    if point is not None:
        exif[0x8825] = {1: "N", 2: _degrees(point[1]), 3: "E", 4: _degrees(point[0])}
    return exif


def _degrees(value: float) -> tuple[float, float, float]:
    whole, rest = int(value), (value - int(value)) * 60
    return float(whole), float(int(rest)), round((rest - int(rest)) * 60, 3)


def picture(  # noqa: PLR0913 - what a phone knows of a shot
    kind: str, number: int, *, point: Point | None, taken_at: datetime, seed: int, after: bool = False
) -> Picture:
    """Draw one picture; ``after`` leaves the defect out, as an executor's evidence should."""
    random = dice(seed, "picture", number)
    image = Image.new("RGB", SIZE)
    draw = ImageDraw.Draw(image)
    _street(draw, random)
    if kind in _DRAWN and not after:
        _DRAWN[kind](draw, random)
    plates = (_passing_car(draw, random),) if random.random() < 0.35 else ()
    faces = (_passer_by(draw, random),) if random.random() < 0.4 else ()
    image = image.filter(ImageFilter.GaussianBlur(0.6))
    stream = io.BytesIO()
    image.save(stream, "JPEG", quality=62, exif=_exif(point, taken_at))
    return Picture(stream.getvalue(), faces, plates)
