"""What is known of people goes: contact first, then all but a tombstone."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from qala.journal.actions import erase_secret
from qala.journal.log import record, record_many
from qala.kernel.actors import Actor
from qala.kernel.cards import sealed_subjects, still_needed
from qala.kernel.clock import now, today
from qala.kernel.refusals import Refusal, require
from qala.people.models import Account, AdminSession, Contact, ErasureReason, Identity, Person
from qala.people.policies import may_administer, may_enrol, may_erase, may_run_retention
from qala.people.queries import free_to_erase, keeping


def _unneeded(due: QuerySet[Person]) -> list[UUID]:
    """Of those whose time is over, the keys no part still needs."""
    keys = list(due.select_for_update().values_list("pk", flat=True))
    needed = still_needed(keys)
    return [key for key in keys if key not in needed]


def _erase(by: Actor, keys: Sequence[UUID], reason: str, at: datetime) -> None:
    """Delete every erasable row about these persons and leave the key, the days and the reason.

    The secrets of their leaves go too: what the log holds of them can no longer be told from any other leaf.
    """
    for subject in (*(f"people.person:{key}" for key in keys), *sealed_subjects(keys)):
        erase_secret(by=by, subject=subject)
    Contact.objects.filter(person__in=keys).delete()
    Identity.objects.filter(person__in=keys).delete()
    Account.objects.filter(person__in=keys).delete()
    AdminSession.objects.filter(person__in=keys).update(reason="")
    chosen = Person.objects.filter(pk__in=keys)
    chosen.filter(contact_erased_at__isnull=True).update(contact_erased_at=at)
    chosen.update(family="", given="", patronymic="", birth_on=None, erased_at=at, erasure_reason=reason)


@transaction.atomic
def keep(*, by: Actor, person: Person, needed_on: date) -> Person:
    """Say that the city needed a person on a day: the time of keeping counts from the latest such day."""
    require(may_administer(by) or may_enrol(by))
    person.needed_on = max(person.needed_on, needed_on)
    person.save(update_fields=["needed_on"])
    record(by, "people.person.needed", person, needed_on=person.needed_on)
    return person


@transaction.atomic
def erase_person(*, by: Actor, person: Person, reason: str = ErasureReason.REQUEST) -> Person:
    """Erase a person for good. Somebody who holds an office or answers for a child is refused until that ends."""
    require(may_erase(by, person))
    if person.is_erased:
        raise Refusal(_("This person is erased already."), code="erased")
    if not free_to_erase().filter(pk=person.pk).exists():
        raise Refusal(_("An appointment or a guardianship must end first."), code="still_needed")
    if still_needed([person.pk]):
        raise Refusal(_("Another part of the city still needs this person."), code="still_needed")
    _erase(by, [person.pk], reason, now())
    person.refresh_from_db()
    record(by, "people.person.erased", person, reason=reason)
    return person


@transaction.atomic
def erase_due_contacts(*, by: Actor, on: date | None = None) -> int:
    """Erase the contact of everybody whose time of contact is over; returns how many persons."""
    require(may_run_retention(by))
    day = on or today()
    last = day - timedelta(days=keeping(day).contact_days)
    due = free_to_erase(day).filter(needed_on__lte=last, contact_erased_at__isnull=True)
    keys = _unneeded(due)
    Contact.objects.filter(person__in=keys).delete()
    Person.objects.filter(pk__in=keys).update(contact_erased_at=now())
    record_many(by, "people.contact.expired", [f"people.person:{key}" for key in keys], on=day)
    return len(keys)


@transaction.atomic
def erase_due_persons(*, by: Actor, on: date | None = None) -> int:
    """Leave tombstones of everybody whose time of keeping is over; returns how many persons."""
    require(may_run_retention(by))
    day = on or today()
    last = day - timedelta(days=keeping(day).person_days)
    due = free_to_erase(day).filter(needed_on__lte=last)
    keys = _unneeded(due)
    _erase(by, keys, ErasureReason.RETENTION, now())
    record_many(by, "people.person.expired", [f"people.person:{key}" for key in keys], on=day)
    return len(keys)
