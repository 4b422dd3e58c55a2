"""The totals of a month as the city publishes them beside the log, for `python -m qala_verify meals`.

Counted from meals, not from the log: that the log says the same is what the public's program checks. Rows are what
open headers name (school, day, band with at least ten children by the end of a day); others count in the total only.
"""

from collections import Counter
from datetime import date
from typing import Any

from django.db import connection

from qala.ledger.queries.leaves import told_whole
from qala.meals.rules.months import last_of

COUNTED = """
SELECT count(*), coalesce(sum(tiyn), 0)::bigint FROM meals_meal m
WHERE m.day BETWEEN %s AND %s AND NOT EXISTS (SELECT FROM meals_reversal r WHERE r.meal_id = m.event_id)
"""


def totals(month: date) -> dict[str, Any]:
    """Meals and tiyn of a month that count, and the groups the log names. `month` is its first day."""
    with connection.cursor() as cursor:
        cursor.execute(COUNTED, [month, last_of(month)])
        meals, tiyn = cursor.fetchone()
    named: Counter[tuple[str, str, str, str]] = Counter()
    for header, price, count in told_whole("meal", month, last_of(month)):
        group = str(header["school"]), str(header["day"]), str(header["band"])
        named[*group, "meals"] += count
        named[*group, "tiyn"] += count * price
    groups = sorted({key[:3] for key in named})
    rows = [
        {"school": school, "day": day, "band": band, "meals": named[school, day, band, "meals"],
         "tiyn": named[school, day, band, "tiyn"]}
        for school, day, band in groups
    ]  # fmt: skip
    return {"month": f"{month:%Y-%m}", "meals": meals, "tiyn": tiyn, "rows": rows}
