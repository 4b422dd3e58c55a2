"""Schools, their people, children with guardians, the year, and attendance of the term so far."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from qala.demo.city.days import CITY
from qala.demo.city.frame import dice
from qala.demo.city.lexicon import rows
from qala.demo.city.people import family_name, given_names, patronymic
from qala.demo.city.schools import (
    FIRST,
    FROST,
    LAST,
    QUARANTINE,
    QUARANTINED_SCHOOL,
    TERMS,
    TOLD_UNTIL,
    FamilyMember,
    SchoolPlan,
    days_told,
    schools,
)
from qala.demo.city.shapes import CityPlan
from qala.demo.fill.crowd import FOUNDED, Crowd
from qala.demo.fill.ground import LOADER, Ground
from qala.kernel.translated import Translated
from qala.people.actions import add_guardianships, appoint, enrol_many, open_account
from qala.people.models import Organisation, Person
from qala.people.rules import Name, Newcomer
from qala.places.models import Landmark
from qala.roster import actions, queries
from qala.roster.actions import Place, Seat, Sheet
from qala.roster.models import Enrolment, School, SchoolClass, SchoolYear

YEAR = "2026-27"
STAFFED = 8
"""So many schools have all their people by name; the others have a director, a pedagogue and a canteen worker."""
TOLD_SINCE = {"small": FIRST, "city": date(2026, 11, 2)}
OFFICES = ("school_director", "social_pedagogue", "canteen_worker")
SOURCE = "Invented for the demo city; the real terms follow the ministry's order of the year."
SUMMER = datetime(2026, 8, 20, 9, tzinfo=CITY)


def enroll(plan: CityPlan, ground: Ground, crowd: Crowd, which: range) -> int:
    """Fill the register with these schools of the plan; returns how many pupils they have."""
    education = crowd.bodies["education"]
    if which.start == 0:
        actions.open_year(by=LOADER, slug=YEAR, first_on=FIRST, last_on=LAST, terms=TERMS, source=SOURCE)
        _department(plan, education)
    year = SchoolYear.objects.get(slug=YEAR)
    return sum(_school(plan, ground, told, year, education) for told in schools(plan, which))


def _school(plan: CityPlan, ground: Ground, told: SchoolPlan, year: SchoolYear, education: Organisation) -> int:
    school = _found(ground, told, education)
    teachers = _staff(plan, told, school)
    rooms = _rooms(told, school, year, teachers)
    places = _children(told, rooms)
    if told.index == 0:
        _step_in(school, rooms, places, told)
    _mark(told, school)
    _attend(plan, told, school, rooms, places)
    return len(places)


def _found(ground: Ground, told: SchoolPlan, education: Organisation) -> School:
    place = told.landmark
    return actions.found_school(
        by=LOADER,
        slug=place.key,
        names=Translated(kk=place.name.kk, ru=place.name.ru, en=place.name.en),
        from_on=FOUNDED.date(),
        kind="private" if told.private else "state",
        design_capacity=told.capacity,
        number=place.ref,
        parent=education,
        landmark=Landmark.objects.get(pk=ground.landmarks[place.key]),
        shifts=told.shifts,
        days_a_week=told.days_a_week,
    )


def _colleagues(plan: CityPlan, key: str, count: int) -> list[Person]:
    """Grown people who work at schools."""
    random = dice(plan.seed, "school staff", key)
    told = []
    for _ in range(count):
        female, language = random.random() < 0.85, random.choice(("kk", "kk", "ru"))
        name = Name(
            family_name(random.choice(rows("families")), female=female).get(language),
            random.choice(given_names(female=female)).get(language),
            patronymic(random.choice(given_names(female=False)), female=female).get(language),
        )
        born = date(1965, 1, 1) + timedelta(days=random.randrange(12500))
        told.append(Newcomer(name=name, language=language, birth_on=born))
    return enrol_many(by=LOADER, newcomers=told, at=FOUNDED)


def _hold(person: Person, role: str, body: Organisation) -> None:
    appoint(by=LOADER, person=person, organisation=body, role=role, from_on=FOUNDED.date(), act="№ 2 бұйрық")


def _department(plan: CityPlan, education: Organisation) -> None:
    (officer,) = _colleagues(plan, "education", 1)
    _hold(officer, "education_department", education)
    _open(officer, "education_officer")


def _open(person: Person, slug: str) -> None:
    open_account(by=LOADER, person=person, email=f"{slug.replace('_', '-')}@qala.example")


def _staff(plan: CityPlan, told: SchoolPlan, school: School) -> list[Person]:
    """Appoint the school's people; returns its class teachers, one for each class, or nobody."""
    leading = len(told.classes) if told.index < STAFFED else 0
    people = _colleagues(plan, told.landmark.key, len(OFFICES) + leading)
    for role, person in zip(OFFICES, people, strict=False):
        _hold(person, role, school.organisation)
        if told.index == 0:
            _open(person, role)
    teachers = people[len(OFFICES) :]
    for teacher in teachers:
        _hold(teacher, "class_teacher", school.organisation)
    return teachers


def _rooms(told: SchoolPlan, school: School, year: SchoolYear, teachers: Sequence[Person]) -> list[SchoolClass]:
    leading = [*teachers, *([None] * len(told.classes))]
    return actions.open_classes(
        by=LOADER,
        year=year,
        places=[
            Place(school, room.grade, room.letter, room.language, room.shift, leading[number])
            for number, room in enumerate(told.classes)
        ],
    )


def _newcomer(member: FamilyMember) -> Newcomer:
    name = Name(member.family, member.given, member.patronymic)
    return Newcomer(name=name, language=member.language, birth_on=member.born_on)


def _children(told: SchoolPlan, rooms: Sequence[SchoolClass]) -> list[Enrolment]:
    """Enrol parents and children, tie them, seat them and give each child a card."""
    seated = [(child, room) for plan, room in zip(told.classes, rooms, strict=True) for child in plan.children]
    members = [*told.parents, *(child for child, _room in seated)]
    people = enrol_many(by=LOADER, newcomers=[_newcomer(member) for member in members], at=SUMMER)
    parents, children = people[: len(told.parents)], people[len(told.parents) :]
    bonds = [(parents[plan.home], child) for (plan, _room), child in zip(seated, children, strict=True)]
    add_guardianships(by=LOADER, bonds=bonds, basis="birth", from_on=SUMMER.date())
    places = actions.enrol_many(
        by=LOADER,
        seats=[Seat(child, room, FIRST) for (_plan, room), child in zip(seated, children, strict=True)],
    )
    codes = [(place.pupil_id, f"QALA-{told.index + 1:03}-{number:04}") for number, place in enumerate(places, 1)]
    actions.issue_cards(by=LOADER, cards=codes, on=FIRST)
    return places


def _step_in(school: School, rooms: Sequence[SchoolClass], places: Sequence[Enrolment], told: SchoolPlan) -> None:
    """Accounts for a class teacher, a parent of a child in grade 3 and a parent of several."""
    third = next(number for number, room in enumerate(told.classes) if room.grade == 3)
    teacher = rooms[third].teacher
    if teacher is None:
        raise ValueError(f"{school} has no teacher for its third grade")
    _open(teacher, "class_teacher")
    homes: dict[int, list[Enrolment]] = defaultdict(list)
    for child, place in zip((c for room in told.classes for c in room.children), places, strict=True):
        homes[child.home].append(place)
    one = next(home for home in homes.values() if len(home) == 1 and home[0].school_class_id == rooms[third].pk)
    most = max(homes.values(), key=len)
    for slug, home in (("parent", one), ("parent_of_several", most)):
        _open(home[0].pupil.person.guardians.get().guardian, slug)


def _mark(told: SchoolPlan, school: School) -> None:
    if told.index == 0:
        actions.mark_day(by=LOADER, school=None, day=FROST, kind="closed", reason="frost")
    if told.index == QUARANTINED_SCHOOL:
        for day in _days(*QUARANTINE):
            actions.mark_day(by=LOADER, school=school, day=day, kind="quarantine", reason="illness")


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _attend(
    plan: CityPlan, told: SchoolPlan, school: School, rooms: Sequence[SchoolClass], places: Sequence[Enrolment]
) -> None:
    names: dict[int, list[int]] = defaultdict(list)
    for place in places:
        names[place.school_class_id].append(place.pupil_id)
    days = queries.open_days(school, TOLD_SINCE[plan.scale], TOLD_UNTIL)
    sheets = [
        _sheet(rooms[said.room].pk, said.day, names[rooms[said.room].pk], said.absent, said.late)
        for said in days_told(told, days, plan.seed)
    ]
    actions.submit_many(by=LOADER, sheets=sheets)


def _sheet(room: int, day: date, pupils: Sequence[int], absent: Sequence[int], late: Sequence[int]) -> Sheet:
    away = {*absent, *late}
    return Sheet(
        room,
        day,
        present=[pupil for number, pupil in enumerate(pupils) if number not in away],
        late=[pupils[number] for number in late],
        absent=[pupils[number] for number in absent],
    )
