"""The common calendar as rows, so that the database itself knows a holiday."""

from importlib.metadata import version

from django.db import transaction

from qala.journal.log import record
from qala.kernel.actors import Actor
from qala.kernel.refusals import require
from qala.meals.models import PublicDay
from qala.meals.policies import may_keep_money
from qala.meals.queries.public_days import changed_days


@transaction.atomic
def renew_public_days(*, by: Actor) -> int:
    """Write down what the package's calendar says now and did not say before; the old rows stay. How many changed."""
    require(may_keep_money(by))
    changed = changed_days()
    source = f"Python package holidays {version('holidays')}, country KZ"
    PublicDay.objects.bulk_create(
        PublicDay(day=day, is_working=is_working, source=source) for day, is_working in sorted(changed.items())
    )
    record(by, "meals.calendar.renewed", "meals.calendar:common", days=len(changed))
    return len(changed)
