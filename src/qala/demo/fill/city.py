"""The order in which the city moves in, stage after stage.

The small city is one transaction: interrupted, it leaves the seal and nothing else. The full-size one ends each stage
for itself and writes its name on the seal: stopped at any moment, it loses that stage only and goes on with it.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from functools import cached_property, partial

from django.db import transaction

from qala.demo.city.plan import city_plan
from qala.demo.city.schools import SCHOOLS
from qala.demo.city.shapes import CityPlan
from qala.demo.city.voices import voices
from qala.demo.fill.appeals import tell_of_appeals
from qala.demo.fill.crowd import Crowd, crowd_of, settle
from qala.demo.fill.ground import Ground, ground_of, lay
from qala.demo.fill.history import tell
from qala.demo.fill.meals import feed
from qala.demo.fill.meetings import hold
from qala.demo.fill.offices import furnish
from qala.demo.fill.paving import approve_passports, count_register, pave
from qala.demo.fill.photos import Album, hang_pictures
from qala.demo.fill.placards import count_scans, hang
from qala.demo.fill.roadworks import build
from qala.demo.fill.schools import enroll
from qala.demo.fill.surveying import plan_repairs, survey_roads
from qala.demo.models import Seal
from qala.kernel.clock import now

Say = Callable[[str], None]
Counts = Mapping[str, int]
IN_ONE_GO = frozenset({"small"})
SCHOOLS_AT_ONCE = 50


@dataclass
class Filled:
    """How long each stage took (seconds of this process, not of the clock), and what came of it."""

    stages: dict[str, float] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)


class Move:
    """The plan, and what earlier stages left in the rows, perhaps days ago."""

    def __init__(self, plan: CityPlan, say: Say) -> None:
        self.plan, self.say = plan, say

    @cached_property
    def ground(self) -> Ground:
        return ground_of(self.plan)

    @cached_property
    def crowd(self) -> Crowd:
        return crowd_of(self.plan)


Stage = Callable[[Move], Counts]


def fill(scale: str, say: Say = lambda _line: None) -> Filled:
    """Fill a sealed, empty database, or go on with one. A second call finds `filled_at` and does nothing."""
    with transaction.atomic() if scale in IN_ONE_GO else nullcontext():
        done, seal = Filled(), Seal.objects.get()
        if seal.filled_at is not None:
            return done
        if seal.stages:
            say(f"In already: {', '.join(seal.stages)}")
        began = time.process_time()
        say("Drawing the plan of the city")
        move = Move(city_plan(scale), say)
        done.stages["plan"] = time.process_time() - began
        for name, stage in _stages(scale):
            _pass(name, stage, move, done)
        Seal.objects.update(filled_at=now())
        return done


@transaction.atomic
def _pass(name: str, stage: Stage, move: Move, done: Filled) -> None:
    """One stage, whole or not at all, once: whoever comes second waits here and finds it done."""
    seal = Seal.objects.select_for_update().get()
    if name in seal.stages:
        return
    began = time.process_time()
    done.counts.update(stage(move))
    seal.stages.append(name)
    seal.save(update_fields=["stages"])
    done.stages[name] = time.process_time() - began


def _stages(scale: str) -> Iterator[tuple[str, Stage]]:
    yield "places", _places
    yield "people", _people
    yield "roads", _roads
    yield "passports", _passports
    yield "road works", _road_works
    for first in range(0, SCHOOLS[scale], SCHOOLS_AT_ONCE):
        until = min(first + SCHOOLS_AT_ONCE, SCHOOLS[scale])
        yield f"schools to {until}", partial(_schools, range(first, until))
    yield "meals", _meals
    yield "proposals", _proposals
    yield "programme", _programme


def _places(move: Move) -> Counts:
    plan = move.plan
    move.say(f"Streets, house numbers, stops: {len(plan.segments)} segments, {len(plan.addresses)} addresses")
    lay(plan)
    return {}


def _people(move: Move) -> Counts:
    plan = move.plan
    move.say(f"People and offices: {len(plan.people)} people, {len(plan.departments)} bodies")
    settle(plan)
    furnish(plan, move.ground)
    return {"people": len(plan.people)}


def _roads(move: Move) -> Counts:
    return {"roads": pave(move.plan, move.crowd, move.say)}


def _passports(move: Move) -> Counts:
    return {"passports": approve_passports(move.say)}


def _road_works(move: Move) -> Counts:
    worked = build(move.say)
    survey_roads(move.say)
    count_register()
    return {"road works": worked}


def _programme(move: Move) -> Counts:
    move.say("A repair programme of ten years")
    plan_repairs()
    return {}


def _schools(which: range, move: Move) -> Counts:
    pupils = enroll(move.plan, move.ground, move.crowd, which)
    move.say(f"Schools {which.start + 1} to {which.stop}: {pupils} pupils")
    return {"pupils": pupils}


def _meals(move: Move) -> Counts:
    return {"meals": feed(move.plan, move.crowd, move.say)}


def _proposals(move: Move) -> Counts:
    """Placards, meetings, two years of voices and their newest pictures."""
    plan, ground, crowd, say = move.plan, move.ground, move.crowd, move.say
    told = voices(plan)
    placards = hang(plan, ground, crowd)
    asked = hold(plan, ground, crowd)
    album = Album(plan)
    said = sorted([*told, *(question.voice for question in asked)], key=lambda voice: voice.submitted_at)
    say(f"Two years of proposals: {len(said)}")
    history = tell(said, plan=plan, ground=ground, crowd=crowd, placards=placards, album=album, say=say)
    asked.take_seats(history)
    count_scans(plan, told, placards)
    say("Pictures")
    hang_pictures(album, told, history)
    return {"proposals": len(history) + tell_of_appeals(plan), "placards": len(placards)}
