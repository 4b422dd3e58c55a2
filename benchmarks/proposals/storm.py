"""The storm: distinct messages and resends, open-loop by a Poisson clock; then a closed loop to saturation."""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from figures import p50, p95, p99
from lines import Broken, Lines
from phones import Message

TRIES = 8


@dataclass
class Sent:
    """What came of a run. Latencies in ms from the scheduled moment to the talon's address."""

    first_ms: list[float] = field(default_factory=list)
    again_ms: list[float] = field(default_factory=list)
    photo_ms: list[float] = field(default_factory=list)
    behind_ms: list[float] = field(default_factory=list)
    answers: Counter[str] = field(default_factory=Counter)
    lasted_s: float = 0.0
    lines: int = 0

    @property
    def registered(self) -> int:
        return len(self.first_ms)


async def deliver(lines: Lines, message: Message, sent: Sent) -> bool:
    """Send until a talon is given; a twin page is answered with “mine is another matter”, trouble with patience."""
    request = message.first
    for attempt in range(TRIES):
        try:
            status, _head, _body = await lines.ask(request)
        except Broken:
            sent.answers["broken"] += 1
            await asyncio.sleep(0.1 * 2**attempt)
            continue
        if status == 303:
            sent.answers["talon"] += 1
            return True
        if status == 200:
            sent.answers["twin_page"] += 1
            request = message.sure
            continue
        sent.answers[str(status)] += 1
        await asyncio.sleep(0.1 * 2**attempt)
    return False


async def open_loop(port: int, plan: Sequence[tuple[float, Message, bool]], most: int) -> Sent:
    """Send each at its moment (seconds from the start), whether or not earlier ones are answered."""
    lines, sent, loop = Lines(port, most), Sent(), asyncio.get_running_loop()
    start = loop.time() + 0.2
    last = start

    async def one(due: float, message: Message, *, again: bool) -> None:
        nonlocal last
        if not await deliver(lines, message, sent):
            sent.answers["given_up"] += 1
            return
        last = max(last, done := loop.time())
        took = (done - start - due) * 1000
        (sent.again_ms if again else sent.first_ms).append(took)
        if message.has_photo and not again:
            sent.photo_ms.append(took)

    async with asyncio.TaskGroup() as tasks:
        for due, message, again in plan:
            if (early := start + due - loop.time()) > 0:
                await asyncio.sleep(early)
            sent.behind_ms.append((loop.time() - start - due) * 1000)
            tasks.create_task(one(due, message, again=again))
    sent.lasted_s, sent.lines = last - start, lines.opened
    lines.close()
    return sent


async def closed_loop(port: int, messages: Iterator[Message], hands: int, seconds: float) -> Sent:
    """So many hands, each sending its next message as soon as the last was answered."""
    lines, sent = Lines(port, hands), Sent()
    start = time.perf_counter()

    async def hand() -> None:
        while time.perf_counter() - start < seconds and (message := next(messages, None)) is not None:
            began = time.perf_counter()
            if await deliver(lines, message, sent):
                sent.first_ms.append((time.perf_counter() - began) * 1000)

    await asyncio.gather(*(hand() for _at in range(hands)))
    sent.lasted_s, sent.lines = time.perf_counter() - start, lines.opened
    lines.close()
    return sent


def plan_of(
    messages: Sequence[Message], per_s: float, share_again: float, draw: random.Random
) -> list[tuple[float, Message, bool]]:
    """Poisson arrivals, `per_s` with the resends among them: a third of these beside the first, the rest later."""
    plan, at = [], 0.0
    for message in messages:
        at += draw.expovariate(per_s / (1 + share_again))
        plan.append((at, message, False))
    for due, message, _again in draw.sample(plan, round(len(plan) * share_again)):
        late = draw.choice((0.0, draw.uniform(0.05, 1.0), draw.uniform(1.0, 20.0)))
        # Never long after the last first message: a tail of resends alone would be no storm.
        plan.append((min(due + late, max(at, due)), message, True))
    return sorted(plan, key=lambda row: row[0])


def told(sent: Sent) -> dict[str, object]:
    """A run in figures."""
    return {
        "registered": sent.registered,
        "resent": len(sent.again_ms),
        "p50_ms": p50(sent.first_ms),
        "p95_ms": p95(sent.first_ms),
        "p99_ms": p99(sent.first_ms),
        "max_ms": round(max(sent.first_ms, default=0.0), 1),
        "photo_p95_ms": p95(sent.photo_ms),
        "resend_p95_ms": p95(sent.again_ms),
        "client_behind_p95_ms": p95(sent.behind_ms),
        "lasted_s": round(sent.lasted_s, 2),
        "per_s": round((sent.registered + len(sent.again_ms)) / sent.lasted_s, 1) if sent.lasted_s else 0.0,
        "distinct_per_s": round(sent.registered / sent.lasted_s, 1) if sent.lasted_s else 0.0,
        "connections": sent.lines,
        "answers": dict(sent.answers),
    }
