"""What the judgement asks the database before a batch is written: holds and originals always, the rest when careful."""

from collections.abc import Sequence
from uuid import UUID

from django.db import connection

from qala.kernel.clock import today
from qala.ledger.models import Period
from qala.ledger.rules import Hold, Order, Original, State
from qala.ledger.rules.judging import Account, after

HOLDS = """
SELECT h.key, h.id, h.debit_id, h.credit_id, coalesce(last.ordinal, 0), coalesce(last.rest, h.tiyn),
  coalesce(last.closed, false)
FROM ledger_transfer h LEFT JOIN LATERAL (
  SELECT ordinal, rest, closed FROM ledger_transfer WHERE hold_id = h.id ORDER BY ordinal DESC LIMIT 1) last ON true
WHERE h.key = ANY(%s) AND h.phase = 'hold'
"""
ORIGINALS = """
SELECT o.key, o.id, o.debit_id, o.credit_id, o.tiyn, o.phase, h.key, o.reverses_id IS NOT NULL,
  EXISTS (SELECT FROM ledger_transfer r WHERE r.reverses_id = o.id)
FROM ledger_transfer o LEFT JOIN ledger_transfer h ON h.id = o.hold_id WHERE o.key = ANY(%s)
"""
ACCOUNTS = """
SELECT id, kind, currency, CASE WHEN floor IS NOT NULL THEN qala_ledger_balance(id) - floor END
FROM ledger_account WHERE id = ANY(%s)
"""


def state_for(orders: Sequence[Order], *, careful: bool) -> State:
    """What `judge` needs. Careful: lock what is bounded or contended, and read keys, accounts, floors and days too."""
    state = State(careful=careful)
    wanted = {order.reverses for order in orders if order.reverses}
    state.originals = _originals(wanted)
    holds = {order.hold for order in orders if order.hold} | {
        one.hold for one in state.originals.values() if one.hold
    }
    if careful:
        accounts = {pk for order in orders for pk in (order.debit, order.credit) if pk is not None}
        accounts |= {pk for one in state.originals.values() for pk in (one.debit, one.credit)}
        first = _holds(holds)
        accounts |= {pk for one in first.values() for pk in (one.debit, one.credit)}
        _lock(accounts, {one.pk for one in first.values()})
        state.accounts = _accounts(accounts)
        state.originals = _originals(wanted)
        state.known = _known([order.key for order in orders])
        closed = Period.objects.order_by("-until").values_list("until", flat=True).first()
        state.last_open = after(today())
        state.first_open = after(closed) if closed else None
    state.holds = _holds(holds)
    return state


def _lock(accounts: set[int], holds: set[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT qala_ledger_lock(array(SELECT id FROM ledger_account WHERE id = ANY(%s) AND floor IS NOT NULL"
            " UNION ALL SELECT unnest(%s::bigint[])))",
            [list(accounts), list(holds)],
        )


def _known(keys: list[UUID]) -> dict[UUID, bytes]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT key, digest FROM ledger_transfer WHERE key = ANY(%s)", [keys])
        return {key: bytes(digest) for key, digest in cursor.fetchall()}


def _holds(keys: set[UUID]) -> dict[UUID, Hold]:
    if not keys:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(HOLDS, [list(keys)])
        return {row[0]: Hold(*row[1:]) for row in cursor.fetchall()}


def _originals(keys: set[UUID]) -> dict[UUID, Original]:
    if not keys:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(ORIGINALS, [list(keys)])
        return {row[0]: Original(*row[1:]) for row in cursor.fetchall()}


def _accounts(pks: set[int]) -> dict[int, Account]:
    with connection.cursor() as cursor:
        cursor.execute(ACCOUNTS, [list(pks)])
        return {row[0]: Account(*row[1:]) for row in cursor.fetchall()}
