"""Phones that hand in their queues over HTTP, each request signed by its phone, again until it is answered."""

import http.client
import json
import threading
import time
from base64 import urlsafe_b64encode
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from ground import Phone

from qala.meals.keys import signed_by

PATH = "/meals/terminal/api/events/"
AT_ONCE = 200
Queue = tuple[Phone, list[tuple[str, bytes]]]


def coded(told: bytes) -> str:
    return urlsafe_b64encode(told).rstrip(b"=").decode()


@dataclass
class Told:
    """What the server said: how often each event was answered, by outcome; who got no answer at once."""

    answers: Counter[str] = field(default_factory=Counter)
    acknowledged: set[str] = field(default_factory=set)
    again: int = 0
    slowest: float = 0.0
    problems: Counter[str] = field(default_factory=Counter)


def packets(queue: Queue) -> list[tuple[Phone, bytes]]:
    """A queue cut into requests, as the terminal's page cuts it."""
    phone, events = queue
    told = [[body, coded(signature)] for body, signature in events]
    return [
        (phone, json.dumps({"events": told[at : at + AT_ONCE]}).encode()) for at in range(0, len(told), AT_ONCE)
    ]


def sync(port: int, queues: Sequence[list[tuple[Phone, bytes]]], clients: int, patience: float = 600) -> Told:
    """Hand in all queues at once, `clients` at a time; a request without an answer is sent again."""
    told, waiting, lock = Told(), list(reversed(queues)), threading.Lock()

    def work() -> None:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        while True:
            with lock:
                if not waiting:
                    return
                mine = waiting.pop()
            for phone, body in mine:
                _until_answered(lambda p=phone, b=body: _post(line, p, b), told, lock, patience)

    threads = [threading.Thread(target=work, daemon=True) for _ in range(clients)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return told


def _until_answered(ask: Callable[[], dict], told: Told, lock: threading.Lock, patience: float) -> None:
    until = time.monotonic() + patience
    while True:
        began = time.monotonic()
        try:
            answers = ask()["answers"]
        except (OSError, http.client.HTTPException, ValueError, KeyError) as why:
            with lock:
                told.again += 1
                told.problems[f"{type(why).__name__}: {why}"[:120]] += 1
            if time.monotonic() > until:
                return
            time.sleep(0.1)
            continue
        with lock:
            told.answers.update(one["outcome"] for one in answers)
            told.acknowledged.update(one["uid"] for one in answers if one["outcome"] != "refused")
            told.slowest = max(told.slowest, time.monotonic() - began)
        return


def _post(line: http.client.HTTPConnection, phone: Phone, body: bytes) -> dict:
    seconds = str(int(time.time()))
    message = "\n".join(("qala/v1/request", "POST", PATH, seconds, sha256(body).hexdigest())).encode()
    key = f"Qala {phone.terminal}:{seconds}:{coded(signed_by(phone.secret, message))}"
    try:
        headers = {"Authorization": key, "Content-Type": "application/json", "X-Forwarded-Proto": "https"}
        line.request("POST", PATH, body, headers)
        answer = line.getresponse()
        read = answer.read()
    except (OSError, http.client.HTTPException):
        line.close()
        raise
    if answer.status != 200:
        raise ValueError(f"{answer.status} {read[:80]!r}")
    return json.loads(read)
