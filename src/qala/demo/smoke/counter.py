"""A lunch by the counter's protocol: a code of the director, a phone, the roster, a press, the same press again."""

import json
import re
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from uuid import uuid4

from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from qala.demo.smoke.story import Step
from qala.demo.smoke.visitor import Amiss, Visitor
from qala.kernel.clock import today

API = "/meals/terminal/api"
CODE = re.compile(r"\b([A-Z0-9]{5}-[A-Z0-9]{5})\b")


class Counter:
    """A canteen's phone as its program speaks; at the end the director switches it off."""

    def __init__(self, root: str, director: Visitor) -> None:
        self.director, self.phone = director, Visitor(root)
        self.secret = generate_private_key(SECP256R1())
        self.code = self.terminal = self.school = ""
        self.service = ""
        self.events: list[list[str]] = []

    def give_code(self) -> None:
        """The director makes a one-time code."""
        page = self.director.ok(self.director.get("/meals/terminals/"))
        found = re.search(r"/meals/terminals/([\w-]+)/code/", page.text)
        if not found:
            raise Amiss(f"{page.path} offers no code")
        self.school = found[1]
        answer = self.director.send(page, {}, action=found[0])
        code = CODE.search(answer.text)
        if not code:
            raise Amiss(f"{answer.path} shows no code")
        self.code = code[1]

    def enrol(self) -> None:
        """A phone becomes a terminal; the same code works once."""
        point = self.secret.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        told = {"code": self.code, "name": "Smoke", "key": _coded(point), "proof": _coded(self._sign(self._proof()))}
        answer = self._post("/enrol/", told)
        self.terminal, self.service = answer["terminal"], answer["services"][-1]["slug"]
        if self.phone.post_json(f"{API}/enrol/", json.dumps(told).encode()).status != 403:
            raise Amiss("a code worked twice")

    def fetch_roster(self) -> None:
        """The signed list of the day."""
        path = f"{API}/roster/"
        answer = self.phone.ok(self.phone.get(path, self._signed("GET", path, b"")))
        roster = json.loads(json.loads(answer.body)["roster"])
        if not roster:
            raise Amiss("the roster is empty")

    def press(self) -> None:
        """A plate goes out to nobody known; every event gets an answer."""
        body = json.dumps(
            {
                "at": datetime.now(UTC).isoformat(), "day": today().isoformat(), "how": "card", "previous": "00" * 32,
                "reason": "", "sequence": 1, "service": self.service, "terminal": self.terminal, "uid": str(uuid4()),
                "who": {"nobody": ""},
            },
            sort_keys=True,
        )  # fmt: skip
        self.events = [[body, _coded(self._sign(body.encode()))]]
        self._hand_in(is_repeated=False)

    def press_again(self) -> None:
        """Sent again it gets the same answer and counts once."""
        self._hand_in(is_repeated=True)

    def refuse(self) -> None:
        """What no terminal signed is not taken."""
        if self.phone.post_json(f"{API}/events/", b'{"events": []}').status != 401:
            raise Amiss("events without a signature were taken")

    def switch_off(self) -> None:
        """The director switches the phone off: no roster is given out to it any more."""
        page = self.director.ok(self.director.get(f"/meals/terminals/{self.school}/"))
        self.director.send(page, {}, action=f"/{self.terminal}/revoke/")
        path = f"{API}/roster/"
        if self.phone.get(path, self._signed("GET", path, b"")).status != 403:
            raise Amiss("a phone that was switched off got the roster")

    def steps(self) -> list[Step]:
        verbs = (
            self.give_code, self.enrol, self.fetch_roster, self.press, self.press_again, self.refuse, self.switch_off,
        )  # fmt: skip
        return [(f"counter: {verb.__name__}", verb) for verb in verbs]

    def _hand_in(self, *, is_repeated: bool) -> None:
        (answer,) = self._post("/events/", {"events": self.events})["answers"]
        if answer["repeated"] is not is_repeated:
            raise Amiss(f"the press was answered {answer}")

    def _post(self, path: str, told: dict[str, Any]) -> Any:
        body = json.dumps(told).encode()
        signed = self._signed("POST", API + path, body) if self.terminal else {}
        return json.loads(self.phone.ok(self.phone.post_json(API + path, body, signed)).body)

    def _signed(self, method: str, path: str, body: bytes) -> dict[str, str]:
        now = str(int(time.time()))
        message = "\n".join(("qala/v1/request", method, path, now, sha256(body).hexdigest())).encode()
        return {"Authorization": f"Qala {self.terminal}:{now}:{_coded(self._sign(message))}"}

    def _proof(self) -> bytes:
        return f"qala/v1/enrol\n{self.code}".encode()

    def _sign(self, message: bytes) -> bytes:
        r, s = decode_dss_signature(self.secret.sign(message, ECDSA(SHA256())))
        return r.to_bytes(32) + s.to_bytes(32)


class Log:
    """The published files of the log, and a month's totals beside them."""

    def __init__(self, root: str) -> None:
        self.visitor = Visitor(root)

    def checkpoint(self) -> None:
        """The note, its size and its root of 32 bytes."""
        note = self.visitor.ok(self.visitor.get("/log/checkpoint")).text.split("\n")
        if int(note[1]) < 1 or len(urlsafe_b64decode(note[2].replace("+", "-").replace("/", "_"))) != 32:
            raise Amiss("the checkpoint is none")
        size = int(note[1])
        tile = "/log/tile/0/000" + ("" if size >= 256 else f".p/{size}")
        if len(self.visitor.ok(self.visitor.get(tile)).body) != min(size, 256) * 32:
            raise Amiss(f"{tile} has another size")

    def keys(self) -> None:
        if "+" not in self.visitor.ok(self.visitor.get("/log/keys")).text:
            raise Amiss("no key is published")

    def totals(self) -> None:
        """A month's totals are not less than what its open rows add up to."""
        told = json.loads(self.visitor.ok(self.visitor.get("/meals/data/totals.json?month=2026-10")).body)
        rows = sum(row["meals"] for row in told["rows"])
        if not 0 < rows <= told["meals"] + 10:
            raise Amiss(f"{rows} meals are named of {told['meals']}")

    def steps(self) -> list[Step]:
        return [(f"log: {verb.__name__}", verb) for verb in (self.checkpoint, self.keys, self.totals)]


def _coded(content: bytes) -> str:
    return urlsafe_b64encode(content).decode().rstrip("=")
