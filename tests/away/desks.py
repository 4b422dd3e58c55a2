"""Other forms while their database dies: a need of the road office, a sheet of a canteen, a phone's presses."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

LANGUAGES = ("kk", "ru", "en")
MOMENTS = ("journal", "commit")


@dataclass
class Desk:
    """A form: how it is sent, and how many rows and entries it has made."""

    name: str
    client: Any
    send: Callable[[], Any]
    model: Any

    def stored(self) -> tuple[int, int]:
        from qala.journal.models import Entry

        return self.model.objects.count(), Entry.objects.count()


def desks() -> Iterator[Desk]:
    """Each stands on a ground of its own, so that one moment's rows are not another's."""
    yield _need()
    yield _sheet()
    yield _presses()


def _need() -> Desk:
    from django.urls import reverse

    from qala.people.tests.conftest import signed_in
    from qala.people.tests.factories import AppointmentFactory
    from qala.places.models import Segment
    from qala.roads.models import Works
    from qala.roads.tests.factories import a_paved_street

    segment = Segment.objects.first() or Segment.objects.filter(street=a_paved_street()).first()
    client = signed_in(AppointmentFactory(role="road_engineer").person)
    page = f"{reverse('roads:desk_need')}?street={segment.street_id}"
    told = {"why": "It sank", "area_m2": "50", "top_cm": "5", "base_cm": "0", "segment": segment.pk, "side": "both"}
    return Desk("need", client, lambda: client.post(page, told, secure=True), Works)


def _sheet() -> Desk:
    from django.urls import reverse

    from qala.meals.models import PaperSheet, Service
    from qala.meals.tests.factories import FRIDAY, meal_school
    from qala.people.tests.conftest import signed_in

    town = meal_school(pupils=2)
    client = signed_in(town.officer("social_pedagogue"))
    page = f"{reverse('meals:sheet_new', args=[town.school.slug])}?day={FRIDAY}&school_class={town.school_class.pk}"
    told = {"number": "7", "service": Service.objects.get(slug="lunch").pk, "why": "no_power", "pupils": [one.pk for one in town.pupils]}
    return Desk("sheet", client, lambda: client.post(page, told, secure=True), PaperSheet)


def _presses() -> Desk:
    from qala.meals.models import Meal
    from qala.meals.tests.counters import Line
    from qala.meals.tests.factories import meal_school

    town = meal_school(pupils=1, with_cards=True)
    line, press = Line(town.terminal, town.secret), town.phone.press(town.pupils[0])
    return Desk("presses", line.client, lambda: line.hand_in(press), Meal)


def tried(
    struck: Callable[[str, Callable[[], None]], Any], strike: Callable[[], None], mend: Callable[[], None]
) -> Iterator[dict[str, Any]]:
    """Every desk at every moment: the answer under fire, what stood then, and the same sent again."""
    import time_machine
    from django.db import close_old_connections

    from qala.kernel.clock import CITY

    with time_machine.travel(datetime(2026, 11, 23, 10, tzinfo=CITY), tick=True):
        for at, moment in enumerate(MOMENTS):
            for desk in desks():
                language = LANGUAGES[at]
                desk.client.cookies["language"] = language
                desk.client.raise_request_exception = False
                before = desk.stored()
                close_old_connections()
                with struck(moment, strike) as did:
                    first = desk.send()
                mend()
                close_old_connections()
                meanwhile = desk.stored()
                again = desk.send()
                after = desk.stored()
                yield {
                    "moment": f"{desk.name}, {moment}", "struck": did, "asked": language, **_told(first),
                    "stored_before": [now - then for now, then in zip(meanwhile, before, strict=True)],
                    "again": again.status_code, "stored": [now - then for now, then in zip(after, before, strict=True)],
                }  # fmt: skip


def _told(answer: Any) -> dict[str, Any]:
    text = answer.content.decode()
    is_page = "html" in answer.headers["Content-Type"]
    language = re.search(r'<html[^>]*lang="(\w+)"', text) if is_page else None
    return {
        "status": answer.status_code, "again_after": answer.headers.get("Retry-After", ""), "trace": "Traceback" in text or "psycopg" in text,
        "language": language[1] if language else "", "code": "" if is_page else json.loads(text).get("type", ""),
    }  # fmt: skip
