"""Who cooks, for what money, for whom: suppliers, contracts, prices, proofs, lists in force, vouchers, months."""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from uuid import NAMESPACE_URL, UUID, uuid5

from qala.demo.city.days import CITY
from qala.demo.city.frame import dice
from qala.demo.city.lexicon import rows
from qala.demo.city.people import family_name, given_names, patronymic
from qala.demo.city.shapes import CityPlan
from qala.demo.fill.crowd import FOUNDED, Crowd
from qala.demo.fill.ground import LOADER
from qala.kernel.translated import Translated
from qala.meals.actions import contracts, lists, months, proofs, vouchers
from qala.meals.models import Contract, EntitlementList, Voucher
from qala.meals.rules.banking import iban
from qala.people.actions import appoint, enrol_many, found_organisation, open_account
from qala.people.models import Account, Appointment, Organisation, Person
from qala.people.rules import Name, Newcomer
from qala.roster.models import Enrolment, School

YEAR, FIRST = 2026, date(2026, 9, 1)
MONTHS = (date(2026, 9, 1), date(2026, 10, 1), date(2026, 11, 1))
SUPPLIERS = (
    ("tagam", "2026/07", Translated(kk="«Дәм-Тағам» ЖШС", ru="ТОО «Дәм-Тағам»", en="Dam-Tagam LLP")),
    ("as-bolsyn", "2026/11", Translated(kk="«Ас болсын» ЖШС", ru="ТОО «Ас болсын»", en="As Bolsyn LLP")),
)
PRICES = (("age-7-10", 67_850), ("age-11-18", 76_099))
A_PUPIL_A_YEAR = 15_000_000
BASES = ("assistance", "assistance", "low_income", "low_income", "orphan", "no_care", "collegial")
SOURCE = "Invented for the demo city; Shymkent's tariffs are not published."


def at(day: date, hour: int = 9) -> datetime:
    """An hour of a day on the city's clock."""
    return datetime.combine(day, time(hour), CITY)


#: Schools of the small city whose canteens count by terminal so far; the others follow.
JOINED = 4


@dataclass
class House:
    """A school with the people who answer for its meals."""

    school: School
    pedagogue: Person
    director: Person
    contract: Contract


@dataclass
class Kitchens:
    """Everybody who has a say in money, and the schools."""

    officer: Person
    second: Person
    suppliers: dict[int, Person] = field(default_factory=dict)
    houses: list[House] = field(default_factory=list)


def furnish_kitchens(plan: CityPlan, crowd: Crowd) -> Kitchens:
    """Sign contracts, agree on prices, give and commit the year's money, put lists in force and open the months."""
    education = crowd.bodies["education"]
    officer = Account.objects.select_related("person").get(email="education-officer@qala.example").person
    (second,) = colleagues(plan.seed, "education second", 1)
    appoint(
        by=LOADER, person=second, organisation=education, role="education_department", from_on=FOUNDED.date(), act="№ 3"
    )
    open_door(second, "education_payer")
    told = Kitchens(officer, second)
    schools = list(School.objects.order_by("pk")[:JOINED])
    pupils = Enrolment.objects.count()
    contracts.open_programme(by=officer, year=YEAR)
    contracts.appropriate(
        by=officer, year=YEAR, tiyn=pupils * A_PUPIL_A_YEAR, key=key_of("appropriation"), at=at(date(2026, 1, 12))
    )
    signed = {}
    for number, supplier in enumerate(SUPPLIERS):
        contract, person = engage(plan, told, supplier, schools[number :: len(SUPPLIERS)])
        signed[number], told.suppliers[contract.pk] = contract, person
        contracts.commit(
            by=officer, contract=contract, year=YEAR, tiyn=pupils * A_PUPIL_A_YEAR // 2, key=key_of(supplier[1]),
            at=at(date(2026, 8, 21)),
        )  # fmt: skip
    for index, school in enumerate(schools):
        prove(plan.seed, school)
        pedagogue, director = (officer_of(school, role) for role in ("social_pedagogue", "school_director"))
        house = House(school, pedagogue, director, signed[index % 2])
        told.houses.append(house)
        _entitle(told, house)
    return told


def key_of(name: str) -> UUID:
    """A key that is the same in every city of this seed."""
    return uuid5(NAMESPACE_URL, f"qala demo meals {name}")


def colleagues(seed: int, key: str, count: int) -> list[Person]:
    """Invent and enrol grown people who have to do with meals."""
    random = dice(seed, "meals staff", key)
    told = []
    for _ in range(count):
        family = family_name(random.choice(rows("families")), female=True).get("kk")
        given = random.choice(given_names(female=True)).get("kk")
        father = patronymic(random.choice(given_names(female=False)), female=True).get("kk")
        born = date(1984, 3, 1 + random.randrange(28))
        told.append(Newcomer(name=Name(family, given, father), language="kk", birth_on=born))
    return enrol_many(by=LOADER, newcomers=told, at=FOUNDED)


def open_door(person: Person, slug: str) -> None:
    """An account to step into."""
    open_account(by=LOADER, person=person, email=f"{slug.replace('_', '-')}@qala.example")


def officer_of(school: School, role: str) -> Person:
    """Who holds an office at a school."""
    return Appointment.objects.select_related("person").filter(organisation=school.organisation, role=role)[0].person


def engage(
    plan: CityPlan, told: Kitchens, supplier: tuple[str, str, Translated], schools: list[School]
) -> tuple[Contract, Person]:
    """Found a supplier with somebody who speaks for it, sign its contract and agree on prices."""
    slug, paper, names = supplier
    body: Organisation = found_organisation(by=LOADER, slug=slug, kind="company", names=names, from_on=FOUNDED.date())
    (person,) = colleagues(plan.seed, slug, 1)
    appoint(by=LOADER, person=person, organisation=body, role="supplier", from_on=FOUNDED.date(), act="№ 1")
    if slug == SUPPLIERS[0][0]:
        open_door(person, "supplier")
    contract = contracts.sign_contract(
        by=told.officer, number=paper, supplier=body, schools=schools, signed_on=date(2026, 8, 20), from_on=FIRST,
        until_on=date(2027, 5, 31), iban=iban("125", f"{len(told.suppliers) + 1:013}"),
    )  # fmt: skip
    for band, tiyn in PRICES:
        offer = contracts.offer_tariff(
            by=told.officer, contract=contract, band=band, from_on=FIRST, tiyn=tiyn, vat_permille=160,
            vat_included=True, act=f"№ {paper}", source=SOURCE, at=at(date(2026, 8, 19)),
        )  # fmt: skip
        contracts.set_tariff(by=person, offer=offer)
    return contract, person


def prove(seed: int, school: School, share: float = 0.1, year: int = YEAR) -> None:
    """What the registers say of older children of a school year: about one in ten."""
    random = dice(seed, "proofs", school.slug)
    rooms = {"school_class__school": school, "school_class__grade__gt": 4, "school_class__year__first_on__year": year}
    first, until = date(year, 8, 1), None if year == YEAR else date(year + 1, 8, 1)
    told = [
        proofs.Told(pupil, random.choice(BASES), first, until, f"sdu-{year}-08")
        for pupil in Enrolment.objects.filter(**rooms).order_by("pk").values_list("pupil_id", flat=True)
        if random.random() < share
    ]
    proofs.write_proofs(by=LOADER, told=told)


def _entitle(told: Kitchens, house: House) -> None:
    """Three lists in force, each by three people; parents' consents on paper; the money of three months."""
    for month in MONTHS:
        formed = lists.form_list(by=house.pedagogue, school=house.school, month=month, at=at(month))
        lists.approve(by=house.director, formed=formed, at=at(month, 11))
        lists.check(by=told.officer, approved=formed)
        lists.enforce(by=told.officer, checked=formed)
        if month == FIRST:
            agree(house.pedagogue, house.school, formed)
    for month in MONTHS:
        months.open_month(by=told.officer, school=house.school, month=month, at=at(month, 7))


def agree(pedagogue: Person, school: School, formed: EntitlementList) -> None:
    """All but one in two hundred have signed a sheet; who has not, eats on the teacher's word."""
    vouchers.notify(by=pedagogue, listed=formed)
    asked = [one for one in Voucher.objects.filter(school=school).order_by("pk") if one.pk % 200]
    vouchers.take_paper_consents(
        by=pedagogue, school=school, vouchers=asked, from_on=FIRST, at=at(MONTHS[-1], 7)
    )
