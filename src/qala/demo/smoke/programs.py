"""Programs talk to the city: Open311, reading and writing, with a key an administrator gives."""

import json
import re
from typing import Any

from qala.demo.smoke.story import Step
from qala.demo.smoke.visitor import Amiss, Visitor

SECRET = re.compile(r"<code[^>]*>\s*([\w.-]{16,})\s*</code>|value=\"([\w.-]{24,})\"")


class Programs:
    """Open311 as a client sees it."""

    def __init__(self, root: str, administrator: Visitor) -> None:
        self.visitor, self.administrator = Visitor(root, "en"), administrator
        self.key = ""

    def discovery(self) -> None:
        found = self._json("/open311/discovery.json")
        if not found.get("endpoints"):
            raise Amiss("discovery names no endpoint")

    def services(self) -> None:
        if len(self._json("/open311/v2/services.json")) < 20:
            raise Amiss("fewer than twenty services")

    def requests(self) -> None:
        if not self._json("/open311/v2/requests.json"):
            raise Amiss("no request is told")
        page = self.visitor.ok(self.visitor.get("/open311/v2/requests.xml"))
        if "xml" not in page.kind:
            raise Amiss(f"requests.xml is {page.kind}")

    def give_key(self) -> None:
        """An administrator opens a session for a reason and gives a key."""
        admin = self.administrator
        page = admin.ok(admin.get("/office/admin-session/"))
        admin.send(page, {"reason": "Бағдарламаға кілт беру керек", "minutes": "10"})
        page = admin.ok(admin.get("/office/admin/keys/new/"))
        given = admin.send(page, {"name": "Smoke", "contact": "smoke@mail.example", "daily_quota": "10"})
        found = SECRET.search(given.text)
        if not found:
            raise Amiss("the page of the new key shows no secret")
        self.key = found[1] or found[2]

    def write(self) -> None:
        """A program sends a message and reads its number."""
        told = {
            "api_key": self.key, "service_code": "street_light", "lat": "42.32", "long": "69.59",
            "description": "Шам жанбайды, кешке қараңғы",
        }  # fmt: skip
        answer = self.visitor.ok(self.visitor.post("/open311/v2/requests.json", told))
        made = json.loads(answer.body)
        if not (made and (made[0].get("service_request_id") or made[0].get("token"))):
            raise Amiss(f"no number in {answer.text[:80]}")

    def refuse(self) -> None:
        """Without a key nothing is written."""
        answer = self.visitor.post("/open311/v2/requests.json", {"service_code": "street_light", "description": "Шам"})
        if answer.status != 403:
            raise Amiss(f"a keyless message was answered {answer.status}")

    def steps(self) -> list[Step]:
        verbs = (self.discovery, self.services, self.requests, self.give_key, self.write, self.refuse)
        return [(f"open311: {verb.__name__}", verb) for verb in verbs]

    def _json(self, path: str) -> Any:
        return json.loads(self.visitor.ok(self.visitor.get(path)).body)
