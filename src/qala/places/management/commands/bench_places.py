"""``qala bench places --json``: how fast a place is found on a grid of 15,000 segments. Writes nothing that stays."""

import json
import random
import statistics
import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import shapely
from django.core.management.base import BaseCommand
from django.db import connection, transaction

from qala.kernel.actors import Job
from qala.kernel.translated import Translated
from qala.places.actions import register_streets
from qala.places.queries import nearest_streets, search_places, segments_in
from qala.places.rules.entries import SegmentEntry, StreetEntry
from qala.places.rules.geometry import Box

WEST, SOUTH, STEP = 69.5, 42.25, 0.0012
ASKED = 300


class Command(BaseCommand):
    help = "Measure nearest street, box and name search."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true")
        parser.add_argument("--segments", type=int, default=15_000)

    def handle(self, *args: Any, **told: Any) -> None:
        side = round((told["segments"] / 2) ** 0.5)
        with transaction.atomic():
            started = time.perf_counter()
            done = register_streets(by=Job("places.bench"), entries=_grid(side))
            figures = {
                "segments": len(done.segments_added),
                "register_s": round(time.perf_counter() - started, 2),
                **_measured(side),
            }
            transaction.set_rollback(True)
        if told["json"]:
            self.stdout.write(json.dumps(figures))
        else:
            for name, figure in figures.items():
                self.stdout.write(f"{name}: {figure}")


def _grid(side: int) -> list[StreetEntry]:
    streets = []
    for row in range(side):
        for turned in (False, True):
            marks = [(WEST + at * STEP, SOUTH + row * STEP) for at in range(side + 1)]
            if turned:
                marks = [(WEST + row * STEP, SOUTH + at * STEP) for at in range(side + 1)]
            key = f"{row}-{int(turned)}"
            parts = tuple(
                SegmentEntry(f"bench-{key}-{at}", shapely.LineString(ends), order=at + 1)
                for at, ends in enumerate(pairwise(marks))
            )
            names = Translated(kk=f"{row}-көше {'А' if turned else 'Б'}")
            streets.append(StreetEntry("bench", key, names, segments=parts))
    return streets


def _measured(side: int) -> dict[str, float]:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE places_segment")
    draw = random.Random(20)  # noqa: S311 - places to ask about, not a secret
    points = [(WEST + draw.random() * side * STEP, SOUTH + draw.random() * side * STEP) for _ in range(ASKED)]
    return {
        "nearest_p50_ms": _p95(lambda at: nearest_streets(*points[at], 3), 10),
        "nearest_p95_ms": _p95(lambda at: nearest_streets(*points[at], 3)),
        "box_p95_ms": _p95(lambda at: list(segments_in(Box.near(*points[at], 300)))),
        "search_p95_ms": _p95(lambda at: search_places(f"{at % side} көше")),
    }


def _p95(ask: Callable[[int], object], twentieth: int = 19) -> float:
    spent = []
    for at in range(ASKED):
        started = time.perf_counter()
        ask(at)
        spent.append((time.perf_counter() - started) * 1000)
    sys.stderr.write(".")
    return round(statistics.quantiles(spent, n=20)[twentieth - 1], 2)
