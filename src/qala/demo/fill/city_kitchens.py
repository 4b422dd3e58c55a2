"""Suppliers, contracts, lists and vouchers of the full-size city: by the same actions as the small one."""

from datetime import date

from django.db import transaction

from qala.demo.fill.crowd import FOUNDED
from qala.demo.fill.ground import LOADER
from qala.demo.fill.kitchens import PRICES, SOURCE, agree, at, colleagues, key_of, officer_of, prove
from qala.demo.fill.months import YEAR_BEGINS
from qala.kernel.clock import today
from qala.kernel.translated import Translated
from qala.meals.actions import contracts, lists
from qala.meals.models import Contract, EntitlementList, Voucher
from qala.people.actions import appoint, found_organisation
from qala.people.models import Account, Organisation, Person
from qala.roster.models import School

COOKS_FOR = 5
"""Schools of one contract: the city has some sixty canteen contracts."""
OLDER = 0.12
"""Of the children above grade 4, those whom a register entitles."""
A_YEAR, A_CONTRACT_A_YEAR = 600 * 10**10, 4 * 10**10
"""Tiyn the programme is given for a budget year, and what a contract has of it."""
SCHOOL_YEARS = {2025: (date(2025, 9, 1), date(2026, 5, 31)), 2026: (date(2026, 9, 1), date(2027, 5, 31))}


def year_of(month: date) -> int:
    """The year in which a month's school year began."""
    return month.year if month.month >= YEAR_BEGINS.month else month.year - 1


def officer() -> Person:
    """Who keeps the programme's money."""
    person: Person = Account.objects.select_related("person").get(email="education-officer@qala.example").person
    return person


@transaction.atomic
def sign_contracts(seed: int, school_years: set[int]) -> None:
    """Open the programme and sign what is not signed yet, for every school of the city."""
    schools = list(School.objects.order_by("pk"))
    keeper = officer()
    for budget in sorted({year for begun in school_years for year in (begun, begun + 1) if year <= today().year}):
        contracts.open_programme(by=keeper, year=budget)
        contracts.appropriate(
            by=keeper, year=budget, tiyn=A_YEAR, key=key_of(f"city {budget}"), at=at(date(budget, 1, 12))
        )
    for number in range(-(-len(schools) // COOKS_FOR)):
        there = schools[number * COOKS_FOR : (number + 1) * COOKS_FOR]
        supplier, person = _supplier(seed, number)
        for begun in sorted(school_years):
            if not Contract.objects.filter(number=_paper(begun, number)).exists():
                _sign(keeper, (supplier, person), begun, _paper(begun, number), there)


def _paper(begun: int, number: int) -> str:
    return f"{begun}/{101 + number}"


def _supplier(seed: int, number: int) -> tuple[Organisation, Person]:
    slug = f"kitchen-{number + 1:02}"
    known = Organisation.objects.filter(slug=slug).first()
    if known is not None:
        return known, known.appointments.select_related("person").get(role="supplier").person
    names = Translated(kk=f"«Ас {number + 1}» ЖШС", ru=f"ТОО «Ас {number + 1}»", en=f"As {number + 1} LLP")
    body = found_organisation(by=LOADER, slug=slug, kind="company", names=names, from_on=FOUNDED.date())
    (person,) = colleagues(seed, slug, 1)
    appoint(by=LOADER, person=person, organisation=body, role="supplier", from_on=FOUNDED.date(), act="№ 1")
    return body, person


def _sign(keeper: Person, who: tuple[Organisation, Person], begun: int, paper: str, schools: list[School]) -> None:
    first, last = SCHOOL_YEARS[begun]
    (supplier, person), signed_on = who, date(begun, 8, 20)
    contract = contracts.sign_contract(
        by=keeper, number=paper, supplier=supplier, schools=schools, signed_on=signed_on, from_on=first, until_on=last
    )
    for band, tiyn in PRICES:
        offer = contracts.offer_tariff(
            by=keeper, contract=contract, band=band, from_on=first, tiyn=tiyn, vat_permille=160, vat_included=True,
            act=f"№ {paper}", source=SOURCE, at=at(signed_on),
        )  # fmt: skip
        contracts.set_tariff(by=person, offer=offer)
    for budget in {begun, begun + 1} - {today().year + 1}:
        contracts.commit(
            by=keeper, contract=contract, year=budget, tiyn=A_CONTRACT_A_YEAR, key=key_of(f"{paper} {budget}"),
            at=at(max(signed_on, date(budget, 1, 13))),
        )  # fmt: skip


def list_children(seed: int, school: School, months: list[date], keeper: Person) -> None:
    """Put the lists of some months in force, each by three people; the first of a year brings consents on paper."""
    pedagogue, director = (officer_of(school, role) for role in ("social_pedagogue", "school_director"))
    known = set(EntitlementList.objects.filter(school=school, state="in_force").values_list("month", flat=True))
    if not Voucher.objects.filter(school=school, state="active").exists():
        prove(seed, school, OLDER)
    for month in sorted(set(months) - known):
        formed = lists.form_list(by=pedagogue, school=school, month=month, at=at(month))
        lists.approve(by=director, formed=formed, at=at(month, 11))
        lists.check(by=keeper, approved=formed)
        lists.enforce(by=keeper, checked=formed)
        if year_of(month) == YEAR_BEGINS.year and Voucher.objects.filter(school=school, state="listed").exists():
            agree(pedagogue, school, formed)
