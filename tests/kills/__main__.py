"""A small lunch peak and a month's close, with the server and the database killed under them at seeded moments.

``python tests/kills --var FOLDER --seeds 1 2 3``: an embedded database and a log of its own under FOLDER, `granian` on
loopback, phones that send again until they are answered. After each seed everything is counted: a line of JSON on
stdout. ``--minutes`` begins no further seed after so many; ``--kills`` fall while phones still wait for answers: a gate
holds the other phones back until it is done, and a lock holds the closer, so that no machine is too fast to be killed.
"""

import argparse
import contextlib
import json
import os
import random
import secrets
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "benchmarks" / "meals"))
PUPILS, MEALS, PHONES = 12, 228, 2
PATIENCE_S = 900
"""How long a phone asks again: a laden machine needs half a minute to start a server, and each kill costs a start."""


def environment(var: Path) -> None:
    from qala.config.database import embedded

    server = embedded.ensure_running(var)
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "qala.config.settings.production", "QALA_VAR": str(var),
        "QALA_SECRET": secrets.token_hex(32), "QALA_PLACARD_KEYS": secrets.token_hex(32),
        "QALA_IDENTITY_KEYS": secrets.token_hex(32), "QALA_HOSTS": "127.0.0.1", "QALA_URL": "http://127.0.0.1",
        "QALA_LOG_DIR": str(var / "log"), "QALA_LOG_KEY_FILE": str(var / "keys" / "log.key"),
        "QALA_CODE_KEY_FILE": str(var / "keys" / "codes.key"),
        "DATABASE_URL": server.app_url, "DATABASE_OWNER_URL": server.owner_url,
    }  # fmt: skip


def ready() -> None:
    import django

    django.setup()
    from django.conf import settings

    settings.DATABASES["default"]["OPTIONS"].pop("pool", None)
    settings.LOG_KEY_MADE_HERE = settings.CODE_KEY_MADE_HERE = True


def close_months(schools: list[int]) -> None:
    """The closer's own process: says when it begins, and is killed by its parent."""
    ready()
    from ground import BY, MONTH

    from qala.meals.actions.months import close_month
    from qala.roster.models import School

    sys.stdout.write("begun\n")
    sys.stdout.flush()
    for school in School.objects.filter(pk__in=schools).order_by("pk"):
        close_month(by=BY, school=school, month=MONTH)


class Killer:
    """Kills what a seed says, and brings it back."""

    def __init__(self, var: Path, seed: int, times: int) -> None:
        self.var, self.times, self.random = var, times, random.Random(seed)
        self.did: list[tuple[str, str]] = []
        self.first = self.random.sample(("server", "database"), 2)  # each seed kills both, then whom it likes
        self.struck: Callable[[], None] = lambda: None
        self.server: subprocess.Popen[bytes] | None = None
        self.port = 0

    def serve(self) -> None:
        from course import wait_for

        from qala.config.database.embedded import free_port
        from qala.config.serving import granian

        self.port = self.port or free_port()
        command = granian(host="127.0.0.1", port=self.port, workers=1)
        self.server = subprocess.Popen(command, env=os.environ.copy(), stdout=sys.stderr)
        wait_for(self.port, self.server)

    def fell(self, where: str, who: str) -> None:
        """Write down who was alive and is not."""
        self.did.append((where, who))
        self.struck()

    def kill_server(self, where: str) -> None:
        """The web server with its worker, at once, and again up."""
        assert self.server is not None
        for pid in [self.server.pid, *_children(self.server.pid)]:  # first who would notice the others' end
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        if self.server.wait() == -signal.SIGKILL:
            self.fell(where, "server")
        self.serve()

    def kill_database(self, where: str) -> None:
        """The postmaster and every backend, without a word; the next start replays what was committed."""
        from qala.config.database import embedded
        from qala.config.database.places import home_of

        home = home_of(self.var)
        assert home is not None
        first = int((home / "data" / "postmaster.pid").read_text().split()[0])
        was_alive = _is_alive(first)
        for pid in [first, *_children(first)]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        if was_alive:
            self.fell(where, "database")
        for attempt in range(20):
            time.sleep(0.2)
            try:
                embedded.ensure_running(self.var)
            except embedded.DatabaseTrouble:
                if attempt == 19:
                    raise
            else:
                return

    def strike(self, where: str) -> None:
        who = self.first.pop() if self.first else self.random.choice(("server", "database"))
        (self.kill_server if who == "server" else self.kill_database)(where)


class Gate:
    """Every request of a phone passes here. At each of the seed's points one request goes through, the others wait.

    They wait until somebody was killed; points are answers so far, and lie so that a phone still waits for one then.
    """

    def __init__(self, ask: Callable[..., Any], points: list[int]) -> None:
        self.ask, self.points, self.answered = ask, points, 0
        self.lock, self.open, self.due = threading.Lock(), threading.Event(), threading.Semaphore(0)
        self.open.set()

    def __call__(self, *told: Any) -> Any:
        if not self._is_bait():
            self.open.wait(PATIENCE_S)
        answer = self.ask(*told)
        with self.lock:
            self.answered += 1
        return answer

    def _is_bait(self) -> bool:
        with self.lock:
            if not (self.open.is_set() and self.points and self.answered >= self.points[0]):
                return False
            self.points.pop(0)
            self.open.clear()
            self.due.release()
            return True


def _children(pid: int) -> list[int]:
    with contextlib.suppress(OSError):
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []


def _is_alive(pid: int) -> bool:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


def lunch(killer: Killer, ground: Any, schools: list[Any]) -> tuple[Any, list[str], list[str]]:
    """The peak under fire: what was acknowledged, what was signed, checkpoints published meanwhile."""
    import lunch as phones
    from ground import queue

    phones.AT_ONCE = 12
    queues = [(ground.phones[one.pk], list(queue(ground, one, MEALS // PUPILS))) for one in schools]
    signed = [json.loads(body)["uid"] for _phone, events in queues for body, _signature in events]
    told: list[Any] = []
    packed = [phones.packets(one) for one in queues]
    work = threading.Thread(target=lambda: told.append(phones.sync(killer.port, packed, PHONES, patience=PATIENCE_S)))
    last = sum(map(len, packed)) - PHONES  # so many may be answered before the gate has shut
    ask, phones._post = phones._post, Gate(phones._post, sorted(killer.random.sample(range(last), killer.times)))
    gate, kept = phones._post, [_sealed()]
    killer.struck = gate.open.set
    try:
        work.start()
        for _ in range(killer.times):
            if not gate.due.acquire(timeout=PATIENCE_S):
                raise SystemExit("nobody was at lunch when somebody should fall")
            time.sleep(killer.random.uniform(0, 0.05))
            killer.strike("lunch")
            gate.open.set()
            with contextlib.suppress(Exception):
                kept.append(_sealed())
        work.join(PATIENCE_S)
    finally:
        gate.points.clear()
        gate.open.set()
        phones._post = ask
    return told[0], signed, [one for one in kept if one]


def _sealed() -> str:
    """Seal what waits, as the job does, and give the checkpoint that was published."""
    from django.db import connections

    from qala.journal.sealing.sequencer import log_folder, seal

    connections.close_all()
    seal()
    return (log_folder().root / "checkpoint").read_text("utf-8")


def close_under_fire(killer: Killer, schools: list[Any]) -> int:
    """Close the months in a process that is killed, with or without its database, until one gets through."""
    held = _hold_back(max(one.pk for one in schools))
    for attempt in range(1, 6):
        command = [sys.executable, str(Path(__file__).parent), "--close", *(str(one.pk) for one in schools)]
        closer = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        assert closer.stdout is not None
        closer.stdout.readline()
        if attempt == 1:
            time.sleep(killer.random.uniform(0, 0.5))
            closer.kill()
            if closer.wait() == -signal.SIGKILL:
                killer.fell("close", "closer")
            if killer.random.random() < 0.5:
                killer.kill_database("close")
            with contextlib.suppress(psycopg.Error):
                held.close()
        if closer.wait() == 0:
            return attempt
    raise SystemExit("the month does not close")


def _hold_back(school: int) -> Any:
    """Keep a school's month from closing until this connection ends: whoever closes is still at it."""
    held = psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)
    held.execute("SELECT pg_advisory_lock(hashtext('meals.school'), %s)", [school])
    return held


def ask(statement: str, *told: Any) -> Any:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement, told)
        return cursor.fetchone()[0]


def counted(schools: list[Any], acknowledged: set[str], signed: list[str], kept: list[str]) -> dict[str, Any]:
    """What stands after recovery, against what was promised."""
    from django.db import connections

    from qala.journal.sealing.audit import audit
    from qala.journal.sealing.folder import Folder
    from qala.journal.sealing.sequencer import log_folder
    from qala_verify import log as checker
    from qala_verify.notes import read_checkpoint, read_key

    connections.close_all()
    _sealed()
    numbers = [one.pk for one in schools]
    folder = log_folder()
    report = checker.check(folder.root, [read_key(str(key)) for key in Folder.keys(folder)], [read_checkpoint(one) for one in kept])

    return {
        "signed": len(signed), "acknowledged": len(acknowledged),
        "events": ask("SELECT count(*) FROM meals_serviceevent WHERE uid = ANY(%s::uuid[])", signed),
        "acknowledged_lost": len(acknowledged) - ask(
            "SELECT count(*) FROM meals_serviceevent WHERE uid = ANY(%s::uuid[])", sorted(acknowledged)),
        "meals": ask("SELECT count(*) FROM meals_meal WHERE school_id = ANY(%s)", numbers),
        "meals_without_draw": ask(
            "SELECT count(*) FROM meals_meal m LEFT JOIN ledger_transfer t ON t.key = m.draw WHERE t.id IS NULL"),
        "draws_without_meal": ask(
            "SELECT count(*) FROM ledger_transfer t LEFT JOIN meals_meal m ON m.draw = t.key "
            "WHERE t.phase = 'draw' AND m.event_id IS NULL"),
        "left_over_tiyn": int(ask("SELECT coalesce(sum(tiyn), 0) FROM ledger_posting")),
        "payable_less_meals": int(ask(
            "SELECT coalesce(sum(p.tiyn), 0) - (SELECT coalesce(sum(tiyn), 0) FROM meals_meal) FROM ledger_posting p "
            "JOIN ledger_account a ON a.id = p.account_id WHERE a.kind = 'payable'")),
        "holds_open": ask(
            "SELECT count(*) FROM meals_monthhold h JOIN meals_voucher v ON v.id = h.voucher_id "
            "WHERE v.school_id = ANY(%s) AND (h.closed_at IS NULL OR NOT EXISTS (SELECT FROM ledger_transfer c "
            "JOIN ledger_transfer o ON o.id = c.hold_id WHERE o.key = h.transfer AND c.phase = 'close'))", numbers),
        "log_faults": [f"{file}: {why}" for file, why in report.faults], "log_extends": len(report.since),
        "log_kept": len(kept), "audit": audit(),
    }  # fmt: skip


def one_seed(killer: Killer, ground: Any, schools: list[Any]) -> dict[str, Any]:
    """Lunch and close of two schools of their own, under this seed's kills."""
    since = time.monotonic()
    killer.serve()
    try:
        synced, signed, kept = lunch(killer, ground, schools)
        closings = close_under_fire(killer, schools)
    finally:
        if killer.server:
            killer.server.terminate()
            killer.server.wait(20)
    found = counted(schools, synced.acknowledged, signed, kept)
    return found | {"killed": killer.did, "sent_again": synced.again, "closings": closings,
                    "seconds": round(time.monotonic() - since, 1)}  # fmt: skip


def main() -> int:
    asked = argparse.ArgumentParser()
    asked.add_argument("--var", type=Path)
    asked.add_argument("--seeds", type=int, nargs="*", default=[1])
    asked.add_argument("--kills", type=int, default=2, help="at lunch; one or two more fall on the close")
    asked.add_argument("--minutes", type=float, default=float("inf"))
    asked.add_argument("--close", type=int, nargs="*")
    told = asked.parse_args()
    if told.close:
        close_months(told.close)
        return 0
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))  # what we started goes with us
    environment(told.var)
    ready()
    from ground import laid

    ground, began = laid(2 * len(told.seeds), PUPILS), time.monotonic()
    try:
        for at, seed in enumerate(told.seeds):
            if time.monotonic() - began < told.minutes * 60:
                found = one_seed(Killer(told.var, seed, told.kills), ground, ground.schools[2 * at : 2 * at + 2])
                sys.stdout.write(json.dumps({"seed": seed} | found) + "\n")
                sys.stdout.flush()
    finally:
        from qala.config.database import embedded

        embedded.stop(told.var)
    return 0


if __name__ == "__main__":
    sys.exit(main())
