"""The order in which the city moves in. One transaction: an interrupted filling leaves the seal and nothing else."""

import time
from collections.abc import Callable, Sized
from dataclasses import dataclass, field

from django.db import transaction

from qala.demo.city.plan import city_plan
from qala.demo.city.shapes import CityPlan
from qala.demo.city.voices import voices
from qala.demo.fill.crowd import Crowd, settle
from qala.demo.fill.ground import lay
from qala.demo.fill.history import tell
from qala.demo.fill.meals import feed
from qala.demo.fill.meetings import hold
from qala.demo.fill.offices import furnish
from qala.demo.fill.paving import pave
from qala.demo.fill.photos import Album, hang_pictures
from qala.demo.fill.placards import count_scans, hang
from qala.demo.fill.roadworks import build
from qala.demo.fill.schools import enroll
from qala.demo.fill.surveying import survey_roads
from qala.demo.models import Seal
from qala.kernel.clock import now

Say = Callable[[str], None]


@dataclass
class Filled:
    """How long each stage took (seconds of this process, not of the clock), and what came of it."""

    stages: dict[str, float] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)

    def stage(self, name: str, since: float) -> float:
        self.stages[name] = round(time.process_time() - since, 2)
        return time.process_time()


@transaction.atomic
def fill(scale: str, say: Say = lambda _line: None) -> Filled:
    """Fill a sealed, empty database. A second call finds `filled_at` and does nothing."""
    seal = Seal.objects.select_for_update().get()
    done = Filled()
    if seal.filled_at is not None:
        return done
    began = time.process_time()
    say("Drawing the plan of the city")
    plan = city_plan(scale)
    told = voices(plan)
    began = done.stage("plan", began)
    say(f"Streets, house numbers, stops: {len(plan.segments)} segments, {len(plan.addresses)} addresses")
    ground = lay(plan)
    began = done.stage("places", began)
    say(f"People and offices: {len(plan.people)} people, {len(plan.departments)} bodies")
    crowd = settle(plan)
    furnish(plan, ground)
    paved = _roads(plan, crowd, say)
    began = done.stage("people and roads", began)
    pupils = enroll(plan, ground, crowd, say)
    say(f"Schools: {pupils} pupils")
    began = done.stage("schools", began)
    events = feed(plan, crowd, say)
    began = done.stage("meals", began)
    placards = hang(plan, ground, crowd)
    asked = hold(plan, ground, crowd)
    album = Album(plan)
    said = sorted([*told, *(question.voice for question in asked)], key=lambda voice: voice.submitted_at)
    say(f"Two years of proposals: {len(said)}")
    history = tell(said, plan=plan, ground=ground, crowd=crowd, placards=placards, album=album, say=say)
    asked.take_seats(history)
    count_scans(plan, told, placards)
    began = done.stage("proposals", began)
    say("Pictures")
    hang_pictures(album, told, history)
    done.stage("pictures", began)
    seal.filled_at = now()
    seal.save(update_fields=["filled_at"])
    done.counts = {"pupils": pupils, "meals": events, "roads": paved, **_counted(history, plan, placards)}
    return done


def _roads(plan: CityPlan, crowd: Crowd, say: Say) -> int:
    paved = pave(plan, crowd, say)
    worked = build(say)
    survey_roads(plan, say)
    return paved + worked


def _counted(history: Sized, plan: CityPlan, placards: Sized) -> dict[str, int]:
    return {"proposals": len(history), "people": len(plan.people), "placards": len(placards)}
