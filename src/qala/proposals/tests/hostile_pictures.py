"""Pictures for tests: good ones drawn here, and files that mean harm."""

import io
import struct
import zlib

from PIL import Image, ImageDraw

WEST_OF_THE_CENTRE = (69.5901, 42.3155)


def drawn(size=(640, 480), form="JPEG", *, exif=None, seed=0, **more):
    """A picture with something on it, so that a fingerprint and a cover can be seen."""
    image = Image.new("RGB", size, (200, 190, 170))
    draw = ImageDraw.Draw(image)
    width, height = size
    draw.rectangle((0, height // 2, width, height), fill=(60, 62, 70))
    for step in range(6):
        left = (step * 97 + seed * 53) % width
        draw.rectangle((left, height // 4, left + width // 12, height * 3 // 4), fill=(30 * step, 90, 220 - 30 * step))
    stream = io.BytesIO()
    if exif is not None:
        more["exif"] = exif
    image.save(stream, form, **more)
    return stream.getvalue()


def with_position(longitude, latitude, *, orientation=1, **more):
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "Secret Phone 7"
    exif[0x8825] = {1: "NS"[latitude < 0], 2: angle(latitude), 3: "EW"[longitude < 0], 4: angle(longitude)}
    return drawn(exif=exif, **more)


def angle(value):
    value = abs(value)
    whole, rest = int(value), (value - int(value)) * 60
    return float(whole), float(int(rest)), round((rest - int(rest)) * 60, 4)


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png_bomb(width=60_000, height=60_000):
    """A few kilobytes that claim 3.6 billion pixels."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\0" * 100_000)) + chunk(b"IEND", b"")


def lying_png():
    """Claims 16 pixels, holds megabytes of packed zeros, and its text chunk unpacks to much more."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 4, 4, 8, 0, 0, 0, 0))
    text = chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"A" * 50_000_000))
    return b"\x89PNG\r\n\x1a\n" + header + text + chunk(b"IDAT", zlib.compress(b"\0" * 9_000_000)) + chunk(b"IEND", b"")


def truncated():
    return drawn()[:1500]


def polyglot():
    """A JPEG that is a web page and an archive as well."""
    return drawn() + b"<html><script>alert(document.cookie)</script></html>PK\x03\x04"


def exif_garbage():
    """A good picture whose EXIF points into nowhere."""
    jpeg = drawn()
    body = b"Exif\0\0II*\0\x08\0\0\0" + b"\xff\x7f" + b"\x25\x88\x04\0\xff\xff\xff\xff\xf0\xff\xff\xff" * 20
    return jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body + jpeg[2:]


def animated():
    frames = [Image.new("RGB", (60, 40), colour) for colour in ("red", "blue", "lime")]
    stream = io.BytesIO()
    frames[0].save(stream, "WEBP", save_all=True, append_images=frames[1:], duration=100, lossless=True)
    return stream.getvalue()


SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 64
GIF = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff!\xf9\x04\x01\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;"
