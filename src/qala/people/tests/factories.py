"""People for tests: a trait for every lawful state. Rows are made directly; actions are tested by themselves."""

from datetime import date, timedelta
from typing import Any

import factory

from qala.kernel.clock import now, today
from qala.kernel.translated import Translated
from qala.people.models import (
    Account,
    AdminSession,
    Appointment,
    Consent,
    Contact,
    Guardianship,
    Identity,
    Organisation,
    Person,
)
from qala.people.rules import check_digit
from qala.people.sealing import fingerprints, seal

LONG_AGO = date(2025, 1, 1)


def iin(number: int = 0, born: str = "900515", century: str = "3") -> str:
    """A number with a right check digit. Bases that have none are stepped over."""
    base = f"{born}{century}{number:04d}"
    digit = check_digit(base)
    return iin(number + 5000, born, century) if digit is None else base + str(digit)


class PersonFactory(factory.django.DjangoModelFactory[Person]):
    """A grown resident with a name."""

    class Meta:
        model = Person

    family = factory.Sequence(lambda n: f"Ақжолов{n}")
    given = "Әлия"
    patronymic = "Серікқызы"
    birth_on = date(1990, 5, 15)
    language = "kk"
    enrolled_at = factory.LazyFunction(lambda: now() - timedelta(days=30))
    needed_on = factory.LazyFunction(lambda: today() - timedelta(days=30))

    class Params:
        child = factory.Trait(birth_on=date(2016, 9, 1), given="Нұрай")
        nameless_birth = factory.Trait(birth_on=None)
        quiet_for_years = factory.Trait(
            enrolled_at=factory.LazyFunction(lambda: now() - timedelta(days=2000)),
            needed_on=factory.LazyFunction(lambda: today() - timedelta(days=1500)),
        )
        without_contact = factory.Trait(contact_erased_at=factory.LazyFunction(now))
        erased = factory.Trait(
            family="",
            given="",
            patronymic="",
            birth_on=None,
            contact_erased_at=factory.LazyFunction(now),
            erased_at=factory.LazyFunction(now),
            erasure_reason="retention",
        )


class ContactFactory(factory.django.DjangoModelFactory[Contact]):
    class Meta:
        model = Contact

    person = factory.SubFactory(PersonFactory)
    kind = "email"
    value = factory.Sequence(lambda n: f"resident{n}@example.kz")
    added_at = factory.LazyFunction(now)

    class Params:
        phone = factory.Trait(kind="phone", value="+77012345678")
        post = factory.Trait(kind="post", value="Тауке хан 5")
        confirmed = factory.Trait(confirmed_at=factory.LazyFunction(now))


class IdentityFactory(factory.django.DjangoModelFactory[Identity]):
    """A claimed IIN; `confirmed` names the person."""

    class Meta:
        model = Identity
        exclude = ("number",)

    number = factory.Sequence(iin)
    person = factory.SubFactory(PersonFactory)
    iin_seal = factory.LazyAttribute(lambda row: seal(row.number))
    iin_fingerprint = factory.LazyAttribute(lambda row: fingerprints(row.number)[0])

    class Params:
        confirmed = factory.Trait(confirmed_at=factory.LazyFunction(now))


class OrganisationFactory(factory.django.DjangoModelFactory[Organisation]):
    class Meta:
        model = Organisation

    slug = factory.Sequence(lambda n: f"akimat-{n}")
    kind = "akimat"
    names = factory.Sequence(lambda n: Translated(kk=f"Әкімдік {n}", ru=f"Акимат {n}", en=f"Akimat {n}"))
    from_on = LONG_AGO

    class Params:
        department = factory.Trait(
            kind="department",
            parent=factory.SubFactory("qala.people.tests.factories.OrganisationFactory"),
            slug=factory.Sequence(lambda n: f"department-{n}"),
        )
        closed = factory.Trait(until_on=date(2026, 1, 1))


class AppointmentFactory(factory.django.DjangoModelFactory[Appointment]):
    class Meta:
        model = Appointment

    person = factory.SubFactory(PersonFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    role = "triage_officer"
    from_on = LONG_AGO
    act = "№ 12, 2025-01-01"

    class Params:
        ended = factory.Trait(until_on=date(2026, 1, 1))
        ending_soon = factory.Trait(until_on=factory.LazyFunction(lambda: today() + timedelta(days=10)))
        to_come = factory.Trait(from_on=factory.LazyFunction(lambda: today() + timedelta(days=10)))


class GuardianshipFactory(factory.django.DjangoModelFactory[Guardianship]):
    class Meta:
        model = Guardianship

    guardian = factory.SubFactory(PersonFactory)
    child = factory.SubFactory(PersonFactory, child=True)
    basis = "birth"
    from_on = date(2016, 9, 1)

    class Params:
        ended = factory.Trait(until_on=date(2026, 1, 1))


class ConsentFactory(factory.django.DjangoModelFactory[Consent]):
    class Meta:
        model = Consent

    person = factory.SubFactory(PersonFactory)
    purpose = "news-of-my-cases"
    text_version = "1"
    given_at = factory.LazyFunction(lambda: now() - timedelta(days=2))

    class Params:
        withdrawn = factory.Trait(withdrawn_at=factory.LazyFunction(now))


class AccountFactory(factory.django.DjangoModelFactory[Account]):
    """A sign-in by e-mail and password; `resident` signs in only through the identity provider."""

    class Meta:
        model = Account
        skip_postgeneration_save = True

    person = factory.SubFactory(PersonFactory)
    email = factory.Sequence(lambda n: f"colleague{n}@example.kz")

    class Params:
        resident = factory.Trait(email=None)

    @factory.post_generation
    def password(obj: Account, create: bool, extracted: str | None, **_: Any) -> None:  # noqa: N805
        obj.set_password(extracted)
        if create:
            obj.save(update_fields=["password"])


class AdminSessionFactory(factory.django.DjangoModelFactory[AdminSession]):
    class Meta:
        model = AdminSession

    person = factory.SubFactory(PersonFactory)
    reason = "A colleague left today."
    opened_at = factory.LazyFunction(now)
    until_at = factory.LazyAttribute(lambda row: row.opened_at + timedelta(minutes=10))

    class Params:
        over = factory.Trait(opened_at=factory.LazyFunction(lambda: now() - timedelta(hours=1)))
        closed = factory.Trait(closed_at=factory.LazyFunction(now))


def colleague(role: str = "triage_officer", **facts: Any) -> Person:
    """A person who holds a role today."""
    return AppointmentFactory(role=role, **facts).person


def administrator() -> Person:
    """A person who administers today."""
    return colleague("administrator")
