"""A vendor's reader for tests: it keeps its own palms, knows a child by one, and hands in the city's chance number."""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from django.http import HttpResponse
from django.test import Client

from qala.meals.actions.readers import admit_reader
from qala.meals.keys import point_of
from qala.meals.models import Reader
from qala.meals.rules.codes import coded
from qala.meals.rules.readers import blinded
from qala.meals.tests.factories import MealSchool, Phone
from qala.people.models import Person

DOOR = "/meals/readers/api/events/"


class FakeReader:
    """Its palms stay in `palms`: the city never sees them."""

    def __init__(self, town: MealSchool, by: Person, vendor: str = "Alaqan", quota: int = 100) -> None:
        secret = generate_private_key(SECP256R1())
        made = admit_reader(
            by=by, school=town.school, vendor=vendor, public_key=point_of(secret), daily_quota=quota
        )
        self.reader: Reader = made[0]
        self.key = made[1]
        self.reader.terminal.enrolled_at -= timedelta(days=30)
        self.reader.terminal.save(update_fields=["enrolled_at"])
        self.phone = Phone(self.reader.terminal, secret)
        self.palms: dict[str, UUID] = {}
        self.client = Client()

    def sees(self, palm: str, **told: Any) -> list[str]:
        """A palm on the glass: a signed press and, beside it, the number kept with this palm."""
        mark, uid = self.palms.get(palm), uuid4()
        who = {"mark": blinded(uid, mark)} if mark else {"nobody": ""}
        signed = self.phone.press(None, uid=uid, **({"how": "vendor", "who": who} | told))
        return [signed.body.decode(), coded(signed.signature), str(mark or "")]

    def hands_in(self, *presses: list[str], key: str | None = None) -> HttpResponse:
        header = {"Authorization": f"Bearer {self.key if key is None else key}"}
        body = json.dumps({"events": presses}).encode()
        return self.client.post(DOOR, body, content_type="application/json", headers=header)

    def answers(self, *presses: list[str]) -> list[tuple[str, str]]:
        told = self.hands_in(*presses)
        assert told.status_code == 200, told.content
        return [(one["outcome"], one["reason"]) for one in told.json()["answers"]]
