"""The address of an officer's calendar: made for a year, made anew whenever it went astray."""

from django.db import transaction

from qala.journal.log import record
from qala.kernel.clock import now, today
from qala.kernel.refusals import require
from qala.people.models import Person
from qala.proposals.models import CalendarKey
from qala.proposals.policies import may_see_desk
from qala.proposals.rules.calendar_keys import last_day


@transaction.atomic
def make_calendar_key(*, by: Person) -> CalendarKey:
    """Make the officer's own calendar address; the one before it stops working at once."""
    require(may_see_desk(by))
    # The person's row is the lock: two clicks make two keys, of which one lives.
    Person.objects.select_for_update().only("pk").get(pk=by.pk)
    at = now()
    CalendarKey.objects.filter(person=by, ended_at=None).update(ended_at=at)
    key = CalendarKey.objects.create(person=by, made_at=at, until_on=last_day(today()))
    record(by, "proposals.calendar_key.made", key, until_on=key.until_on)
    return key
