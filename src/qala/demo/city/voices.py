"""Two years of residents' voices: what each wrote, where, when, and what came of it.

The entry point is ``voices(plan)``. With the questions of the open meetings there are under 2,000 in the small city,
twenty times as many in the full-size one.
Rates follow the published 573 submissions in 2.5 months (7.5 a day, otyrar.kz, January 2026), scaled to the city.
"""

from bisect import bisect_right
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import accumulate
from random import Random

from qala.demo.city import storm
from qala.demo.city.days import category_on, day_weights, moment
from qala.demo.city.departments import topic_of
from qala.demo.city.endings import tell
from qala.demo.city.frame import dice
from qala.demo.city.people import STAFF
from qala.demo.city.pictures import kind_for
from qala.demo.city.shapes import CityPlan, PersonPlan, StepPlan, VoicePlan
from qala.demo.city.spots import Places, Spot, near
from qala.demo.city.stories import Tale, draw_story, supports
from qala.demo.city.texts import LANGUAGE_OF, draw_style, write

COUNTS = {"small": 1816, "city": 39800}
STORM = {"small": 60, "city": 600}
_CHANNELS = {"placard": 60, "site": 18, "phone": 13, "desk": 4, "open311": 5}
_TWINS = 0.07


@dataclass(slots=True)
class Sender:
    """Who sends and how: the author is known only where the person said so."""

    author: PersonPlan | None
    language: str
    channel: str
    track: str
    device: str


class Crowd:
    """The residents, some of whom write often: drawn by rank."""

    def __init__(self, plan: CityPlan) -> None:
        self.people = plan.people
        self.running = list(accumulate(1 / (rank + 8) ** 0.55 for rank in range(len(plan.people) - STAFF)))

    def sender(self, random: Random) -> Sender:
        """Draw a resident, a way of sending and a track; two signals of three name nobody."""
        index = STAFF + min(len(self.running) - 1, bisect_right(self.running, random.random() * self.running[-1]))
        person = self.people[index]
        channel = random.choices(list(_CHANNELS), weights=list(_CHANNELS.values()))[0]
        formal = {"placard": 0.2, "site": 0.45, "phone": 0.15, "desk": 0.9, "open311": 0.0}[channel]
        track = "appeal" if random.random() < formal else "signal"
        named = track == "appeal" or (channel != "open311" and random.random() < 0.35)
        device = "" if channel in ("phone", "desk", "open311") else f"device-{index:05}-{random.randrange(3)}"
        return Sender(person if named else None, person.language, channel, track, device)


def _photo(category: str, channel: str, random: Random) -> str:
    likely = {"placard": 0.3, "site": 0.34, "open311": 0.5}.get(channel, 0.0)
    return kind_for(category) if random.random() < likely else ""


def _reviewed(photo: str, steps: tuple[StepPlan, ...], random: Random) -> tuple[StepPlan, ...]:
    """An officer looks at a photo right after triage; one in eight still waits."""
    if not photo or not steps or random.random() < 0.12:
        return steps
    first = steps[0]
    seen = StepPlan("photo_review", first.at + timedelta(seconds=40), first.role, first.organisation, first.person)
    return (first, seen, *steps[1:])


def _in_order(steps: list[StepPlan]) -> tuple[StepPlan, ...]:
    return tuple(sorted(steps, key=lambda step: step.at))


def _voice(  # noqa: PLR0913 - who, when, about what and where
    number: int, day: date, category: str, *, places: Places, crowd: Crowd, random: Random
) -> VoicePlan:
    sender = crowd.sender(random)
    placard = places.placard(category, day, random) if sender.channel == "placard" else None
    channel = sender.channel if placard is not None or sender.channel != "placard" else "site"
    spot = places.spot(category, placard, random)
    style = draw_style(sender.language, random)
    text = write(category, style, spot, sender.author, random)
    author = sender.author.index if sender.author else None
    at = moment(day, random)
    story = draw_story(random, category, sender.track, author)
    tale = Tale(random, at, category, spot.district, author)
    echoes = supports(tale, range(STAFF, len(crowd.people)), 0.22)
    photo = _photo(category, channel, random)
    steps = _reviewed(photo, tell(story, tale), random)
    moving = placard is not None and placard.kind == "bus"
    return VoicePlan(
        number, text, style, LANGUAGE_OF[style], category, topic_of(category), sender.track, channel, at,
        "" if moving else spot.district, placard.key if placard else "", "" if moving else spot.landmark,
        "" if moving else spot.segment, None if moving else spot.point, _address(spot, LANGUAGE_OF[style]), author,
        photo, sender.device,
        story, _in_order([*steps, *echoes]),
    )  # fmt: skip


def _address(spot: Spot, language: str) -> str:
    street = spot.street.get(language)
    return f"{street}, {spot.house}" if spot.house else street


# Stories whose case passes one department once: a twin may simply go the same way.
_PLAIN = frozenset({"repaired", "claimed", "planned", "silent", "explained", "unfunded", "contested", "extended"})


def _twin_of(first: VoicePlan, number: int, places: Places, crowd: Crowd, random: Random) -> VoicePlan | None:
    """Somebody else writes about the same thing before works begin: linked, it follows the first case's steps."""
    begun = next((s.at for s in first.steps if s.verb not in ("triage", "assign", "photo_review", "support")), None)
    assigned = next((s for s in first.steps if s.verb == "assign"), None)
    if first.story not in _PLAIN or assigned is None or not first.segment:
        return None
    end = begun or assigned.at + timedelta(days=3)
    at = first.submitted_at + (end - first.submitted_at) * random.uniform(0.2, 0.8)
    sender = crowd.sender(random)
    spot = places.at_landmark(places.landmarks[first.landmark], random) if first.landmark else None
    if spot is None or sender.channel in ("placard", "desk"):
        sender.channel = "site"
    spot = spot or _same_spot(first, places)
    style = draw_style(sender.language, random)
    text = write(first.category, style, spot, sender.author, random)
    author = sender.author.index if sender.author else None
    steps = _followed(first, assigned, at)
    if steps is None:
        return None
    return replace(
        first, number=number, text=text, style=style, language=LANGUAGE_OF[style], track=sender.track,
        channel=sender.channel, submitted_at=at, placard="", author=author, photo="", device=sender.device,
        story="twin", steps=steps, same_as=first.number,
    )  # fmt: skip


def _same_spot(first: VoicePlan, places: Places) -> Spot:
    house = first.address_text.rpartition(", ")[2]
    street = places.streets[first.segment.split("-")[0]].name
    label = replace(street, kk=f"{street.kk}, {house}-үйдің", ru=f"{street.ru}, {house}", en=f"{house} {street.en}")
    return Spot(street, house, near("house", label), first.district, first.segment, first.point, "", "7")


def _followed(first: VoicePlan, assigned: StepPlan, at: datetime) -> tuple[StepPlan, ...] | None:
    """Give the twin's steps: triage, link, assignment, then the first case's own until its author speaks."""
    after = max(at, assigned.at) + timedelta(hours=2)
    rest = [s for s in first.steps if s.at > assigned.at and s.verb not in ("support", "photo_review")]
    if rest and rest[0].at <= after + timedelta(hours=3):
        return None
    triage = next(s for s in first.steps if s.verb == "triage")
    head = [
        replace(triage, at=after),
        StepPlan(
            "link_duplicate",
            after + timedelta(minutes=2),
            triage.role,
            triage.organisation,
            triage.person,
            {"of": first.number},
        ),
        replace(assigned, at=after + timedelta(minutes=5)),
    ]
    own = [s for s in rest if s.verb != "order_works"]
    spoken = next((index for index, step in enumerate(own) if step.role == "resident"), len(own))
    return (*head, *own[:spoken])


def voices(plan: CityPlan) -> tuple[VoicePlan, ...]:
    """Give every voice of the two years in order of time; numbers count from 1 in that order."""
    random = dice(plan.seed, "voices")
    total, blackout = COUNTS[plan.scale], STORM[plan.scale]
    places, crowd = Places(plan), Crowd(plan)
    days, weights = day_weights()
    told: list[VoicePlan] = []
    chosen = sorted(random.choices(days, weights=weights, k=round((total - blackout) / (1 + _TWINS * 0.9))))
    for day in chosen:
        told.append(_voice(len(told), day, category_on(day, random), places=places, crowd=crowd, random=random))
    wanted = total - blackout - len(told)
    pool = list(told)
    random.shuffle(pool)
    for first in pool:
        if wanted == 0:
            break
        twin = _twin_of(first, len(told), places, crowd, random)
        if twin is not None:
            told.append(twin)
            wanted -= 1
    told.extend(storm.blackout(plan, places, crowd.people, blackout, len(told)))
    return _numbered(told)


def _numbered(told: list[VoicePlan]) -> tuple[VoicePlan, ...]:
    """Number the voices by time and keep links pointing at the same case."""
    ordered = sorted(told, key=lambda voice: (voice.submitted_at, voice.number))
    new = {voice.number: index for index, voice in enumerate(ordered, start=1)}

    def linked(step: StepPlan) -> StepPlan:
        return replace(step, facts={"of": new[int(step.facts["of"])]}) if step.verb == "link_duplicate" else step

    return tuple(
        replace(
            voice,
            number=new[voice.number],
            same_as=None if voice.same_as is None else new[voice.same_as],
            steps=tuple(linked(step) for step in voice.steps),
        )
        for voice in ordered
    )
