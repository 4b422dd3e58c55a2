"""Placard sheets as PDF/UA: several sizes, three languages, a code that a camera and a thumb can read."""

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import segno
import typst

from qala.kernel.translated import Translated
from qala.ui.assets import VENDOR

SOURCE = Path(__file__).with_name("placard.typ")
SIZES = {"a4": (210, 297), "a5": (148, 210), "a6": (105, 148), "strip": (297, 105)}  # millimetres
MOST_IN_ONE_FILE = 500  # about 20 ms a sheet

ORNAMENT = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 144 32"><path fill="none" stroke="#00666b" '
    'stroke-width="2.4" stroke-linecap="round" '
    'd="M72 29V17C72 8 79 3.5 85 5.2 91 7 91 15.5 85.5 17 81.8 18 79.2 14.8 81 12.3M72 17C72 8 '
    "65 3.5 59 5.2 53 7 53 15.5 58.5 17 62.2 18 64.8 14.8 63 12.3M72 29C92 29 96 24 101 18 105 13 113 13.5 114 19 115 "
    "24 108.5 26 107 21.8M72 29C52 29 48 24 43 18 39 13 31 13.5 30 19 29 24 35.5 26 37 21.8M114 19C118 27 126 29 142 "
    '29M30 19C26 27 18 29 2 29"/></svg>'
)


@dataclass(frozen=True)
class Sheet:
    """One placard to print: the typeable code, the address in its QR, what people call the place."""

    code: str
    address: str
    place: Translated


def qr_svg(address: str) -> str:
    """The address as a vector QR; level Q survives a scratched quarter."""
    drawn = io.BytesIO()
    segno.make(address, error="q", micro=False).save(drawn, kind="svg", border=4, xmldecl=False, svgns=True)
    return drawn.getvalue().decode()


def placard_pdf(sheets: Sequence[Sheet], *, size: str, city: str) -> bytes:
    """All sheets in one tagged PDF (PDF/UA-1), one a page. `size` is one of SIZES."""
    width, height = SIZES[size]
    drawn = [
        {
            "code": sheet.code,
            "host": sheet.address.partition("//")[2].rpartition("/p/")[0] + "/p/",
            "place": {"kk": sheet.place.get("kk"), "ru": sheet.place.get("ru")},
            "qr": qr_svg(sheet.address),
            "alt": f"QR: {sheet.address}",
            "width": width,
            "height": height,
        }
        for sheet in sheets
    ]
    inputs = {
        "sheets": json.dumps(drawn, ensure_ascii=False),
        "city": city,
        "title": f"{city}: QR {drawn[0]['code']}" if len(drawn) == 1 else f"{city}: {len(drawn)} QR",
        "ornament": ORNAMENT,
        "ornament_alt": "Қошқар мүйіз",
    }
    fonts = [str(VENDOR)] if VENDOR.is_dir() else []
    made = typst.compile(str(SOURCE), format="pdf", font_paths=fonts, sys_inputs=inputs, pdf_standards=["ua-1"])
    return bytes(made)
