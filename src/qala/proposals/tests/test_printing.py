"""Printed placards, read back by a camera that is not ours."""

import pypdfium2
import pytest
import zxingcpp

from qala.kernel.translated import Translated
from qala.proposals.printing.placards import SIZES, Sheet, placard_pdf
from qala.proposals.rules.placards import make_code, read_code, shown

KEY = b"a key for tests"
PLACES = [
    Translated(kk="«Орталық базар» аялдамасы", ru="Остановка «Центральный базар»"),
    Translated(kk="№ 12 бағыт, 345 ABC 17", ru="Маршрут № 12, 345 ABC 17"),
]


@pytest.fixture(params=sorted(SIZES))
def printed(request):
    sheets = [
        Sheet(shown(make_code(serial, KEY)), f"https://qala.example/p/{make_code(serial, KEY)}/", place)
        for serial, place in zip((7, 1_048_575), PLACES, strict=True)
    ]
    return request.param, sheets, pypdfium2.PdfDocument(placard_pdf(sheets, size=request.param, city="Шымкент"))


def test_every_code_is_read_by_an_independent_reader(printed):
    _size, sheets, document = printed
    for page, sheet in zip(document, sheets, strict=True):
        picture = page.render(scale=2).to_pil()
        assert [found.text for found in zxingcpp.read_barcodes(picture)] == [sheet.address]


def test_every_code_can_be_typed_from_the_sheet(printed):
    _size, sheets, document = printed
    for page, sheet in zip(document, sheets, strict=True):
        text = page.get_textpage().get_text_bounded()
        assert sheet.code in text
        assert "Не өзгеруі керек?" in text
        assert sheet.place.ru in text
        assert read_code(sheet.code, KEY) == read_code(sheet.address.split("/")[-2], KEY)


def test_a_sheet_has_its_size_and_one_page_a_placard(printed):
    size, sheets, document = printed
    assert len(document) == len(sheets)
    millimetres = tuple(round(points / 72 * 25.4) for points in document[0].get_size())
    assert millimetres == SIZES[size]


def test_a_scratched_code_is_still_read():
    code = make_code(99, KEY)
    pdf = placard_pdf([Sheet(shown(code), f"https://qala.example/p/{code}/", PLACES[0])], size="a5", city="Шымкент")
    picture = pypdfium2.PdfDocument(pdf)[0].render(scale=2).to_pil()
    found = zxingcpp.read_barcodes(picture)[0].position
    left, top = (found.top_left.x + found.bottom_right.x) // 2, (found.top_left.y + found.bottom_right.y) // 2
    picture.paste((255, 255, 255), (left, top, left + 45, top + 45))
    assert zxingcpp.read_barcodes(picture)[0].text.endswith(f"/p/{code}/")


def test_the_pdf_says_it_is_accessible():
    pdf = placard_pdf([Sheet("0000-000-000", "https://qala.example/p/0000000000/", PLACES[0])], size="a4", city="Шымкент")
    assert b"pdfuaid" in pdf
    assert b"/MarkInfo" in pdf
