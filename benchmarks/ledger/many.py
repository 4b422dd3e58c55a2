"""Batches: through `book.post_many`, and the same rows by bare COPY into a table with the same indexes."""

import time
from collections.abc import Callable, Sequence

from django.db import connection
from ground import BY, Ground, orders

from qala.kernel.clock import local
from qala.ledger import book
from qala.ledger.rules import Order, State, judge
from qala.ledger.writing import COLUMNS, COPY, LINES, _line

Batch = Sequence[Order]


def ours(batch: Batch) -> None:
    outcome = book.post_many(by=BY, orders=batch)
    assert len(outcome.written) == len(batch)


def as_text(batch: Batch) -> list[str]:
    """The same rows as the door writes them, made before the clock starts."""
    rows = [_line(one) for one in judge(batch, State(), lambda order: local(order.happened_at).date())]
    return ["".join(rows[at : at + LINES]) for at in range(0, len(rows), LINES)]


def copied(text: Sequence[str]) -> None:
    with connection.cursor() as cursor, cursor.copy(COPY.replace("ledger_transfer", "bench_bare")) as copy:
        for chunk in text:
            copy.write(chunk)


def inserted(text: Sequence[str]) -> None:
    """The same rows by one INSERT … SELECT from what was copied: how a set-based function would write them."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE IF NOT EXISTS staged (LIKE bench_row) ON COMMIT DELETE ROWS")
    from django.db import transaction

    names = ", ".join(COLUMNS)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE staged ALTER id DROP NOT NULL, ALTER recorded_at DROP NOT NULL")
        with cursor.copy(COPY.replace("ledger_transfer", "staged")) as copy:
            for chunk in text:
                copy.write(chunk)
        cursor.execute(f"INSERT INTO bench_row ({names}) SELECT {names} FROM staged")


def rates(ground: Ground, batches: int, size: int) -> dict[str, float]:
    """Rows a second, one client. The rivals and we take turns, so that what disturbs one disturbs all."""
    works: dict[str, tuple[Callable[[list[Order]], object], Callable[..., None]]] = {
        "spread": (list, ours),
        "copy": (as_text, copied),
        "hot": (list, ours),
        "set": (as_text, inserted),
    }
    spent = dict.fromkeys(works, 0.0)
    for at in range(batches + 1):
        for name, (prepare, work) in works.items():
            batch = prepare(orders(ground, size, seed=at * 10 + len(name), hot=name == "hot"))
            began = time.perf_counter()
            work(batch)
            spent[name] += (time.perf_counter() - began) if at else 0  # the first warms plans and pages
    return {name: batches * size / seconds for name, seconds in spent.items()}
