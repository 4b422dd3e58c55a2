"""Balances at a past day and moment over millions of postings, with the days closed as a city closes them."""

import random
import time
from datetime import timedelta

from django.db import connection, connections
from ground import BY, Ground, analyze, say

from qala.kernel.clock import today
from qala.ledger import book
from qala.ledger.queries import balance
from qala.ledger.writing import COLUMNS

DAYS, OPEN = 300, 8  # a year of school days behind us; the newest week is still open
HOT_SHARE = 10  # one transfer in ten goes to the hot account
FILL = f"""
INSERT INTO ledger_transfer ({', '.join(COLUMNS)})
SELECT gen_random_uuid(), sha256(i::text::bytea), CASE WHEN i %% {HOT_SHARE} = 0 THEN %(hot)s
    ELSE (%(takers)s::bigint[])[1 + (random() * 1e9)::bigint %% %(many)s] END,
  (%(givers)s::bigint[])[1 + (random() * 1e9)::bigint %% %(few)s], 1 + (random() * 90000)::bigint, 'bench', 'plain',
  NULL, NULL, NULL, NULL, NULL, NULL, now(), %(day)s, '', NULL
FROM generate_series(1, %(rows)s) AS i
"""


def filled(ground: Ground, postings: int) -> int:
    """Fill the past day by day through every trigger, then close all but the newest days. Returns the postings held."""
    rows = max(1, postings // 2 // DAYS)
    first = today() - timedelta(days=DAYS + 1)
    for at in range(DAYS):
        with connection.cursor() as cursor:
            cursor.execute(
                FILL,
                {"hot": ground.hot, "takers": ground.takers, "many": len(ground.takers), "givers": ground.givers,
                 "few": len(ground.givers), "day": first + timedelta(days=at), "rows": rows},
            )  # fmt: skip
        if at % 30 == 29:
            say(f"  {(at + 1) * rows * 2:,} postings")
    analyze()
    for at in range(9, DAYS - OPEN, 10):
        book.close_days(by=BY, until=first + timedelta(days=at))
    with connections["owner"].cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE) ledger_mark, ledger_transfer")
        cursor.execute("SELECT count(*) * 2 FROM ledger_transfer")
        return int(cursor.fetchone()[0])


def asked(ground: Ground, questions: int) -> tuple[float, float]:
    """The 95th percentile in milliseconds: any account on any past day, and the hot one alone."""
    draw = random.Random(3)
    every = [ground.hot, *ground.takers, *ground.givers]

    def p95(accounts: list[int]) -> float:
        took = []
        for _ in range(questions):
            account, day = draw.choice(accounts), today() - timedelta(days=draw.randrange(1, DAYS))
            began = time.perf_counter()
            balance(account, day)
            took.append(time.perf_counter() - began)
        return sorted(took)[int(len(took) * 0.95)] * 1_000

    return p95(every), p95([ground.hot])
