"""A city of schools for measuring: children, vouchers, a month's money held, phones with real keys. All invented.

Rows of the register are written in bulk; money is held by the ledger's own door, meals come only through the counter's.
"""

import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import sha256
from json import dumps
from uuid import UUID, uuid5

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey, derive_private_key
from django.core.management import call_command
from django.db import connections, transaction

from qala.config.database import grants
from qala.kernel.actors import Job
from qala.kernel.clock import now, today
from qala.kernel.translated import Translated
from qala.meals.actions import contracts
from qala.meals.actions.months import open_month
from qala.meals.keys import point_of, signed_by
from qala.meals.models import Contract, Setting, Tariff, TariffOffer, Terminal, Voucher
from qala.meals.rules.events import NO_EVENT
from qala.people.models import Consent, Organisation, Person
from qala.roster.models import Enrolment, Pupil, PupilCard, School, SchoolClass, SchoolYear, Term

BY = Job("meals.bench")
MONTH = date(2026, 10, 1)
FIRST, OVER = date(2026, 9, 1), date(2027, 9, 1)
PRICE, RICH = 67_850, 10**13
COOKS_FOR = 5
BATCH = 5_000


@dataclass
class Phone:
    """A canteen's phone with its key and its chain."""

    terminal: UUID
    secret: EllipticCurvePrivateKey
    sequence: int = 0
    previous: bytes = NO_EVENT

    def press(self, card: str, day: date) -> tuple[str, bytes]:
        """One event, chained and signed: its text and its signature."""
        self.sequence += 1
        at = f"{day.isoformat()}T12:{self.sequence // 60 % 60:02}:{self.sequence % 60:02}+05:00"
        body = dumps(
            {
                "at": at, "day": day.isoformat(), "how": "card", "previous": self.previous.hex(), "reason": "",
                "sequence": self.sequence, "service": "lunch", "terminal": str(self.terminal),
                "uid": str(uuid5(self.terminal, str(self.sequence))), "who": {"card": card},
            },
            sort_keys=True, separators=(",", ":"),
        )  # fmt: skip
        self.previous = sha256(body.encode()).digest()
        return body, signed_by(self.secret, body.encode())


@dataclass
class Ground:
    """What is measured upon: schools with their pupils' cards and a phone each."""

    schools: list[School] = field(default_factory=list)
    cards: dict[int, list[str]] = field(default_factory=dict)
    phones: dict[int, Phone] = field(default_factory=dict)


def laid(schools: int, pupils: int) -> Ground:
    """Migrate, grant, and make `schools` schools of `pupils` entitled children each, with October's money held."""
    call_command("migrate", database="owner", interactive=False, verbosity=0)
    grants.grant_application(connections["owner"])
    year, places = _year(), _schools(schools)
    # The phones hand in October whatever the day of the measurement is.
    Setting.objects.create(slug="offline_days", value=10_000, unit="days", from_on=today(), source="Bench")
    _give()
    for number in range(-(-schools // COOKS_FOR)):
        _contract(number, places[number * COOKS_FOR : (number + 1) * COOKS_FOR])
    ground = Ground(places)
    for school in places:
        ground.cards[school.pk] = _children(school, year, pupils)
        ground.phones[school.pk] = _phone(school)
    analyze()
    for school in places:
        open_month(by=BY, school=school, month=MONTH, at=now() - timedelta(days=60))
    analyze()
    return ground


def analyze() -> None:
    """Tell the planner what is there, as a city that runs has long done."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")


def _year() -> SchoolYear:
    year = SchoolYear.objects.create(slug="2026-27", first_on=FIRST, last_on=OVER - timedelta(days=1), source="Bench")
    Term.objects.create(year=year, ordinal=1, first_on=FIRST, last_on=date(2026, 12, 29))
    return year


def _give() -> None:
    contracts.open_programme(by=BY, year=2026)
    contracts.appropriate(by=BY, year=2026, tiyn=RICH, key=UUID(int=1), at=now() - timedelta(days=90))


def _contract(number: int, places: list[School]) -> None:
    """A supplier with its contract, prices and money; it cooks for a few schools, as in a city of sixty contracts."""
    supplier = Organisation.objects.create(
        slug=f"bench-kitchen-{number}", kind="company", names=Translated(kk="Ас"), from_on=FIRST
    )
    contract = contracts.sign_contract(
        by=BY, number=f"bench/{number}", supplier=supplier, schools=places, signed_on=FIRST, from_on=FIRST,
        until_on=date(2027, 5, 31),
    )  # fmt: skip
    for band in ("age-7-10", "age-11-18"):
        _price(contract, band)
    key = uuid5(UUID(int=1), f"contract {number}")
    contracts.commit(by=BY, contract=contract, year=2026, tiyn=RICH // 100, key=key, at=now() - timedelta(days=90))


def _price(contract: Contract, band: str) -> None:
    """A price and the offer it comes from, in one transaction, as the database demands."""
    terms = {
        "contract": contract, "band": band, "from_on": FIRST, "tiyn": PRICE, "vat_permille": 160, "vat_included": True,
        "act": "1", "source": "Bench",
    }  # fmt: skip
    with transaction.atomic():
        TariffOffer.objects.create(
            tariff=Tariff.objects.create(**terms), offered_by="supplier", agreed_by="city", offered_for="supplier",
            offered_at=now(), **terms,
        )  # fmt: skip


def _schools(count: int) -> list[School]:
    bodies = Organisation.objects.bulk_create(
        Organisation(slug=f"school-{at:04}", kind="school", names=Translated(kk=f"№ {at} мектеп"), from_on=FIRST)
        for at in range(count)
    )
    return School.objects.bulk_create(
        School(organisation=body, number=str(at), kind="state", design_capacity=900, shifts=2)
        for at, body in enumerate(bodies)
    )


def _children(school: School, year: SchoolYear, count: int) -> list[str]:
    draw, moment = random.Random(school.pk), now()
    room = SchoolClass.objects.create(school=school, year=year, grade=3, letter="А", language="kk")
    people = Person.objects.bulk_create(
        (
            Person(
                family="Сынақов", given="Бала", birth_on=date(2017, 1, 1) + timedelta(days=draw.randrange(900)),
                language="kk", enrolled_at=moment, needed_on=moment.date(),
            )
            for _ in range(count)
        ),
        batch_size=BATCH,
    )  # fmt: skip
    pupils = Pupil.objects.bulk_create((Pupil(person=one) for one in people), batch_size=BATCH)
    Enrolment.objects.bulk_create(
        (Enrolment(pupil=one, school_class=room, from_on=FIRST, until_on=OVER) for one in pupils), batch_size=BATCH
    )
    consents = Consent.objects.bulk_create(
        (Consent(person=one, purpose="school-meals", text_version="1", given_at=moment) for one in people),
        batch_size=BATCH,
    )
    Voucher.objects.bulk_create(
        (
            Voucher(
                pupil=one, year=year, school=school, basis="grade", state="active", consent=consent, listed_on=FIRST,
                active_from=FIRST,
            )
            for one, consent in zip(pupils, consents, strict=True)
        ),
        batch_size=BATCH,
    )  # fmt: skip
    cards = PupilCard.objects.bulk_create(
        (PupilCard(pupil=one, code=one.key.hex, issued_on=FIRST) for one in pupils), batch_size=BATCH
    )
    return [one.code for one in cards]


def _phone(school: School) -> Phone:
    secret = derive_private_key(int.from_bytes(sha256(f"bench {school.pk}".encode()).digest()) >> 1, SECP256R1())
    terminal = Terminal.objects.create(
        school=school, name="1", public_key=point_of(secret), enrolled_at=now() - timedelta(days=90),
        enrolled_by="person:bench",
    )
    return Phone(terminal.key, secret)


def queue(ground: Ground, school: School, days: int) -> Iterator[tuple[str, bytes]]:
    """What a phone without a network has stored: every child, so many days of October."""
    phone = ground.phones[school.pk]
    open_days = [date(2026, 10, at) for at in range(1, 31) if date(2026, 10, at).isoweekday() < 6 and at != 26]
    for day in open_days[:days]:
        for card in ground.cards[school.pk]:
            yield phone.press(card, day)


def say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


__all__ = ["BY", "MONTH", "Ground", "Phone", "analyze", "laid", "queue", "say"]
