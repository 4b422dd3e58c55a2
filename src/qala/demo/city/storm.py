"""One evening without light: dozens of reports in minutes, one incident, one answer to all."""

from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta
from itertools import chain

from qala.demo.city.days import CITY, STORM_ON
from qala.demo.city.frame import dice
from qala.demo.city.replies import words
from qala.demo.city.shapes import CityPlan, PersonPlan, StepPlan, VoicePlan
from qala.demo.city.spots import Places
from qala.demo.city.staff import all_posted, posted
from qala.demo.city.texts import LANGUAGE_OF, draw_style, write

INCIDENT = "blackout-2026-01-21"
DISTRICT = "turan"
_OFFICE = "energy_infrastructure"


def _steps(began: datetime, at: datetime) -> tuple[StepPlan, ...]:
    """Triage at once, one incident, works in the night, an inspector next morning."""
    officer, inspector = all_posted("triage_officer")[0], all_posted("inspector")[0]
    executor, dispatcher = posted("executor", _OFFICE), posted("dispatcher", _OFFICE)
    seen = max(at, began + timedelta(minutes=12))

    def step(verb: str, moment: datetime, role: str, body: str, person: int | None, **facts: str | int) -> StepPlan:
        return StepPlan(verb, moment, role, body, person, dict(facts))

    return (
        step("triage", seen + timedelta(minutes=2), "triage_officer", "digital", officer, category="electricity"),
        step("join_incident", seen + timedelta(minutes=3), "triage_officer", "digital", officer, incident=INCIDENT),
        step("assign", seen + timedelta(minutes=4), "dispatcher", _OFFICE, dispatcher),
        step("order_works", began + timedelta(minutes=70), "dispatcher", _OFFICE, dispatcher,
             due_on=(STORM_ON + timedelta(days=1)).isoformat(), money_source="QB-2206 Инженерлік желілерді жөндеу",
             kk="Апатты тоқтаусыз жою.", ru="Устранить аварию без перерыва.", en="Mend the failure without a break."),
        step("start", began + timedelta(minutes=75), "executor", _OFFICE, executor),
        step("claim_fixed", began + timedelta(hours=5), "executor", _OFFICE, executor, evidence="photo", act="A-0121",
             kk="Трансформатор ауыстырылды.", ru="Заменён трансформатор.", en="The transformer was changed."),
        step("confirm", began + timedelta(hours=15), "inspector", "inspection", inspector,
             kk="Өлшедік, кернеу қалыпты.", ru="Измерили, напряжение в норме.", en="Measured: the voltage is right."),
    )  # fmt: skip


def _answer(began: datetime, seed: int) -> tuple[StepPlan, ...]:
    """One answer to all as soon as the light is on; the incident ends when the inspector has been there."""
    kk, ru, en = words("incident", "electricity", dice(seed, "storm answer"))
    dispatcher = posted("dispatcher", _OFFICE)
    told: dict[str, str | int] = {"kk": kk, "ru": ru, "en": en}
    answered, over = began + timedelta(hours=5, minutes=10), began + timedelta(hours=16)
    return (
        StepPlan("answer_incident", answered, "dispatcher", _OFFICE, dispatcher, told),
        StepPlan("close_incident", over, "dispatcher", _OFFICE, dispatcher, {}),
    )


def _told(*steps: tuple[StepPlan, ...]) -> tuple[StepPlan, ...]:
    return tuple(sorted(chain(*steps), key=lambda step: step.at))


def blackout(
    plan: CityPlan, places: Places, people: Sequence[PersonPlan], count: int, first_number: int
) -> Iterator[VoicePlan]:
    """Give ``count`` reports of one blackout within forty minutes."""
    random = dice(plan.seed, "storm")
    began = datetime.combine(STORM_ON, time(19, 12), CITY)
    houses = [house for house in plan.addresses if house.district == DISTRICT]
    middle = random.choice(houses).point
    houses.sort(key=lambda h: (h.point[0] - middle[0]) ** 2 + (h.point[1] - middle[1]) ** 2)
    nearby = houses[: max(120, len(houses) // 6)]
    for index in range(count):
        at = began + timedelta(seconds=min(2400.0, random.gammavariate(2.0, 330)))
        person = random.choice(people[90:])
        spot = places.at_house(random.choice(nearby), random)
        style = draw_style(person.language, random)
        named = random.random() < 0.2
        yield VoicePlan(
            first_number + index, write("electricity", style, spot, None, random), style, LANGUAGE_OF[style],
            "electricity", "urban_environment", "signal", random.choice(("site", "site", "phone")), at,
            spot.district, "", "", spot.segment, spot.point, f"{spot.street.kk}, {spot.house}",
            person.index if named else None, "", f"device-{person.index:05}-0", "storm",
            _told(_steps(began, at), _answer(began, plan.seed) if index == count - 1 else ()), INCIDENT,
        )  # fmt: skip
