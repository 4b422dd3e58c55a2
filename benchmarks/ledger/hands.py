"""One transfer at a time from several clients, each a process with a connection of its own, as web workers are."""

import multiprocessing
import time
from collections.abc import Callable
from typing import Any

from django.db import IntegrityError, connection, connections, transaction
from ground import BY, Ground, orders

from qala.kernel.clock import local
from qala.ledger import book
from qala.ledger.rules import Order, State, judge
from qala.ledger.writing import INSERT, values


def ours(order: Order) -> None:
    book.post(by=BY, order=order)


def _row(order: Order) -> tuple[object, ...]:
    return values(judge([order], State(), lambda one: local(one.happened_at).date())[0])


def raw(order: Order) -> None:
    """The floor: the same row, no triggers, nothing else."""
    with connection.cursor() as cursor:
        cursor.execute(INSERT.replace("ledger_transfer", "bench_bare"), _row(order))


def rowlock(order: Order) -> None:
    """The usual way: lock both purses in order, write the row, add and subtract."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, balance FROM bench_purse WHERE id = ANY(%s) ORDER BY id FOR UPDATE",
            [[order.debit, order.credit]],
        )
        cursor.fetchall()
        cursor.execute(INSERT.replace("ledger_transfer", "bench_row"), _row(order))
        cursor.execute("UPDATE bench_purse SET balance = balance - %s WHERE id = %s", [order.tiyn, order.credit])
        cursor.execute("UPDATE bench_purse SET balance = balance + %s WHERE id = %s", [order.tiyn, order.debit])


WORKS: dict[str, Callable[[Order], None]] = {"ours": ours, "raw": raw, "rowlock": rowlock}


def _client(kind: str, ground: Ground, hot: bool, seconds: float, seed: int, start: Any, told: Any) -> None:  # noqa: FBT001
    work = WORKS[kind]
    mine = iter(orders(ground, max(200, int(seconds * 1_500)), seed, hot=hot))
    work(next(mine))  # opens the connection and warms the plans
    start.wait(60)
    took: list[float] = []
    ends = time.perf_counter() + seconds
    for order in mine:
        began = time.perf_counter()
        if began > ends:
            break
        try:
            work(order)
        except IntegrityError:
            raise SystemExit(1) from None
        took.append(time.perf_counter() - began)
    told.put(took)


def measured(kind: str, ground: Ground, *, clients: int, seconds: float, hot: bool, seed: int) -> list[float]:
    """How long each transfer took, in seconds, over all clients together."""
    connections.close_all()
    context = multiprocessing.get_context("fork")
    start, told = context.Barrier(clients), context.Queue()
    hands = [
        context.Process(target=_client, args=(kind, ground, hot, seconds, seed * 1_000 + at, start, told))
        for at in range(clients)
    ]
    for hand in hands:
        hand.start()
    took = [one for _ in hands for one in told.get(timeout=seconds * 4 + 90)]
    for hand in hands:
        hand.join(30)
    return took
