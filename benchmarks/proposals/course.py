"""The course of the benchmark: ground, a million cases, the storm, the search, the pages, and their rivals."""

import argparse
import asyncio
import io
import os
import random
import uuid
from collections.abc import Iterator, Mapping
from typing import Any

import counts
import million
import pages
import storm
import twin_search
from django.core.management import call_command
from django.db import connection, connections
from figures import say
from ground import HIGH, SOUTH, WEST, WIDE, Ground, laid
from lines import Lines
from phones import Message, Phone, message, opened
from PIL import Image
from server import serving
from words import Words

from qala.config.database.urls import address_of
from qala.proposals.models import Proposal

PER_PHONE, HANDS = 5, 32
NOTES = """\
Client, server and database share this machine; latency counts from the scheduled moment to the talon's address.
Each phone opened its page once before the storm (cookies, token, CSRF) and sends up to five messages, each under its own key.
Messages that meet “is it one of these?” are sent on at once with different=1; both trips count as one latency.
The offered rate counts every arrival; a fifth as many resends as messages: a third beside the first, the rest later.
storm_per_s counts every submission answered with a talon, resends among them; storm_distinct_per_s the new ones.
Photos are 1600 px JPEGs as the page's script shrinks them; they are kept in the POST and prepared by jobs later.
The server is `qala serve --no-jobs` with production settings: embedding waits until a storm is over.
Stored cases vary texts of the gold set and the lessons in SQL; their vectors vary really embedded ones.
Trigrams stand for all stored cases, vectors for the newest `stored_vectors` of them.
Pages are read by one reader on one kept connection, language kk, no sign-in."""  # noqa: E501 - a line a note


def run(asked: argparse.Namespace) -> dict[str, Any]:
    """Everything asked for, as one object."""
    _prepared()
    draw, parts = random.Random(20), set(asked.only.split(","))
    words = Words(asked.embedded)
    ground = laid(asked.placards, draw)
    say(f"{len(ground.placards)} placards hang")
    if asked.cases:
        if "twins" in parts:
            words.begin_embedding()
        million.stored(asked.cases, words, ground)
    figures: dict[str, Any] = {"quick": asked.quick, "baselines": {}, "embedded_texts": 0}
    with_vectors = range(max(1, asked.cases - asked.vectors + 1), asked.cases + 1)
    if "twins" in parts and asked.cases:
        real = words.embedded()
        figures["embedded_texts"], figures["embedded_before"] = len(real), words.embedded_before
        million.vectors(min(asked.vectors, 100_000), real)
    million.settled()
    figures |= counts.sizes()
    plan: list[tuple[float, Message, bool]] = []
    if parts & {"storm", "pages"}:
        with serving(asked.workers) as port:
            if "storm" in parts:
                plan = _storm(port, asked, words, ground, draw, figures)
            if "pages" in parts:
                say("public pages")
                figures |= pages.measured(port, "127.0.0.1", asked.each, draw)
    if "storm" in parts:
        figures["baselines"] |= _bare(asked, plan)
    if "twins" in parts:
        say("duplicate search")
        figures |= twin_search.measured(words, ground, asked.searches, draw)
        figures |= twin_search.by_meaning(asked.searches // 8, with_vectors, draw)
        figures["baselines"] |= twin_search.rivals(words, 3 if asked.quick else 10, draw)
    if "pages" in parts:
        figures["baselines"] |= pages.rivals(4 if asked.quick else 20, draw)
    return figures | {"database": counts.how_it_writes(), "cores": os.cpu_count(), "notes": NOTES.splitlines()}


def _prepared() -> None:
    say("preparing the database")
    call_command("prepare", stdout=io.StringIO())
    call_command("collectstatic", interactive=False, verbosity=0)
    if Proposal.objects.exists():
        raise SystemExit("This database holds cases already: the benchmark only moves into an empty one.")


def _storm(
    port: int, asked: argparse.Namespace, words: Words, ground: Ground, draw: random.Random, into: dict[str, Any]
) -> list[tuple[float, Message, bool]]:
    """The open-loop storm, then the closed loop; both counted in the database."""
    spare, firsts, host = asked.spare // PER_PHONE, -(-asked.messages // PER_PHONE), f"127.0.0.1:{port}"
    say(f"{firsts + spare} phones open their pages")
    phones = asyncio.run(_phones(port, host, _spots(ground, firsts + spare, draw)))
    asyncio.run(asyncio.sleep(3.5))  # a page read for a shorter moment would be a robot's
    messages = list(_messages(phones[:firsts], asked.messages, host, words, draw, photos=0.08))
    plan = storm.plan_of(messages, asked.rate, 0.2, draw)
    before = counts.newest()
    say(f"storm: {len(plan)} submissions, {asked.rate}/s offered")
    sent = asyncio.run(storm.open_loop(port, plan, asked.connections))
    told = storm.told(sent)
    say(f"storm: p95 {told['p95_ms']} ms at {told['per_s']}/s, {told['answers']}")
    photos = sum(one.has_photo for one in messages)
    into |= counts.kept([one.uid for one in messages], before, photos)
    into |= {"storm_p95_ms": told["p95_ms"], "storm_per_s": told["per_s"], "storm_offered_per_s": asked.rate,
             "storm_distinct_per_s": told["distinct_per_s"], "storm_distinct": len(messages),
             "storm_resends": len(plan) - len(messages),
             "storm_photos": photos, "storm_placard_share": _share(plan), "storm": told}  # fmt: skip
    more = _messages(phones[firsts:], spare * PER_PHONE, host, words, draw, photos=0.08)
    full = asyncio.run(storm.closed_loop(port, _until_ready(more), HANDS, asked.seconds))
    told = storm.told(full)
    into |= {"saturation_per_s": told["per_s"], "saturation_p95_ms": told["p95_ms"], "saturation_hands": HANDS}
    say(f"saturation: {told['per_s']}/s with {HANDS} hands, {told['answers']}")
    connection.close()
    return plan


def _until_ready(messages: Iterator[Message]) -> Iterator[Message]:
    """Made before the clock runs: writing messages is no work of the server's."""
    return iter(list(messages))


def _share(plan: list[tuple[float, Message, bool]]) -> float:
    firsts = [one for _due, one, again in plan if not again]
    return round(sum(one.first.startswith(b"POST /p/") for one in firsts) / len(firsts), 3)


def _spots(ground: Ground, count: int, draw: random.Random) -> list[tuple[str, str, str]]:
    """Seven phones in ten stand at a placard; the others tap on the map or choose a place by its name."""
    paths, rows = ground.paths(), []
    for at in range(count):
        if at % 10 < 7:
            rows.append((paths[at % len(paths)], "", ""))
        elif at % 2:
            point = f"{WEST + WIDE * draw.random():.6f},{SOUTH + HIGH * draw.random():.6f}"
            rows.append(("/new/", point, ""))
        else:
            rows.append(("/new/", "", f"landmark:{draw.choice(ground.landmarks).pk}"))
    draw.shuffle(rows)
    return rows


async def _phones(port: int, host: str, spots: list[tuple[str, str, str]]) -> list[Phone]:
    lines = Lines(port, 16)
    phones = await opened(lines, host, spots)
    lines.close()
    return phones


def _messages(
    phones: list[Phone], count: int, host: str, words: Words, draw: random.Random, *, photos: float
) -> Iterator[Message]:
    """Each phone speaks in turn; about one message in twelve carries a photo, each photo another one."""
    for at, text in enumerate(words.written(count, draw)):
        photo = _photo(draw) if draw.random() < photos else b""
        yield message(phones[at % len(phones)], host, text, photo, uuid.UUID(int=draw.getrandbits(128), version=4))


_base: list[bytes] = []


def _photo(draw: random.Random) -> bytes:
    """A 1600 by 1200 JPEG of about 250 kB; a comment makes each one of a kind, as cameras do."""
    if not _base:
        noise = Image.effect_noise((400, 300), 60).resize((1600, 1200)).convert("RGB")
        held = io.BytesIO()
        noise.save(held, "JPEG", quality=80)
        _base.append(held.getvalue())
    told = draw.randbytes(16)
    return _base[0][:2] + b"\xff\xfe" + (len(told) + 2).to_bytes(2, "big") + told + _base[0][2:]


def _bare(asked: argparse.Namespace, plan: list[tuple[float, Message, bool]]) -> Mapping[str, Any]:
    """The same requests at the same moments, answered by the least a program can do."""
    say("rival: one bare insert a POST")
    ours = address_of(connections["default"].settings_dict)
    with connections["owner"].cursor() as cursor:
        cursor.execute("CREATE TABLE bench_bare (id bigserial PRIMARY KEY, uid uuid UNIQUE, body int)")
        cursor.execute(f"GRANT ALL ON bench_bare, bench_bare_id_seq TO {ours.role}")
    cut = plan[: max(100, len(plan) // 6)]
    with serving(asked.workers, {"QALA_BENCH_BARE": ours.url}, bare=True) as port:
        opened_loop = storm.told(asyncio.run(storm.open_loop(port, cut, asked.connections)))
        again = (one for _round in range(60) for _due, one, _again in cut)
        closed = storm.told(asyncio.run(storm.closed_loop(port, again, HANDS, max(2, asked.seconds // 3))))
    return {
        "bare_insert_storm_p95_ms": opened_loop["p95_ms"],
        "bare_insert_storm_per_s": opened_loop["per_s"],
        "bare_insert_saturation_per_s": closed["per_s"],
    }
