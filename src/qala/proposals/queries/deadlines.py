"""An officer's calendar by a secret link: numbers and days only, never words or names."""

from datetime import date

from django.core import signing
from django.db.models import QuerySet

from qala.people.models import Person
from qala.people.queries import organisations_of, roles_of
from qala.proposals.models import OPEN_STATES, Proposal
from qala.proposals.policies import may_see_desk

SALT = "proposals.deadlines"
CITY_WIDE = {"triage_officer", "operator", "signer", "inspector"}
MOST = 500


def token_of(person: Person) -> str:
    """The secret part of the calendar's address: a signed key, worth something only while an office is held."""
    return signing.dumps(str(person.pk), salt=SALT)


def officer_of(token: str) -> Person | None:
    """Whose calendar it is, or None: a wrong token, or an office that has ended."""
    try:
        pk = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    person = Person.objects.filter(pk=pk, erased_at=None).first()
    return person if person is not None and may_see_desk(person) else None


def deadlines(person: Person, since: date) -> QuerySet[Proposal]:
    """Open, unanswered cases with a last day: those of the officer's departments, or of the whole city."""
    cases = Proposal.objects.filter(state__in=OPEN_STATES, answered_at=None, due_on__gte=since)
    if not CITY_WIDE & roles_of(person):
        cases = cases.filter(department__in=[place.pk for place in organisations_of(person)])
    return cases.select_related("category").order_by("due_on", "pk")[:MOST]
