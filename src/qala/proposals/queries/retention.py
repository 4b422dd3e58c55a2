"""What has been kept long enough: the contacts of closed cases first, their words later."""

from datetime import date, datetime, timedelta

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from qala.kernel.clock import CITY, local, today
from qala.people.models import Person
from qala.proposals.models import (
    OPEN_STATES,
    Author,
    Letter,
    Proposal,
    Registration,
    Subscription,
    WorksOrder,
)
from qala.proposals.queries.clocks import wait_days

TALLY_DAYS, FINGERPRINT_DAYS = 3, 30
"""How long counters against floods are kept; they hold digests only and answer for a day."""


def closed_before(days: int, on: date) -> QuerySet[Proposal]:
    """Cases closed at least so many days before the day, oldest first. A reopened case has no day of closing."""
    last = on - timedelta(days=days)
    end = datetime(last.year, last.month, last.day, tzinfo=CITY) + timedelta(days=1)
    return Proposal.objects.filter(closed_at__lt=end).exclude(state__in=OPEN_STATES).order_by("closed_at", "pk")


def contacts_due(on: date | None = None) -> QuerySet[Proposal]:
    """Closed cases whose contacts are still here although their time is over."""
    day = on or today()
    mine = {"proposal": OuterRef("pk")}
    held = (
        Q(Exists(Author.objects.filter(**mine)))
        | Q(Exists(Subscription.objects.filter(**mine)))
        | Q(Exists(Letter.objects.filter(**mine).exclude(address="")))
        | Q(Exists(Registration.objects.filter(**mine).exclude(name="", contact="")))
    )
    return closed_before(wait_days("contact_kept", day), day).filter(held)


def texts_due(on: date | None = None) -> QuerySet[Proposal]:
    """Closed cases whose words and pictures have been kept long enough."""
    day = on or today()
    return closed_before(wait_days("text_kept", day), day).filter(erased_at=None)


def seats_due(on: date | None = None) -> QuerySet[Registration]:
    """Seats at meetings long past whose question became no case."""
    day = on or today()
    last = day - timedelta(days=wait_days("contact_kept", day))
    rows = Registration.objects.filter(proposal=None, meeting__ends_at__date__lt=last)
    return rows.exclude(name="", contact="", question="").order_by("pk")


def orders_erased(cases: list[int]) -> QuerySet[WorksOrder]:
    """Works orders of these cases that no other case still needs."""
    living = Proposal.objects.filter(erased_at=None)
    return WorksOrder.objects.filter(proposals__in=cases).exclude(proposals__in=living).distinct()


def needed_on() -> list[tuple[Person, date]]:
    """Authors with an account and the day the city last needed each: today while a case is open, else its closing."""
    authors = Person.objects.filter(proposals__isnull=False, erased_at=None)
    waiting = authors.filter(proposals__proposal__state__in=OPEN_STATES).distinct()
    open_now = {person.pk: person for person in waiting}
    found = [(person, today()) for person in open_now.values() if person.needed_on < today() - timedelta(days=28)]
    rested = authors.exclude(pk__in=open_now).annotate(last=Max("proposals__proposal__closed_at"))
    closings = [(person, getattr(person, "last", None)) for person in rested]
    rests = [(person, local(last).date()) for person, last in closings if last]
    return found + [(person, day) for person, day in rests if day > person.needed_on]
