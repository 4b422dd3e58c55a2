"""The totals of a month as the city publishes them beside the log, for `python -m qala_verify meals`.

Counted from meals, not from the log: that the log says the same is what the public's program checks. So a meal is told
when its leaf may be sealed, after its day and the day it was recorded on; what is taken back is sealed at once. Rows
are what open headers name (school, day, band of many children by the end of a day); others count in the total only. Of
very few meals not even the price is told (`without_price`): they are in no sum.
"""

from collections import Counter
from datetime import date
from typing import Any

from django.db import connection

from qala.ledger.queries.crowds import told_before, told_whole, untold
from qala.meals.queries.published import TOLD
from qala.meals.rules.months import last_of

COUNTED = f"""
SELECT count(*) FILTER (WHERE {TOLD}) - count(r.meal_id),
       coalesce(sum(m.tiyn) FILTER (WHERE {TOLD}), 0)::bigint
         - coalesce(sum(m.tiyn) FILTER (WHERE r.meal_id IS NOT NULL), 0)::bigint
FROM meals_meal m LEFT JOIN meals_reversal r ON r.meal_id = m.event_id WHERE m.day BETWEEN %(first)s AND %(last)s
"""  # noqa: S608 - both are ours


def totals(month: date) -> dict[str, Any]:
    """Meals and tiyn of a month that count, and the groups the log names. `month` is its first day."""
    told = told_before()
    with connection.cursor() as cursor:
        cursor.execute(COUNTED, {"first": month, "last": last_of(month), "told": told})
        meals, tiyn = cursor.fetchone()
    named: Counter[tuple[str, str, str, str]] = Counter()
    for header, price, count in told_whole("meal", month, told):
        group = str(header["school"]), str(header["day"]), str(header["band"])
        named[*group, "meals"] += count
        named[*group, "tiyn"] += count * price
    groups = sorted({key[:3] for key in named})
    rows = [
        {"school": school, "day": day, "band": band, "meals": named[school, day, band, "meals"],
         "tiyn": named[school, day, band, "tiyn"]}
        for school, day, band in groups
    ]  # fmt: skip
    silent, their_tiyn = untold("meal", month, told)
    sums = {"meals": meals, "tiyn": tiyn - their_tiyn, "without_price": silent}
    return {"month": f"{month:%Y-%m}", **sums, "rows": rows}
