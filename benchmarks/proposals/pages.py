"""Public pages over the wire, one reader at a time on one kept connection, every answer read to its end and checked."""

import asyncio
import random
import time
from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.db import connection
from figures import p50, p95, say
from lines import Lines, get
from million import STORIES_EVERY

from qala.proposals.models import Proposal

WORDS = ("жарық", "яма", "аялдама", "мусор", "су жоқ", "light")


def addresses(draw: random.Random) -> dict[str, Callable[[], str]]:
    """What is asked: the list and its turns, the points of the map, cases with a story."""
    numbers = _numbers(draw)
    slugs = list(Proposal.objects.values_list("category", flat=True).order_by().distinct()[:30])
    districts = list(Proposal.objects.exclude(district=None).values_list("district", flat=True).order_by().distinct())
    older = [f"{at.timestamp() * 1e6:.0f}-{pk}" for at, pk in numbers.values()]

    def slug() -> str:
        return str(draw.choice([one for one in slugs if one] or ["other"]))

    def district() -> str:
        return str(draw.choice(districts or [""]))

    return {
        "list": lambda: "/proposals/",
        "list_older": lambda: f"/proposals/?before={draw.choice(older)}",
        "list_category": lambda: f"/proposals/?category={slug()}",
        "list_district_outcome": lambda: f"/proposals/?district={district()}&outcome=confirmed",
        "map_points": lambda: "/proposals/points.geojson",
        "map_points_category": lambda: f"/proposals/points.geojson?category={slug()}",
        "case": lambda: f"/proposals/{draw.choice(list(numbers))}/",
    }


def others(draw: random.Random) -> dict[str, Callable[[], str]]:
    """Measured beside, and not part of `page_p95_ms`: search by words, the front page, the figures, the form."""
    del draw
    turn = iter(WORDS * 100)
    return {
        "list_words": lambda: f"/proposals/?q={next(turn)}".replace(" ", "+"),
        "front": lambda: "/",
        "statistics": lambda: "/proposals/statistics/",
        "form": lambda: "/new/",
    }


def _numbers(draw: random.Random) -> dict[str, tuple[Any, int]]:
    most = Proposal.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    drawn = {draw.randrange(1, most // STORIES_EVERY + 1) * STORIES_EVERY for _at in range(400)}
    cases = Proposal.objects.shown().filter(pk__in=drawn).only("pk", "received_at")
    return {case.number: (case.received_at, case.pk) for case in cases}


def measured(port: int, host: str, each: int, draw: random.Random) -> dict[str, Any]:
    """`page_p95_ms` takes list, map and case pages together, each asked as often as the others."""
    main = asyncio.run(_read(port, host, addresses(draw), each))
    aside = asyncio.run(_read(port, host, others(draw), max(5, each // 6)))
    times = [took for row in main.values() for took in row]
    return {
        "page_p95_ms": p95(times),
        "page_p50_ms": p50(times),
        "page_worst_p95_ms": max(p95(row) for row in main.values()),
        "page_requests": len(times),
        "page_ms": {name: {"p50": p50(row), "p95": p95(row)} for name, row in main.items()},
        "page_ms_aside": {name: {"p50": p50(row), "p95": p95(row)} for name, row in aside.items()},
    }


async def _read(port: int, host: str, asked: dict[str, Callable[[], str]], each: int) -> dict[str, list[float]]:
    lines = Lines(port, 1)
    spent: dict[str, list[float]] = {name: [] for name in asked}
    for at in range(-4 if each > 1 else 0, each):  # four rounds to warm both workers
        for name, address in asked.items():
            began = time.perf_counter()
            status, _head, body = await lines.ask(get(_quoted(address()), host))
            took = (time.perf_counter() - began) * 1000
            if status != 200 or not body:
                raise SystemExit(f"{name}: {address()} answered {status}")
            if at >= 0:
                spent[name].append(took)
    lines.close()
    for name, row in spent.items():
        say(f"page {name}: p95 {p95(row)} ms")
    return spent


def _quoted(address: str) -> str:
    from urllib.parse import quote

    return quote(address, safe="/?=&+-.:")


def rivals(asked: int, draw: random.Random) -> dict[str, Any]:
    """The list as a first draft writes it: a paginator that counts everything, deep offsets, a query a row. No HTML."""
    say("rival: the list by a plain paginator")
    most = max(1, Proposal.objects.count() // 25)
    spent = []
    for at in range(asked):
        began = time.perf_counter()
        page = Paginator(Proposal.objects.shown(), 25).get_page(1 if at % 2 else draw.randrange(1, most + 1))
        for case in page.object_list:
            str(case.category), str(case.landmark or case.district), case.supports.count()
            getattr(case, "statement", None)
        spent.append((time.perf_counter() - began) * 1000)
    connection.close()
    return {"list_by_paginator_p95_ms": p95(spent), "list_by_paginator_reads": len(spent)}
