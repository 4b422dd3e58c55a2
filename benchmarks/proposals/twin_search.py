"""“Is it one of these?” over all stored cases, by the city's own functions; a plain trigram search beside it."""

import random
import time
from collections.abc import Callable, Sequence
from typing import Any

from django.db import DatabaseError, connection, transaction
from figures import p50, p95, say
from ground import HIGH, SOUTH, WEST, WIDE, Ground
from words import Words

from qala.proposals.models import Proposal
from qala.proposals.queries.likeness import alike, reach_of
from qala.proposals.queries.meaning import vectors
from qala.proposals.queries.neighbours import neighbours
from qala.proposals.queries.twins import PATIENCE_MS, twins
from qala.proposals.queries.understanding import model
from qala.proposals.queries.whereabouts import NOWHERE, Whereabouts, at_placard, together
from qala.proposals.rules.spelling import folded
from qala.proposals.rules.typed import Point

RIVAL_PATIENCE_MS, RIVAL_SECONDS = 5_000, 10.0


def timed(ask: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    found = ask()
    return (time.perf_counter() - began) * 1000, found


def measured(words: Words, ground: Ground, asked: int, draw: random.Random) -> dict[str, Any]:
    """Before sending (place, asset, time, spelling): at placards, by their frequency, and at points of the map."""
    texts = list(words.written(asked + 20, draw))
    placards = [at_placard(one) for one in ground.placards]
    spent: dict[str, list[float]] = {"placard": [], "point": []}
    found = late = 0
    for at, text in enumerate(texts):
        name = "placard" if draw.random() < 0.7 else "point"
        place = placards[int(len(placards) * draw.random() ** 1.6)] if name == "placard" else _somewhere(draw)
        category = draw.choice(words.texts).category if draw.random() < 0.5 else ""
        took, same = timed(lambda text=text, place=place, category=category: twins(text, place, category))
        if at >= 20:  # the first ones warm the caches
            spent[name].append(took)
            found += bool(same)
            late += took >= PATIENCE_MS and not same
    every = [*spent["placard"], *spent["point"]]
    return {
        "duplicate_search_p95_ms": p95(every),
        "duplicate_search_p50_ms": p50(every),
        "duplicate_search_max_ms": round(max(every), 1),
        "duplicate_searches": len(every),
        "duplicate_search_found_share": round(found / len(every), 4),
        "duplicate_search_skipped": late,
        "duplicate_search_ms": {name: {"p50": p50(row), "p95": p95(row)} for name, row in spent.items()},
    }


def _somewhere(draw: random.Random) -> Whereabouts:
    return together(NOWHERE, None, Point(WEST + WIDE * draw.random(), SOUTH + HIGH * draw.random()))


def by_meaning(asked: int, cases: range, draw: random.Random) -> dict[str, Any]:
    """What the talon page and triage show: vectors, place and spelling together, for cases that have a vector."""
    drawn = draw.sample(cases, min(asked + 10, len(cases)))
    rows = Proposal.objects.select_related("statement", "category", "placard").in_bulk(drawn)
    spent, searched, seen = [], [], 0
    for at, case in enumerate(rows.values()):
        took, _found = timed(lambda case=case: alike(case))
        if at >= 10:
            spent.append(took)
            own = vectors([case.pk]).get(case.pk)
            seen += own is not None
            asked_of = (case, own, model(), reach_of(case))
            searched.append(timed(lambda told=asked_of: neighbours(*told, public=False))[0])
    return {
        "meaning_search_p95_ms": p95(searched),
        "meaning_twins_p95_ms": p95(spent),
        "meaning_twins_p50_ms": p50(spent),
        "meaning_searches": len(spent),
        "meaning_with_vector_share": round(seen / len(spent), 4) if spent else 0.0,
    }


def rivals(words: Words, asked: int, draw: random.Random) -> dict[str, Any]:
    """The same question without place and time: pg_trgm's index alone, and no index at all."""
    texts = [folded(text) for text in words.written(asked, draw)]
    select = "SELECT proposal_id FROM proposals_statement "
    plain = select + "WHERE spelling %% %s ORDER BY similarity(spelling, %s) DESC LIMIT 3"
    scan = select + "ORDER BY similarity(spelling, %s) DESC, %s IS NULL LIMIT 3"
    figures: dict[str, Any] = {}
    for name, statement in (("trigram_index_without_place", plain), ("trigram_scan", scan)):
        say(f"rival: {name}")
        spent, cut = _spent(statement, texts)
        figures[f"{name}_p95_ms"], figures[f"{name}_searches"] = p95(spent), len(spent)
        figures[f"{name}_cut_at_{RIVAL_PATIENCE_MS}_ms"] = cut
    return figures


def _spent(statement: str, texts: Sequence[str]) -> tuple[list[float], int]:
    spent: list[float] = []
    cut, until = 0, time.monotonic() + RIVAL_SECONDS
    for text in texts:
        if spent and time.monotonic() > until:
            break
        began = time.perf_counter()
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL statement_timeout = {RIVAL_PATIENCE_MS}")
                cursor.execute(statement, [text, text])
        except DatabaseError:
            cut += 1
        spent.append((time.perf_counter() - began) * 1000)
    return spent, cut
