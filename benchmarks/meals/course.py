"""The whole run: the lunch peak, the close of the month, proofs. Rivals stand under `baselines` with other names."""

import contextlib
import http.client
import os
import random
import signal
import socket
import subprocess
import sys
import time
from argparse import Namespace
from collections.abc import Iterator
from typing import Any

from django.db import connection, connections
from ground import BY, MONTH, Ground, laid, queue, say
from lunch import Queue, Told, packets, sync

from qala.config.serving import granian
from qala.journal.models import Leaf
from qala.journal.receipts import receipts_of
from qala.journal.sealing.sequencer import log_folder, seal
from qala.meals.actions.months import close_month
from qala_verify.notes import read_key
from qala_verify.receipt import judge, read_receipt

TRANSFERS = 3
#: The rows a meal leaves behind, and the column by which they come in portions.
LEFT = (("meals_serviceevent", "id"), ("ledger_transfer", "id"), ("meals_meal", "event_id"))


def run(asked: Namespace) -> dict[str, Any]:
    began = time.monotonic()
    ground = laid(asked.schools, asked.close_pupils)
    vouchers = sum(map(len, ground.cards.values()))
    say(f"{asked.schools} schools, {vouchers} vouchers with a month held: {time.monotonic() - began:.0f} s")
    queues = signed(ground, asked.meals)
    count = sum(len(events) for _phone, events in queues)
    say(f"{count} events signed: {time.monotonic() - began:.0f} s; the peak")
    with serving(asked.workers) as port:
        since = time.monotonic()
        told = sync(port, [packets(one) for one in queues], asked.clients)
        took = time.monotonic() - since
    figures = peak(told, queues, count, took, asked)
    baselines = {"bare_meals_per_s": round(bare(count))}
    say("the month closes")
    figures |= closed(ground) | {"month_close_vouchers": vouchers}
    say("sealing and proving")
    figures |= proved(asked.proofs)
    return figures | {"baselines": baselines}


def signed(ground: Ground, meals: int) -> list[Queue]:
    """Each school's queue, about the same share of `meals`, signed before the clock starts."""
    share = max(1, meals // len(ground.schools))
    queues = []
    for school in ground.schools:
        days = -(-share // len(ground.cards[school.pk]))
        queues.append((ground.phones[school.pk], list(queue(ground, school, days))[:share]))
    return queues


@contextlib.contextmanager
def serving(workers: int) -> Iterator[int]:
    """The city's web server over this database, ended after."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port = int(door.getsockname()[1])
    command = granian(host="127.0.0.1", port=port, workers=workers)
    child = subprocess.Popen(command, env=os.environ.copy(), stdout=sys.stderr)
    try:
        wait_for(port, child)
        yield port
    finally:
        child.send_signal(signal.SIGTERM)
        try:
            child.wait(30)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def wait_for(port: int, child: "subprocess.Popen[bytes]") -> None:
    """Until the server answers a request, not only a knock."""
    until = time.monotonic() + 240
    while time.monotonic() < until:
        if child.poll() is not None:
            raise SystemExit("the server did not start")
        with contextlib.suppress(OSError, http.client.HTTPException):
            line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            line.request("GET", "/meals/terminal/api/roster/", headers={"Host": "127.0.0.1"})
            line.getresponse().read()
            return
        time.sleep(0.2)
    raise SystemExit("the server does not answer")


def peak(told: Told, queues: list[Queue], count: int, took: float, asked: Namespace) -> dict[str, Any]:
    """What is in the database against what was signed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), count(DISTINCT (pupil_id, day, service_id)) FROM meals_meal")
        meals, different = cursor.fetchone()
        cursor.execute("SELECT count(*) FROM ledger_transfer WHERE phase = 'draw'")
        (draws,) = cursor.fetchone()
        cursor.execute("SELECT coalesce(sum(tiyn), 0) FROM ledger_posting")
        (left,) = cursor.fetchone()
    return {
        "sync_seconds": round(took, 2), "sync_meals": count, "sync_per_s": round(count / took),
        "sync_lost": count - different, "sync_doubled": (meals - different) + (draws - meals),
        "sync_schools": len(queues), "sync_clients": asked.clients, "sync_sent_again": told.again,
        "sync_slowest_request_s": round(told.slowest, 2), "left_over_tiyn": int(left),
    }  # fmt: skip


def bare(count: int) -> float:
    """The same events, transfers and meals into bare copies of their tables: no signature, no rule, no trigger."""
    took = 0.0
    with connections["owner"].cursor() as cursor:
        for table, key in LEFT:
            cursor.execute(f"CREATE TABLE bench_{table} (LIKE {table} INCLUDING ALL)")
            cursor.execute(f"SELECT min({key}), max({key}) FROM {table}")
            first, last = cursor.fetchone()
            since = time.monotonic()
            for at in range(first, last + 1, 200):
                cursor.execute(
                    f"INSERT INTO bench_{table} SELECT * FROM {table} WHERE {key} BETWEEN %s AND %s", [at, at + 199]
                )
            took += time.monotonic() - since
    return count / took


def closed(ground: Ground) -> dict[str, Any]:
    """Close every school's month."""
    since = time.monotonic()
    for school in ground.schools:
        close_month(by=BY, school=school, month=MONTH)
    took = time.monotonic() - since
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ledger_transfer WHERE phase = 'close'")
        (holds,) = cursor.fetchone()
    return {
        "month_close_seconds": round(took, 2), "month_close_schools": len(ground.schools), "month_close_holds": holds,
    }  # fmt: skip


def proved(sample: int) -> dict[str, Any]:
    """Seal a part of what waits, make receipts of transfers, check them with the public's program."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE journal_unsealed SET since = now() WHERE since > now()")
    since, sealed = time.monotonic(), 0
    while time.monotonic() - since < 30 and (portion := seal().sealed):
        sealed += portion
    sealing = time.monotonic() - since
    rows = list(Leaf.objects.filter(source=TRANSFERS).values_list("row", flat=True))
    chosen = random.Random(7).sample(rows, min(sample, len(rows)))
    since = time.monotonic()
    receipts = [one.content for one in receipts_of(TRANSFERS, chosen).values()]
    proving = time.monotonic() - since
    key = read_key(str(log_folder().keys()[0]))
    opened = [read_receipt(content) for content in receipts]
    since, few = time.monotonic(), opened[:200]
    judged = [judge(one, [key]) for one in few]
    judging = time.monotonic() - since
    if not all(one.included and one.signers for one in judged):
        raise SystemExit("a receipt does not prove its leaf")
    return {
        "proofs_per_s": round(len(receipts) / proving), "verify_per_s": round(len(few) / judging),
        "sealed_per_s": round(sealed / sealing), "sealed": sealed,
    }  # fmt: skip



