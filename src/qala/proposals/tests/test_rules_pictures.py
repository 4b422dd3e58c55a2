"""Pictures as arithmetic: position, upright, nothing else kept, twins, covers, and files that mean harm."""

import io
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from qala.proposals.rules.picture_headers import MAX_PIXELS, Header, Unfit, header
from qala.proposals.rules.pictures import (
    ALIKE,
    EVERYTHING,
    LONGEST,
    Box,
    apart,
    covered,
    prepared,
)
from qala.proposals.tests import hostile_pictures as files
from qala.proposals.tests.shared import shared_file


def opened(raw):
    image = Image.open(io.BytesIO(raw))
    image.load()
    return image


def outcome(raw):
    """Why it was refused, or `clean` for a plain JPEG of the size it claims."""
    try:
        made = prepared(raw)
    except Unfit as unfit:
        return unfit.why
    image = opened(made.jpeg)
    return "clean" if image.format == "JPEG" and image.size == (made.width, made.height) else "dirty"


def said(raw):
    return header(io.BytesIO(raw))


def test_the_sample_with_a_position_reads_north_and_west():
    made = prepared(shared_file("listening/photos/sample-with-gps-exif.jpg").read_bytes())
    assert made.position.latitude == pytest.approx(51 + 47 / 60 + 57.02 / 3600, abs=1e-6)
    assert made.position.longitude == pytest.approx(-(2 + 28 / 60 + 43.82 / 3600), abs=1e-6)
    assert (made.width, made.height) == (38, 50)
    assert not opened(made.jpeg).getexif()


def test_the_rotated_sample_comes_out_upright():
    made = prepared(shared_file("listening/photos/sample-rotated-exif.jpg").read_bytes())
    assert (made.width, made.height) == (50, 100)
    assert not opened(made.jpeg).getexif()


@pytest.mark.parametrize(("longitude", "latitude"), [(69.59, 42.31), (-70.5, -33.25), (0.5, -0.5)])
def test_a_written_position_is_read_back(longitude, latitude):
    found = prepared(files.with_position(longitude, latitude)).position
    assert (found.longitude, found.latitude) == pytest.approx((longitude, latitude), abs=1e-6)


@pytest.mark.parametrize("place", [(0.0, 0.0), (181.0, 10.0), (10.0, 95.0)])
def test_an_impossible_position_is_none(place):
    assert prepared(files.with_position(*place)).position is None


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_orientation_ends_upright(orientation):
    made = prepared(files.with_position(69.6, 42.3, orientation=orientation))
    assert (made.width, made.height) == ((640, 480) if orientation < 5 else (480, 640))


def test_nothing_of_the_camera_is_kept():
    raw = files.with_position(69.6, 42.3)
    assert b"Secret Phone" in raw
    made = prepared(raw)
    assert b"Secret Phone" not in made.jpeg
    assert b"Exif" not in made.jpeg
    assert set(opened(made.jpeg).info) <= {
        "jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression",
    }  # fmt: skip


def test_a_large_picture_is_shrunk_and_a_small_one_is_not_blown_up():
    large, small = prepared(files.drawn((4000, 3000))), prepared(files.drawn((60, 40)))
    assert (large.width, large.height) == (LONGEST, LONGEST * 3 // 4)
    assert (small.width, small.height) == (60, 40)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_the_header_says_kind_and_size(form):
    assert said(files.drawn((321, 123), form)) == Header(form.lower(), 321, 123)
    assert said(files.drawn((321, 123), "WEBP", lossless=True)) == Header("webp", 321, 123)


def test_the_first_frame_of_an_animation_stays():
    assert said(files.animated()) == Header("webp", 60, 40)
    made = opened(prepared(files.animated()).jpeg)
    red, _green, blue = made.getpixel((30, 20))
    assert red > 200 > 100 > blue


def test_a_polyglot_loses_its_second_nature():
    made = prepared(files.polyglot())
    assert b"<script>" not in made.jpeg
    assert b"PK\x03\x04" not in made.jpeg


def test_garbage_in_exif_costs_neither_picture_nor_position():
    made = prepared(files.exif_garbage())
    assert (made.width, made.height, made.position) == (640, 480, None)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16", "CMYK", "YCbCr"])
def test_every_way_to_write_colours_becomes_plain(mode):
    form = "JPEG" if mode in ("CMYK", "YCbCr") else "PNG"
    stream = io.BytesIO()
    Image.new(mode, (40, 30)).save(stream, form)
    assert opened(prepared(stream.getvalue()).jpeg).mode == "RGB"


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"", "empty"),
        (files.SVG, "kind"),
        (files.GIF, "kind"),
        (b"MZ" + b"\0" * 500, "kind"),
        (files.HEIC, "heic"),
        (b"\xff\xd8\xff", "header"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 400, "header"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "header"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "header"),
        (files.png_bomb(), "pixels"),
    ],
)
def test_what_is_no_picture_is_refused_before_decoding(raw, why):
    with pytest.raises(Unfit) as refused:
        said(raw)
    assert refused.value.why == why


def test_the_limit_of_pixels_lets_phones_through():
    assert 8064 * 6048 < MAX_PIXELS < 12_000 * 9_000


@pytest.mark.parametrize("raw", [files.truncated(), files.lying_png(), files.drawn()[:640] + b"\0" * 3000])
def test_a_damaged_picture_says_so_or_comes_out_clean(raw):
    assert outcome(raw) in ("torn", "broken", "clean")


def test_a_truncated_picture_is_torn():
    with pytest.raises(Unfit) as refused:
        prepared(files.truncated())
    assert refused.value.why == "torn"


@given(st.binary(max_size=200), st.integers(0, 1200), st.integers(0, 4))
def test_no_bytes_do_more_than_be_refused(noise, place, kind):
    sound = [files.drawn((50, 40), form) for form in ("JPEG", "PNG", "WEBP")]
    sound += [files.with_position(69, 42, size=(50, 40)), files.animated()]
    raw = sound[kind][:place] + noise + sound[kind][place + len(noise) :]
    assert outcome(raw) in ("empty", "heic", "kind", "header", "pixels", "torn", "broken", "clean")


def half_as_large(raw):
    """As a messenger sends it on: smaller, in another format."""
    stream = io.BytesIO()
    image = opened(raw)
    image.resize((image.width // 2, image.height // 2)).save(stream, "WEBP", quality=60)
    return stream.getvalue()


def test_the_same_picture_again_is_recognised_and_another_is_not():
    first = prepared(files.drawn((1200, 900))).fingerprint
    again = prepared(files.drawn((1200, 900), quality=35)).fingerprint
    smaller = prepared(half_as_large(files.drawn((1200, 900)))).fingerprint
    other = prepared(files.drawn((1200, 900), seed=3)).fingerprint
    assert apart(first, again) <= ALIKE
    assert apart(first, smaller) <= ALIKE
    assert apart(first, other) > ALIKE
    assert -(1 << 63) <= first < 1 << 63


def test_a_picture_of_nothing_has_no_twin():
    stream = io.BytesIO()
    Image.new("RGB", (100, 100), "black").save(stream, "JPEG")
    assert prepared(stream.getvalue()).fingerprint is None


@given(st.integers(-(1 << 63), (1 << 63) - 1), st.integers(-(1 << 63), (1 << 63) - 1))
def test_the_distance_is_the_same_both_ways(one, other):
    assert apart(one, other) == apart(other, one) <= 64
    assert apart(one, one) == 0


def plate():
    """White letters' worth of detail in a known place: 40 stripes."""
    image = Image.new("RGB", (400, 200), (120, 120, 120))
    for x in range(100, 300, 10):
        image.paste((255, 255, 255) if x % 20 else (0, 0, 0), (x, 80, x + 10, 120))
    stream = io.BytesIO()
    image.save(stream, "JPEG", quality=95)
    return stream.getvalue()


def steps(image, row, left, right):
    """How often brightness jumps along a row."""
    levels = [image.convert("L").getpixel((x, row)) for x in range(left, right)]
    return sum(abs(a - b) > 60 for a, b in pairwise(levels))


def test_what_is_covered_cannot_be_read_and_the_rest_stays():
    before, after = opened(plate()), opened(covered(plate(), [Box.of((0.25, 0.4, 0.25, 0.2))]))
    assert steps(before, 100, 105, 195) >= 8
    assert steps(after, 100, 105, 195) == 0
    assert steps(after, 100, 205, 295) >= 8
    assert after.size == before.size


def test_everything_can_be_covered():
    assert steps(opened(covered(plate(), [EVERYTHING])), 100, 1, 399) <= 3


def test_no_boxes_leave_the_picture_readable():
    assert steps(opened(covered(plate(), [])), 100, 105, 195) >= 8


@given(*[st.floats(-0.5, 1.5)] * 4)
def test_a_box_stays_inside_the_picture(left, top, width, height):
    try:
        box = Box.of((left, top, width, height))
    except ValueError:
        return
    x, y, right, bottom = box.pixels(317, 211)
    assert 0 <= x < right <= 317
    assert 0 <= y < bottom <= 211


@pytest.mark.parametrize("row", [(0, 0, 0, 0.5), (2, 0, 1, 1), (float("nan"), 0, 1, 1), (0, 0, float("inf"), 1), (0, 1)])
def test_no_box_is_refused(row):
    with pytest.raises(ValueError):
        Box.of(row)
