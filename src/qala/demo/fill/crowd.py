"""Residents, officials, bodies, appointments and the accounts to step into."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from qala.demo.city.days import CITY
from qala.demo.city.shapes import CityPlan, DepartmentPlan, Names, PersonPlan
from qala.demo.fill.ground import LOADER
from qala.kernel.translated import Translated
from qala.people.actions.doors import open_account
from qala.people.actions.offices import appoint, found_organisation
from qala.people.actions.persons import enrol_many
from qala.people.models import Organisation, Person
from qala.people.rules import Name, Newcomer

FOUNDED = datetime(2024, 11, 1, 9, tzinfo=CITY)
_OUTSIDE = {
    "police_liaison": "department",
    "bus_fleet": "company",
    "housing_manager": "company",
    "republican_roads": "company",
}


@dataclass(frozen=True)
class Crowd:
    """Everybody, by their index in the plan; bodies by their slug."""

    plan: CityPlan
    people: list[Person]
    bodies: dict[str, Organisation]

    def key(self, index: int | None) -> str:
        return "" if index is None else self.people[index].actor_key

    def address(self, person: PersonPlan) -> str:
        """Where a resident lives, as an appeal writes it."""
        if person.address is None:
            return ""
        house = self.plan.addresses[person.address]
        return f"{self.streets[house.street].get(person.language)}, {house.number}"

    @cached_property
    def streets(self) -> dict[str, Names]:
        return {street.key: street.name for street in self.plan.streets}


def settle(plan: CityPlan) -> None:
    """Found the bodies, enrol the people, appoint the officials and open the accounts of the roles to try."""
    bodies: dict[str, Organisation] = {}
    for body in plan.departments:
        bodies[body.slug] = _found(body, bodies)
    people = enrol_many(by=LOADER, newcomers=[_newcomer(person) for person in plan.people], at=FOUNDED)
    for post in plan.staff:
        appoint(
            by=LOADER,
            person=people[post.person],
            organisation=bodies[post.organisation],
            role=post.role,
            from_on=post.from_on,
            act="№ 1 бұйрық",
        )
    for role in plan.demo_roles:
        open_account(by=LOADER, person=people[role.person], email=f"{role.slug.replace('_', '-')}@qala.example")


def crowd_of(plan: CityPlan) -> Crowd:
    """Whoever was settled, found again in the rows: people by their number, bodies by their slug."""
    known = {person.identity.iin: person for person in Person.objects.exclude(identity=None).select_related("identity")}
    bodies = {body.slug: body for body in Organisation.objects.all()}
    return Crowd(plan, [known[person.iin] for person in plan.people], bodies)


def _found(body: DepartmentPlan, bodies: dict[str, Organisation]) -> Organisation:
    kind = _OUTSIDE.get(body.slug, "utility") if body.kind == "outside" else body.kind
    parent = body.parent or ("akimat" if kind == "department" else "")
    return found_organisation(
        by=LOADER,
        slug=body.slug,
        kind=kind,
        names=Translated(kk=body.name.kk, ru=body.name.ru, en=body.name.en),
        from_on=FOUNDED.date(),
        parent=bodies.get(parent),
    )


def _newcomer(person: PersonPlan) -> Newcomer:
    """A name is written as its bearer writes it."""
    language = person.language
    contacts = {"email": person.email, "phone": person.phone}
    return Newcomer(
        name=Name(person.family.get(language), person.given.get(language), person.patronymic.get(language)),
        language=language,
        birth_on=person.born_on,
        iin=person.iin,
        iin_confirmed=True,
        contacts={kind: value for kind, value in contacts.items() if value},
    )
