"""Counting the public month anew and writing down what it looks like."""

from datetime import date

from django.db import transaction

from qala.journal.log import record
from qala.kernel.actors import Actor
from qala.kernel.clock import now
from qala.kernel.refusals import require
from qala.meals.models import MonthPicture
from qala.meals.policies import may_keep_money
from qala.meals.queries.pictures import painted


@transaction.atomic
def paint_month(*, by: Actor, month: date) -> int:
    """Count a month from its meals and keep the result for its pages. Again: counted again, nothing added."""
    require(may_keep_money(by))
    moment, told = now(), painted(month)
    rows = [
        MonthPicture(month=month, school=school, content=content, counted_at=moment)
        for school, content in told.items()
    ]
    MonthPicture.objects.filter(month=month).delete()
    MonthPicture.objects.bulk_create(rows)
    record(by, "meals.month.counted", f"meals.month:{month:%Y-%m}", schools=len(rows) - 1)
    return len(rows)
