"""Closing days. Balances are carried as marks; the database recounts each mark before it stands."""

from datetime import date

from django.db import connection, transaction

from qala.journal.log import record
from qala.kernel.actors import Actor
from qala.kernel.clock import today
from qala.kernel.refusals import Refusal, require
from qala.ledger.models import Period
from qala.ledger.policies import may_close_days
from qala.ledger.rules import reason

# Only accounts that moved since the last closing get a mark: the others still stand on their last one.
MARKS = """
INSERT INTO ledger_mark (account_id, day, balance)
SELECT moved.account_id, %(until)s, coalesce(mark.balance, 0) + moved.tiyn
FROM (SELECT account_id, sum(tiyn)::bigint AS tiyn FROM ledger_posting
      WHERE day > %(since)s AND day <= %(until)s GROUP BY account_id) AS moved
  LEFT JOIN LATERAL (SELECT balance FROM ledger_mark WHERE account_id = moved.account_id AND day <= %(since)s
    ORDER BY day DESC LIMIT 1) AS mark ON true
"""


@transaction.atomic
def close_days(*, by: Actor, until: date) -> Period:
    """Close every day up to `until` for good and carry the balances. What arrives later gets an open day."""
    require(may_close_days(by))
    last = Period.objects.order_by("-until").first()
    if until >= today() or (last and until <= last.until):
        raise Refusal(reason("days_close_in_order"), code="days_close_in_order")
    period = Period.objects.create(until=until)
    with connection.cursor() as cursor:
        cursor.execute(MARKS, {"since": last.until if last else date.min, "until": until})
        marks = cursor.rowcount
    record(by, "ledger.period.closed", period, until_on=until, marks=marks)
    return period
