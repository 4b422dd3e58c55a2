"""Made-up content for the gallery: states, days and figures that exercise every component."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import segno
from django.utils.translation import pgettext, pgettext_lazy

from qala.kernel import clock
from qala.ui.timeline import TimelineLine


@dataclass(frozen=True)
class Street:
    street: str
    length: int
    voices: int
    state: Any


_WAITS = pgettext_lazy("gallery", "waiting")
_WORKS = pgettext_lazy("gallery", "works going on")
_DONE = pgettext_lazy("gallery", "confirmed")
STREETS = [
    Street("Тәуке хан даңғылы", 5310, 214, _WORKS),
    Street("Әл-Фараби көшесі", 2875, 96, _WAITS),
    Street("Абай даңғылы", 3140, 120, _DONE),
    Street("Ғани Иляев көшесі", 1980, 41, _WAITS),
    Street("Қазыбек би көшесі", 1240, 77, _WORKS),
    Street("Байтұрсынұлы көшесі", 2660, 58, _DONE),
    Street("Республика даңғылы", 6020, 301, _WORKS),
    Street("Өтеген батыр көшесі", 870, 12, _WAITS),
    Street("Ұлы Дала көшесі", 1430, 19, _WAITS),
    Street("Желтоқсан көшесі", 1710, 33, _DONE),
]

TONES = ("act", "attention", "harm", "confirmed", "")
POINTS: dict[str, Any] = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [69.588 + 0.004 * place, 42.318 + 0.003 * (place * 7 % 5)]},
            "properties": {"title": row.street, "tone": tone, "address": "#map"},
        }
        for place, (row, tone) in enumerate(zip(STREETS, TONES * 2, strict=True))
    ],
}


def _events(now: datetime) -> list[TimelineLine]:
    taken, waits = pgettext("gallery", "Taken by the department of roads"), pgettext("gallery", "Said to be done")
    return [
        TimelineLine(now - timedelta(days=9), pgettext("gallery", "Received by the code in bus 12")),
        TimelineLine(now - timedelta(days=8), taken, "А. Сейітова"),
        TimelineLine(
            now - timedelta(days=2), waits, more=pgettext("gallery", "Waits for another person's look."), tone="now"
        ),
    ]


def _tabs() -> list[dict[str, Any]]:
    return [
        {"title": pgettext("gallery", "New"), "address": "#tabs", "now": True, "count": 14},
        {"title": pgettext("gallery", "Mine"), "address": "#tabs", "count": 3},
        {"title": pgettext("gallery", "Overdue"), "address": "#tabs", "count": 1},
        {"title": pgettext("gallery", "All"), "address": "#tabs", "count": 1986},
    ]


def _charts() -> dict[str, Any]:
    return {
        "topics": [
            (pgettext("gallery", "Roads"), 812, "act"),
            (pgettext("gallery", "Street light"), 344, "act"),
            (pgettext("gallery", "Rubbish"), 271, "attention"),
            (pgettext("gallery", "Bus stops"), 96, "quiet"),
        ],
        "series": [31, 28, 40, 38, 52, 61, 57, 66, 72, 70, 81, 87],
        "curves": {
            "steps": [2027, 2028, 2029, 2030],
            "series": [("Жөндеумен", [62, 66, 69, 71], "act", "71"), ("Жөндеусіз", [62, 57, 52, 46], "quiet", "46")],
        },
        "multiples": [
            ("Абай", [5, 8, 6, 9, 12, 11]),
            ("Әл-Фараби", [14, 12, 9, 8, 8, 6]),
            ("Еңбекші", [3, 3, 4, 9, 8, 10]),
            ("Қаратау", [7, 7, 6, 7, 8, 7]),
            ("Тұран", [1, 2, 2, 4, 5, 9]),
        ],
    }


COLOURS = [
    "paper",
    "raised",
    "sunk",
    "ink",
    "ink-soft",
    "line",
    "edge",
    "act",
    "act-wash",
    "attention",
    "attention-wash",
    "harm",
    "harm-wash",
    "confirmed",
    "confirmed-wash",
]


def page_samples() -> dict[str, Any]:
    """Everything the gallery's templates name."""
    now = clock.now()
    code = segno.make("https://qala.example/t/7K3-MD9", error="m", micro=False)
    today: date = clock.today()
    return {
        "now": now,
        "soon": today + timedelta(days=2),
        "later": today + timedelta(days=21),
        "past": today - timedelta(days=3),
        "events": _events(now),
        "tabs": _tabs(),
        "steps": [pgettext("gallery", "Where"), pgettext("gallery", "What"), pgettext("gallery", "Send")],
        "verbs": [
            ("accept", pgettext("gallery", "Accept")),
            ("ask", pgettext("gallery", "Ask the resident")),
            ("redirect", pgettext("gallery", "Pass on")),
        ],
        **_charts(),
        "qr": code.svg_inline(scale=1, border=0, dark="#000", light=None, omitsize=True),
        "colours": COLOURS,
    }
