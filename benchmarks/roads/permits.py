"""The conflict check of one dig over 100,000 works: rows are written without their gates, the questions are real."""

import random
import time
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from statistics import quantiles
from typing import Any

from django.db import connection, connections

from qala.kernel.clock import today
from qala.places.models import Segment
from qala.roads.models import Cut, Ground, Warranty, Works
from qala.roads.queries.conflicts import conflicts_of

WORKS, DIGS, ASKED = 100_000, 10_000, 500


def permitting(_path: Path, quick: int) -> dict[str, Any]:
    """Works of fifteen years and digs of ten, then digs asked about one after another."""
    works, digs, asked = (300, 60, 20) if quick else (WORKS, DIGS, ASKED)
    draw = random.Random(7)
    segments = list(Segment.objects.present().values_list("pk", "measured_length_m"))
    _gates("DISABLE")
    _past_works(draw, segments, works)
    cuts = _digs(draw, segments, digs)
    _gates("ENABLE")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE roads_ground, roads_works, roads_warranty, roads_cut")
    spent, found = [], 0
    for cut in draw.sample(cuts, asked):
        began = time.perf_counter()
        found += len(conflicts_of(cut))
        spent.append((time.perf_counter() - began) * 1000)
    cutpoints = quantiles(spent, n=100)
    return {
        "works_rows": Works.objects.count(),
        "ground_rows": Ground.objects.count(),
        "digs_asked": asked,
        "conflicts_found": found,
        "conflict_check_p50_ms": round(cutpoints[49], 2),
        "conflict_check_p95_ms": round(cutpoints[94], 2),
        "conflict_check_p99_ms": round(cutpoints[98], 2),
    }


def _gates(word: str) -> None:
    """A past of this size is not brought through its steps one by one; its owner lets the rows in."""
    owner = connections["owner" if "owner" in connections.settings else "default"]
    with owner.cursor() as cursor:
        for table in ("roads_works", "roads_warranty", "roads_cut"):
            cursor.execute(f"ALTER TABLE {table} {word} TRIGGER USER")


def _stretch(draw: random.Random, segments: list[tuple[int, Decimal]], most: int) -> dict[str, Any]:
    segment, length = draw.choice(segments)
    from_m = Decimal(str(round(draw.uniform(0, float(length) * 0.7), 2)))
    to_m = min(length, from_m + Decimal(draw.randint(1, most)))
    return {"segment_id": segment, "from_m": from_m, "to_m": to_m, "source": "bench"}


def _past_works(draw: random.Random, segments: list[tuple[int, Decimal]], count: int) -> None:
    made, grounds, warranties = [], [], []
    for _one in range(count):
        day = today() - timedelta(days=draw.randrange(15 * 365))
        accepted = draw.random() < 0.9
        state = {"state": "accepted", "accepted_on": day} if accepted else {"state": "programmed"}
        made.append(
            Works(
                **state,
                kind="medium",
                why="bench",
                noted_on=day,
                top_cm=5,
                area_m2=500,
                contract="b",
                contractor="b",
                programmed_year=day.year if accepted else today().year + draw.randrange(5),
                price_tiyn=1,
                measured_m=1,
                measured_by="a",
                accepted_by="b",
                started_by="c",
                started_on=day,
            )
        )
    Works.objects.bulk_create(made, batch_size=2_000)
    for one in made:
        grounds.append(Ground(works=one, valid_from=one.noted_on, **_stretch(draw, segments, 400)))
        if one.accepted_on:
            until = one.accepted_on + timedelta(days=1095)
            warranties.append(Warranty(works=one, begins_on=one.accepted_on, years=3, until_on=until, source="bench"))
    Ground.objects.bulk_create(grounds, batch_size=2_000)
    Warranty.objects.bulk_create(warranties, batch_size=2_000)


def _digs(draw: random.Random, segments: list[tuple[int, Decimal]], count: int) -> list[Cut]:
    cuts = []
    for _one in range(count):
        day = today() + timedelta(days=draw.randrange(-3650, 60))
        cuts.append(
            Cut(
                operator="bench",
                purpose="bench",
                area_m2=draw.randint(2, 90),
                from_on=day,
                asked_on=day,
                until_on=day + timedelta(days=draw.randint(0, 20)),
                asked_by="bench",
            )
        )
    Cut.objects.bulk_create(cuts, batch_size=2_000)
    grounds = [Ground(cut=cut, valid_from=cut.asked_on, **_stretch(draw, segments, 40)) for cut in cuts]
    Ground.objects.bulk_create(grounds, batch_size=2_000)
    return cuts
