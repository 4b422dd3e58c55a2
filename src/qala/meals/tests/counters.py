"""A phone that speaks the terminal's protocol in tests: it enrols, asks for its roster and hands in, signing each request."""

import json
from hashlib import sha256
from typing import Any

from django.http import HttpResponse
from django.test import Client

from qala.kernel.clock import now
from qala.meals.keys import point_of, signed_by
from qala.meals.queries.signed import Signed
from qala.meals.rules.codes import coded

API = "/meals/terminal/api"


class Line:
    """A terminal's line to the city; `skew_s` is how far its clock runs ahead."""

    def __init__(self, terminal: Any, secret: Any, *, skew_s: int = 0) -> None:
        self.terminal, self.secret, self.skew_s, self.client = terminal, secret, skew_s, Client()

    def header(self, method: str, path: str, body: bytes = b"") -> str:
        time = int(now().timestamp()) + self.skew_s
        message = "\n".join(("qala/v1/request", method, path, str(time), sha256(body).hexdigest())).encode()
        return f"Qala {self.terminal.key}:{time}:{coded(signed_by(self.secret, message))}"

    def roster(self) -> HttpResponse:
        path = f"{API}/roster/"
        return self.client.get(path, headers={"Authorization": self.header("GET", path)})

    def hand_in(self, *signed: Signed, header: str = "") -> HttpResponse:
        path, body = f"{API}/events/", batch(*signed)
        asked = header or self.header("POST", path, body)
        return self.client.post(path, body, content_type="application/json", headers={"Authorization": asked})

    def answers(self, *signed: Signed) -> dict[str, tuple[str, str]]:
        """What the city says of each press, by the press's uid."""
        told = self.hand_in(*signed)
        assert told.status_code == 200, told.content
        return {one["uid"]: (one["outcome"], one["reason"]) for one in told.json()["answers"]}


def batch(*signed: Signed) -> bytes:
    """Presses as they travel."""
    return json.dumps({"events": [[one.body.decode(), coded(one.signature)] for one in signed]}).encode()


def uid_of(signed: Signed) -> str:
    return str(json.loads(signed.body)["uid"])


def application(code: str, secret: Any, **changed: str) -> dict[str, str]:
    """What a phone posts to become a terminal."""
    proof = signed_by(secret, f"qala/v1/enrol\n{code}".encode())
    return {"code": code, "name": "Касса 1", "key": coded(point_of(secret)), "proof": coded(proof)} | changed
