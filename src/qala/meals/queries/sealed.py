"""The totals of a month as the city publishes them beside the log, for `python -m qala_verify meals`.

Counted from meals, not from the log: that the log says the same is what the public's program checks. Today's meals are
told when the day is over. Rows are what open headers name (school, day, band of many children by the end of a day);
others count in the total only. Of very few meals not even the price is told (`without_price`): they are in no sum.
"""

from collections import Counter
from datetime import date, timedelta
from typing import Any

from django.db import connection

from qala.kernel.clock import today
from qala.ledger.queries.crowds import told_whole, untold
from qala.meals.rules.months import last_of

COUNTED = """
SELECT count(*), coalesce(sum(tiyn), 0)::bigint FROM meals_meal m
WHERE m.day BETWEEN %s AND %s AND NOT EXISTS (SELECT FROM meals_reversal r WHERE r.meal_id = m.event_id)
"""


def totals(month: date) -> dict[str, Any]:
    """Meals and tiyn of a month that count, and the groups the log names. `month` is its first day."""
    with connection.cursor() as cursor:
        cursor.execute(COUNTED, [month, min(last_of(month), today() - timedelta(days=1))])
        meals, tiyn = cursor.fetchone()
    named: Counter[tuple[str, str, str, str]] = Counter()
    for header, price, count in told_whole("meal", month, today()):
        group = str(header["school"]), str(header["day"]), str(header["band"])
        named[*group, "meals"] += count
        named[*group, "tiyn"] += count * price
    groups = sorted({key[:3] for key in named})
    rows = [
        {"school": school, "day": day, "band": band, "meals": named[school, day, band, "meals"],
         "tiyn": named[school, day, band, "tiyn"]}
        for school, day, band in groups
    ]  # fmt: skip
    silent, their_tiyn = untold("meal", month, today())
    sums = {"meals": meals, "tiyn": tiyn - their_tiyn, "without_price": silent}
    return {"month": f"{month:%Y-%m}", **sums, "rows": rows}
