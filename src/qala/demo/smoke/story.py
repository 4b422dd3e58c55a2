"""The whole story by its pages: a code in a bus, a talon, the desk, works, another pair of eyes, the figures."""

import json
import re
import time
from collections.abc import Callable, Mapping
from datetime import timedelta

from qala.demo.smoke.visitor import Amiss, Page, Visitor
from qala.kernel.clock import today

SAID = "12-автобуста кондиционер істемейді, терезе де ашылмайды"
#: A form sent faster than a person types is set aside for a check: the walk is no hurry.
READS_FOR_S = 3.2
TALON = re.compile(r"/t/(\d\d-\d{6,})/([0-9A-Z]+)/")
Step = tuple[str, Callable[[], None]]


class Story:
    """One case from the scan to the figures. Each step is a name and does its part when asked for."""

    said = SAID
    #: What the sender types beside the words.
    fields: Mapping[str, str] = {}

    def __init__(self, root: str, code: str, people: dict[str, Visitor]) -> None:
        self.root, self.code, self.people = root, code, people
        self.resident = Visitor(root, "kk")
        self.talon = ""
        self.number = ""
        self.order = ""

    def send(self) -> None:
        """A resident scans the code and sends a message."""
        page = self.resident.ok(self.resident.get(self.code))
        time.sleep(READS_FOR_S)
        answer = self.resident.send(page, {"text": self.said, **self.fields})
        found = TALON.search(answer.path)
        if not found:
            # The city first asks whether it is one of these; saying no sends it.
            answer = self.resident.send(answer, {"different": "1"})
            found = TALON.search(answer.path)
        if not found:
            raise Amiss(f"{answer.path} is no talon")
        self.talon, self.number = found[0], found[1]

    def release(self) -> None:
        """If the guard against floods set it aside, an officer lets it through."""
        page = self._desk("triage_officer")
        if "/release/" in page.text:
            self.people["triage_officer"].send(page, {}, action="/release/")

    def triage(self) -> None:
        self._verb("triage_officer", "triage", category="bus_service")

    def assign(self) -> None:
        self._verb("dispatcher", "assign")

    def order_works(self) -> None:
        due = (today() + timedelta(days=7)).isoformat()
        told = {"task": "Кондиционерді жөндеу", "due_on": due, "money_source": "QB-2402"}
        self._verb("dispatcher", "order_works", **told)
        found = re.search(r"/desk/works/(\d+)/", self._desk("executor").text)
        if not found:
            raise Amiss(f"no works order stands on the desk's page of {self.number}")
        self.order = found[0]

    def start(self) -> None:
        executor = self.people["executor"]
        executor.send(executor.ok(executor.get(self.order)), {}, action="/start/")
        self._verb("executor", "start")

    def show(self) -> None:
        executor = self.people["executor"]
        page = executor.ok(executor.get(f"{self.order}evidence/"))
        executor.send(page, {"act": "A-1", "longitude": "69.59", "latitude": "42.32"})

    def claim(self) -> None:
        self._verb("executor", "claim_fixed", order=self.order.rstrip("/").rpartition("/")[2])

    def confirm(self) -> None:
        page = self.resident.ok(self.resident.get(self.talon))
        self.resident.send(page, {}, action="/confirm/")

    def told_to_all(self) -> None:
        """The public page and the open data say the same: confirmed."""
        page = self.resident.ok(self.resident.get(f"/proposals/{self.number}/"))
        if SAID[:20] not in page.text:
            raise Amiss(f"{page.path} does not show the words")
        told = self.resident.ok(self.resident.get("/proposals/data/cases.json")).body
        rows = json.loads(told)
        rows = rows if isinstance(rows, list) else next(value for value in rows.values() if isinstance(value, list))
        row = next((row for row in rows if self.number in row.values()), None)
        if row is None or "confirmed" not in row.values():
            raise Amiss(f"open data does not call {self.number} confirmed")

    def steps(self) -> list[Step]:
        """The steps in their order."""
        verbs = (
            self.send, self.release, self.triage, self.assign, self.order_works, self.start, self.show, self.claim,
            self.confirm, self.told_to_all,
        )  # fmt: skip
        return [(f"story: {verb.__name__}", verb) for verb in verbs]

    def _desk(self, role: str) -> Page:
        visitor = self.people[role]
        return visitor.ok(visitor.get(f"/desk/{self.number}/"))

    def _verb(self, role: str, verb: str, **values: str) -> None:
        visitor = self.people[role]
        page = visitor.ok(visitor.get(f"/desk/{self.number}/{verb}/"))
        form = page.form(names=frozenset({"seen"}))
        answer = visitor.ok(visitor.post(form.action or page.path, {**form.values, **values}))
        if answer.path.rstrip("/").endswith(verb):
            raise Amiss(f"{verb} of {self.number} came back with a complaint")
