"""An officer's calendar by a secret link: numbers and days only, never words or names."""

from datetime import date

from django.core import signing
from django.db.models import QuerySet

from qala.kernel.clock import today
from qala.people.models import Person
from qala.people.queries import organisations_of, roles_of
from qala.proposals.models import OPEN_STATES, CalendarKey, Proposal
from qala.proposals.policies import may_see_desk

SALT = "proposals.calendar_key"
CITY_WIDE = {"triage_officer", "operator", "signer", "inspector"}
MOST = 500


def token_of(key: CalendarKey) -> str:
    """The secret part of the calendar's address."""
    return signing.dumps(str(key.uid), salt=SALT)


def living_key(person: Person) -> CalendarKey | None:
    """The officer's key that works today."""
    return CalendarKey.objects.filter(person=person, ended_at=None, until_on__gte=today()).first()


def officer_of(token: str) -> Person | None:
    """Whose calendar it is, or None: a wrong or ended key, one past its day, or an office that has ended."""
    try:
        uid = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    living = CalendarKey.objects.filter(uid=uid, ended_at=None, until_on__gte=today(), person__erased_at=None)
    key = living.select_related("person").first()
    return key.person if key is not None and may_see_desk(key.person) else None


def deadlines(person: Person, since: date) -> QuerySet[Proposal]:
    """Open, unanswered cases with a last day: those of the officer's departments, or of the whole city."""
    cases = Proposal.objects.filter(state__in=OPEN_STATES, answered_at=None, due_on__gte=since)
    if not CITY_WIDE & roles_of(person):
        cases = cases.filter(department__in=[place.pk for place in organisations_of(person)])
    return cases.select_related("category").order_by("due_on", "pk")[:MOST]
