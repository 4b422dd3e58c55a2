"""A school that eats, for tests: kitchen, contract, tariffs, accounts with money, vouchers with a month's hold, and a
terminal whose real P-256 key signs what it hands in. Rows are made directly; actions are tested by themselves.

    town = meal_school(pupils=3)
    phone = Phone(town.terminal, town.secret)
    receive(by=town.terminal, signed=[phone.press(town.pupils[0], day=FRIDAY)])
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

import factory
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePrivateKey, generate_private_key
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.db import transaction

from qala.kernel.actors import Job
from qala.kernel.clock import CITY, now
from qala.kernel.translated import Translated
from qala.ledger import book
from qala.ledger.models import Account
from qala.meals.models import (
    AgeBand,
    Contract,
    Kitchen,
    MonthHold,
    Service,
    Tariff,
    TariffOffer,
    Terminal,
    Timesheet,
    Voucher,
)
from qala.meals.queries.accounts import (
    LOSS,
    OF_CONTRACT,
    TREASURY,
    committed,
    committed_code,
    of_contract,
    programme_code,
    years_of,
)
from qala.meals.queries.counter import bands_on
from qala.meals.queries.signed import Signed
from qala.meals.rules.events import NO_EVENT
from qala.meals.rules.price import band_on
from qala.people.models import Person
from qala.people.tests.factories import AppointmentFactory, ConsentFactory, OrganisationFactory
from qala.roster.models import Pupil, School, SchoolClass
from qala.roster.tests.factories import EnrolmentFactory, PupilCardFactory, SchoolClassFactory, SchoolYearFactory

JOB = Job("meals.tests")
NOVEMBER = date(2026, 11, 1)
THURSDAY, FRIDAY = date(2026, 11, 19), date(2026, 11, 20)
SUNDAY = date(2026, 11, 22)
YOUNG, OLD = "age-7-10", "age-11-18"
PRICES = {YOUNG: 67_850, OLD: 76_099}
MONTH_OF_MONEY = 20
RICH = 1_000_000_000
HALF = 32


class AgeBandFactory(factory.django.DjangoModelFactory[AgeBand]):
    class Meta:
        model = AgeBand
        django_get_or_create = ("slug", "from_on")

    slug = YOUNG
    titles = Translated(kk="7–10 жас", ru="7–10 лет", en="7–10 years")
    from_age, until_age = 7, 11
    from_on = date(2025, 9, 1)
    source = "Test"

    class Params:
        old = factory.Trait(
            slug=OLD, titles=Translated(kk="11–18 жас", ru="11–18 лет", en="11–18 years"), from_age=11, until_age=19
        )


class ServiceFactory(factory.django.DjangoModelFactory[Service]):
    class Meta:
        model = Service
        django_get_or_create = ("slug",)

    slug = "lunch"
    titles = Translated(kk="Түскі ас", ru="Обед", en="Lunch")

    class Params:
        breakfast = factory.Trait(
            slug="breakfast", titles=Translated(kk="Таңғы ас", ru="Завтрак", en="Breakfast")
        )


class ContractFactory(factory.django.DjangoModelFactory[Contract]):
    class Meta:
        model = Contract

    number = factory.Sequence(lambda n: f"2026/{n + 1}")
    supplier = factory.SubFactory(OrganisationFactory, kind="company", slug=factory.Sequence(lambda n: f"kitchen-{n + 1}"))
    signed_on = date(2026, 8, 20)
    from_on = date(2026, 9, 1)
    until_on = date(2027, 5, 31)


class KitchenFactory(factory.django.DjangoModelFactory[Kitchen]):
    class Meta:
        model = Kitchen

    contract = factory.SubFactory(ContractFactory)
    from_on = factory.LazyAttribute(lambda row: row.contract.from_on)
    until_on = factory.LazyAttribute(lambda row: row.contract.until_on)


class TariffFactory(factory.django.DjangoModelFactory[Tariff]):
    class Meta:
        model = Tariff
        skip_postgeneration_save = True

    contract = factory.SubFactory(ContractFactory)
    band = YOUNG
    from_on = factory.LazyAttribute(lambda row: row.contract.from_on)
    tiyn = factory.LazyAttribute(lambda row: PRICES[row.band])
    vat_permille = 0
    vat_included = True
    act = "№ 1, 2026-08-20"
    source = "Test"

    class Params:
        taxed = factory.Trait(vat_permille=160, vat_included=False)

    @classmethod
    def create(cls, **told: Any) -> Tariff:
        """Price and offer in one transaction, also where no test holds one open."""
        with transaction.atomic():
            return super().create(**told)

    @factory.post_generation
    def agreed(self: Any, create: bool, extracted: Any, **_facts: Any) -> None:
        """The offer both parties agreed on, without which the database keeps no price."""
        if create and extracted is not False:
            agree_on(self)


def agree_on(tariff: Tariff) -> TariffOffer:
    """Write down that the supplier offered a price and the city took it."""
    terms = ("contract_id", "band", "from_on", "until_on", "tiyn", "vat_permille", "vat_included", "act", "source")
    return TariffOffer.objects.create(
        tariff=tariff, offered_by="job:tests.supplier", agreed_by="job:tests.city", offered_for="supplier",
        offered_at=now(), **{term: getattr(tariff, term) for term in terms},
    )  # fmt: skip


class VoucherFactory(factory.django.DjangoModelFactory[Voucher]):
    """Active since the first of September, with a consent. `listed`, `suspended` and `revoked` are traits."""

    class Meta:
        model = Voucher

    year = factory.SubFactory(SchoolYearFactory)
    basis = "grade"
    state = "active"
    listed_on = date(2026, 9, 1)
    active_from = date(2026, 9, 1)
    consent = factory.LazyAttribute(
        lambda row: ConsentFactory(person=row.pupil.person, purpose="school-meals")
    )

    class Params:
        listed = factory.Trait(state="listed", active_from=None, consent=None)
        revoked = factory.Trait(state="revoked", ended_on=date(2026, 10, 1), ended_because="left_school")


class TerminalFactory(factory.django.DjangoModelFactory[Terminal]):
    """A terminal with a real key; `Phone` signs with its secret half."""

    class Meta:
        model = Terminal
        exclude = ("secret",)

    secret = factory.LazyFunction(lambda: generate_private_key(SECP256R1()))
    name = factory.Sequence(lambda n: f"Касса {n + 1}")
    public_key = factory.LazyAttribute(lambda row: point_of(row.secret))
    enrolled_at = datetime(2026, 9, 1, tzinfo=CITY)
    enrolled_by = "person:enroller"


def point_of(secret: EllipticCurvePrivateKey) -> bytes:
    """The public key as 65 bytes."""
    return secret.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


@dataclass
class Phone:
    """A terminal's phone: it makes events, chains and signs them."""

    terminal: Terminal
    secret: EllipticCurvePrivateKey
    sequence: int = 0
    previous: bytes = NO_EVENT

    def press(
        self, pupil: Pupil | str | None, *, day: date = FRIDAY, at: datetime | None = None, how: str = "card",
        service: str = "lunch", uid: UUID | None = None, **told: Any,
    ) -> Signed:  # fmt: skip
        """One press at the counter for a pupil (by key), a card's code, or nobody."""
        self.sequence += 1
        body = json.dumps(
            {
                "at": (at or at_noon(day)).isoformat(),
                "day": day.isoformat(),
                "how": how,
                "previous": self.previous.hex(),
                "reason": "",
                "sequence": self.sequence,
                "service": service,
                "terminal": str(self.terminal.key),
                "uid": str(uid or uuid4()),
                "who": _who(pupil, how),
                **told,
            },
            sort_keys=True,
        ).encode()
        self.previous = sha256(body).digest()
        return Signed(body, self.signature(body))

    def signature(self, body: bytes) -> bytes:
        r, s = decode_dss_signature(self.secret.sign(body, ECDSA(SHA256())))
        return r.to_bytes(HALF) + s.to_bytes(HALF)


def _who(pupil: Pupil | str | None, how: str) -> dict[str, str]:
    if pupil is None:
        return {"nobody": ""}
    if isinstance(pupil, Pupil) and how == "card":
        card = pupil.cards.filter(withdrawn_on=None).first() or PupilCardFactory(pupil=pupil)
        return {"card": card.code}
    return {"card": pupil} if isinstance(pupil, str) else {"pupil": str(pupil.key)}


def at_noon(day: date) -> datetime:
    """Noon of a day on the city's clock."""
    return datetime.combine(day, time(12), CITY)


@dataclass
class MealSchool:
    """A school with everything a served meal needs."""

    school: School
    school_class: SchoolClass
    pupils: list[Pupil]
    contract: Contract
    terminal: Terminal
    secret: EllipticCurvePrivateKey
    vouchers: list[Voucher] = field(default_factory=list)
    holds: list[MonthHold] = field(default_factory=list)

    @property
    def phone(self) -> Phone:
        """A new phone with an empty chain: keep it in a variable."""
        return Phone(self.terminal, self.secret)

    def money(self, what: str) -> int:
        """The balance of one of the contract's accounts, in tiyn."""
        return balance_of(f"{self.contract.account_root}:{what}")

    def officer(self, role: str) -> Person:
        """Somebody who holds a role in the school."""
        return AppointmentFactory(role=role, organisation=self.school.organisation).person

    def supplier(self) -> Person:
        """Somebody who speaks for the supplier."""
        return AppointmentFactory(role="supplier", organisation=self.contract.supplier).person


def department() -> Person:
    """Somebody of the education department; each call another person."""
    return AppointmentFactory(role="education_department").person


def balance_of(code: str) -> int:
    """Debits less credits of an account, in tiyn."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT qala_ledger_balance(id) FROM ledger_account WHERE code = %s", [code])
        return int(cursor.fetchone()[0])


def meal_school(
    pupils: int = 3, *, grade: int = 3, month: date = NOVEMBER, active: bool = True, holds: bool = True,
    contract: Contract | None = None, school: School | None = None, with_cards: bool = False,
) -> MealSchool:  # fmt: skip
    """A school whose pupils may eat: with `active` each has a voucher, with `holds` also money held for the month."""
    reference_rows()
    facts = {"school": school} if school else {}
    school_class = SchoolClassFactory(grade=grade, **facts)
    children = [EnrolmentFactory(school_class=school_class).pupil for _ in range(pupils)]
    contract = contract or ContractFactory()
    KitchenFactory(contract=contract, school=school_class.school)
    if not contract.tariffs.exists():
        for band in PRICES:
            TariffFactory(contract=contract, band=band)
    money_for(contract)
    secret = generate_private_key(SECP256R1())
    terminal = TerminalFactory(school=school_class.school, secret=secret)
    town = MealSchool(school_class.school, school_class, children, contract, terminal, secret)
    if with_cards:
        PupilCardFactory.create_batch(pupils, pupil=factory.Iterator(children))
    if active:
        town.vouchers = [VoucherFactory(pupil=child, school=town.school, year=school_class.year) for child in children]
        if holds:
            town.holds = held(town.vouchers, contract, month)
    return town


def reference_rows() -> None:
    """Bands, services and the school year, where a migration did not write them."""
    AgeBandFactory()
    AgeBandFactory(old=True)
    ServiceFactory()
    ServiceFactory(breakfast=True)


def money_for(contract: Contract, tiyn: int = RICH, year: str = "2026") -> None:
    """Open every account and commit `tiyn` to a contract."""
    treasury = book.open_account(by=JOB, code=TREASURY, kind="treasury")
    programme = book.open_account(by=JOB, code=programme_code(year), kind="programme", floor=0)
    book.open_account(by=JOB, code=LOSS, kind="loss")
    for what, kind in OF_CONTRACT.items():
        floor = 0 if what == "committed" else None
        owner = f"people.organisation:{contract.supplier_id}"
        book.open_account(by=JOB, code=f"{contract.account_root}:{what}", kind=kind, floor=floor, owner=owner)
    for each in years_of(contract):
        book.open_account(by=JOB, code=committed_code(contract, each), kind="commitment", floor=0, owner=owner)
    if not tiyn:
        return
    own = Account.objects.get(code=committed_code(contract, int(year)))
    for credit, debit, code in ((treasury, programme, "appropriation"), (programme, own, "commitment")):
        order = book.move(key=uuid4(), credit=credit.pk, debit=debit.pk, tiyn=tiyn, code=code, happened_at=now())
        book.post(by=JOB, order=order)


def held(vouchers: Sequence[Voucher], contract: Contract, month: date = NOVEMBER) -> list[MonthHold]:
    """Hold a month's money for each voucher: twenty meals at the price of the child's band."""
    bands = bands_on(AgeBand.objects.all(), month)
    made = []
    for voucher in vouchers:
        Timesheet.objects.get_or_create(school=voucher.school, month=month)
        band = band_on(bands, voucher.pupil.person.birth_on, month)
        tiyn = MONTH_OF_MONEY * PRICES[band.slug]
        order = book.hold(
            key=uuid4(), credit=committed(contract, month.year), held=of_contract(contract, "held"), tiyn=tiyn,
            code="month", happened_at=at_noon(month),
        )  # fmt: skip
        book.post(by=JOB, order=order)
        made.append(MonthHold.objects.create(voucher=voucher, contract=contract, month=month, transfer=order.key, tiyn=tiyn))
    return made


def trial_balance() -> int:
    """Everything in the books, which is always nothing."""
    return sum(balance_of(code) for code in Account.objects.values_list("code", flat=True))


