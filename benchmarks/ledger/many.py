"""Batches: through `book.post_many`, and the same rows by bare COPY into a table with the same indexes."""

import time
from collections.abc import Callable, Sequence

from django.db import connection, transaction
from ground import BY, Ground, orders

from qala.kernel.clock import local
from qala.ledger import book
from qala.ledger.rules import Order, State, judge
from qala.ledger.writing import COLUMNS, COPY, TYPES, values

Batch = Sequence[Order]
NAMES = ", ".join(COLUMNS)
AT_ONCE = 2**15
STAGED = """
CREATE TEMP TABLE IF NOT EXISTS staged (LIKE bench_row) ON COMMIT DELETE ROWS;
ALTER TABLE staged ALTER id DROP NOT NULL, ALTER recorded_at DROP NOT NULL;
"""


def ours(batch: Batch) -> None:
    outcome = book.post_many(by=BY, orders=batch)
    assert len(outcome.written) == len(batch)


def rendered(batch: Batch) -> list[bytes]:
    """The same rows in the same binary format as the door writes them, made before the clock starts."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(STAGED)
        with cursor.copy(COPY.replace("ledger_transfer", "staged")) as copy:
            copy.set_types(list(TYPES))
            for row in judge(batch, State(), lambda order: local(order.happened_at).date()):
                copy.write_row(values(row))
        with cursor.copy(f"COPY staged ({NAMES}) TO STDOUT (FORMAT BINARY)") as copy:
            told = b"".join(copy)
    return [told[at : at + AT_ONCE] for at in range(0, len(told), AT_ONCE)]


def copied(rows: Sequence[bytes], table: str = "bench_bare") -> None:
    with connection.cursor() as cursor, cursor.copy(COPY.replace("ledger_transfer", table)) as copy:
        for chunk in rows:
            copy.write(chunk)


def inserted(rows: Sequence[bytes]) -> None:
    """The same rows by one INSERT … SELECT from what was copied: how a set-based function would write them."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(STAGED)
        copied(rows, "staged")
        cursor.execute(f"INSERT INTO bench_row ({NAMES}) SELECT {NAMES} FROM staged")


def rates(ground: Ground, batches: int, size: int) -> dict[str, float]:
    """Rows a second, one client. The rivals and we take turns, so that what disturbs one disturbs all."""
    works: dict[str, tuple[Callable[[list[Order]], object], Callable[..., None]]] = {
        "spread": (list, ours),
        "copy": (rendered, copied),
        "hot": (list, ours),
        "set": (rendered, inserted),
    }
    spent = dict.fromkeys(works, 0.0)
    for at in range(batches + 1):
        for name, (prepare, work) in works.items():
            batch = prepare(orders(ground, size, seed=at * 10 + len(name), hot=name == "hot"))
            began = time.perf_counter()
            work(batch)
            spent[name] += (time.perf_counter() - began) if at else 0  # the first warms plans and pages
    return {name: batches * size / seconds for name, seconds in spent.items()}
