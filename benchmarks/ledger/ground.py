"""Accounts and orders of the benchmark: a city's purses, one hot supplier, and orders made before the clock starts."""

import random
import sys
from dataclasses import dataclass
from uuid import UUID

from django.core.management import call_command
from django.db import connection, connections

from qala.config.database import grants
from qala.kernel.actors import Job
from qala.kernel.clock import now
from qala.ledger import book
from qala.ledger.models import Account
from qala.ledger.rules import Order

BY = Job("ledger.bench")


@dataclass(frozen=True)
class Ground:
    """Numbers of accounts: givers and takers are strangers; `hot` takes from everybody."""

    givers: list[int]
    takers: list[int]
    hot: int


def laid(accounts: int) -> Ground:
    """Migrate, grant, open accounts; a bare table of the same shape and a usual one stand beside the ledger."""
    call_command("migrate", database="owner", interactive=False, verbosity=0)
    grants.grant_application(connections["owner"])
    Account.objects.bulk_create([Account(code=f"purse:{at}", kind="wallet") for at in range(accounts)])
    hot = book.open_account(by=BY, code="supplier:hot", kind="payable").pk
    pks = list(Account.objects.filter(kind="wallet").values_list("pk", flat=True))
    with connections["owner"].cursor() as cursor:
        cursor.execute("CREATE TABLE bench_bare (LIKE ledger_transfer INCLUDING ALL)")
        cursor.execute("CREATE TABLE bench_purse (id bigint PRIMARY KEY, balance bigint NOT NULL)")
        cursor.execute("CREATE TABLE bench_row (LIKE ledger_transfer INCLUDING ALL)")
        cursor.execute("INSERT INTO bench_purse SELECT id, 0 FROM ledger_account")
    grants.grant_application(connections["owner"])
    analyze()
    return Ground(pks[: accounts // 2], pks[accounts // 2 :], hot)


def analyze() -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE) ledger_account, ledger_transfer, bench_purse")


def orders(ground: Ground, count: int, seed: int, *, hot: bool = False) -> list[Order]:
    """Orders with keys of their own, as a terminal would make them."""
    draw = random.Random(f"{seed}{hot}")
    at = now()
    return [
        book.move(
            key=UUID(int=draw.getrandbits(128)), credit=draw.choice(ground.givers),
            debit=ground.hot if hot else draw.choice(ground.takers), tiyn=draw.randrange(1, 100_000), code="bench",
            happened_at=at, subject=f"bench.purse:{draw.randrange(10**6)}",
        )
        for _ in range(count)
    ]  # fmt: skip


def shown(*names: str) -> dict[str, str]:
    """How the database writes."""
    found = {}
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f"SHOW {name}")
            found[name] = str(cursor.fetchone()[0])
    return found


def say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)
