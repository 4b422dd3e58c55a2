"""A person is enrolled, corrected, reached."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from qala.journal.log import record, record_many
from qala.kernel.actors import Actor
from qala.kernel.clock import local, now
from qala.kernel.refusals import Refusal, require
from qala.people.models import Contact, Identity, Person
from qala.people.policies import may_administer, may_enrol, may_speak_for
from qala.people.refusing import refuse_faults, unstorable
from qala.people.rules import Name, Newcomer, clean_contact, clean_name, cleaned, contact_fault, newcomer_faults
from qala.people.rules.newcomers import name_fault
from qala.people.sealing import fingerprints, seal

BATCH = 2_000
IIN_TAKEN = _("A person with this IIN is already enrolled.")


def _person(newcomer: Newcomer, at: datetime) -> Person:
    name = newcomer.name
    return Person(
        family=name.family,
        given=name.given,
        patronymic=name.patronymic,
        birth_on=newcomer.birth_on,
        language=newcomer.language,
        enrolled_at=at,
        needed_on=local(at).date(),
    )


def _identity(person: Person, newcomer: Newcomer, at: datetime) -> Identity:
    return Identity(
        person=person,
        iin_seal=seal(newcomer.iin),
        iin_fingerprint=fingerprints(newcomer.iin)[0],
        confirmed_at=at if newcomer.iin_confirmed else None,
    )


def _checked(newcomer: Newcomer, day: date) -> Newcomer:
    clean = cleaned(newcomer)
    refuse_faults(newcomer_faults(clean, day))
    return clean


def _store(people: Sequence[tuple[Person, Newcomer]], at: datetime) -> None:
    Person.objects.bulk_create([person for person, _newcomer in people], batch_size=BATCH)
    Identity.objects.bulk_create(
        [_identity(person, newcomer, at) for person, newcomer in people if newcomer.iin], batch_size=BATCH
    )
    Contact.objects.bulk_create(
        [
            Contact(person=person, kind=kind, value=value, added_at=at)
            for person, newcomer in people
            for kind, value in newcomer.contacts.items()
        ],
        batch_size=BATCH,
    )


@transaction.atomic
def enrol(*, by: Actor, newcomer: Newcomer) -> Person:
    """Write down a person. A confirmed IIN that is already known is refused: find that person instead."""
    require(may_enrol(by))
    at = now()
    clean = _checked(newcomer, local(at).date())
    person = _person(clean, at)
    with unstorable("one_person_per_confirmed_iin", IIN_TAKEN, "iin_taken"):
        _store([(person, clean)], at)
    record(by, "people.person.enrolled", person, language=person.language, iin_confirmed=clean.iin_confirmed)
    return person


@transaction.atomic
def enrol_many(*, by: Actor, newcomers: Sequence[Newcomer], at: datetime | None = None) -> list[Person]:
    """Write down many persons at once, all or none. `at` dates an enrolment taken over from another register."""
    require(may_enrol(by))
    moment = at or now()
    clean = [_checked(newcomer, local(moment).date()) for newcomer in newcomers]
    people = [(_person(newcomer, moment), newcomer) for newcomer in clean]
    with unstorable("one_person_per_confirmed_iin", IIN_TAKEN, "iin_taken"):
        _store(people, moment)
    record_many(by, "people.person.enrolled", [person for person, _newcomer in people])
    return [person for person, _newcomer in people]


@transaction.atomic
def correct_name(*, by: Actor, person: Person, name: Name) -> Person:
    """Put a person's name right, as a document or the identity provider shows it."""
    require(may_administer(by) and not person.is_erased)
    clean = clean_name(name)
    refuse_faults({"name": fault} if (fault := name_fault(clean)) else {})
    person.family, person.given, person.patronymic = clean.family, clean.given, clean.patronymic
    person.save(update_fields=["family", "given", "patronymic"])
    record(by, "people.person.corrected", person)
    return person


@transaction.atomic
def choose_language(*, by: Actor, person: Person, language: str) -> Person:
    """Speak with a person in this language from now on."""
    require(may_speak_for(by, person))
    refuse_faults({} if language in {"kk", "ru", "en"} else {"language": "language"})
    person.language = language
    person.save(update_fields=["language"])
    record(by, "people.language.chosen", person, language=language)
    return person


@transaction.atomic
def write_contact(*, by: Actor, person: Person, kind: str, value: str) -> Contact:
    """Keep one e-mail, phone or address of a person; a new one replaces the old and is unconfirmed again."""
    require(may_speak_for(by, person) or may_enrol(by))
    clean = clean_contact(kind, value)
    if fault := contact_fault(kind, clean):
        refuse_faults({kind: "contact_kind" if fault == "kind" else f"{kind}_{fault}"})
    contact, _new = Contact.objects.update_or_create(
        person=person, kind=kind, defaults={"value": clean, "added_at": now(), "confirmed_at": None}
    )
    if person.contact_erased_at is not None:
        Person.objects.filter(pk=person.pk).update(contact_erased_at=None)
    record(by, "people.contact.written", person, kind=kind)
    return contact


@transaction.atomic
def remove_contact(*, by: Actor, person: Person, kind: str) -> Person:
    """Forget one e-mail, phone or address of a person."""
    require(may_speak_for(by, person))
    removed, _rows = person.contacts.filter(kind=kind).delete()
    if not removed:
        raise Refusal(_("There is no such contact."), code="no_contact", status=404)
    record(by, "people.contact.removed", person, kind=kind)
    return person
