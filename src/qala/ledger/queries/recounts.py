"""The recount of a night: what the marks carry against every posting since the beginning."""

from datetime import date

from django.db import connection

from qala.ledger.rules.differences import Difference

# The newest mark of each account against a sum that trusts no mark.
MARKS = """
SELECT account.code, mark.day, mark.balance, counted.tiyn FROM (
  SELECT DISTINCT ON (account_id) account_id, day, balance FROM ledger_mark ORDER BY account_id, day DESC
) AS mark JOIN ledger_account account ON account.id = mark.account_id
CROSS JOIN LATERAL (SELECT coalesce(sum(tiyn), 0)::bigint AS tiyn FROM ledger_posting
  WHERE account_id = mark.account_id AND day <= mark.day) AS counted
WHERE counted.tiyn <> mark.balance ORDER BY account.code
"""
# What is left on the holds of a held account is what the account holds; a bounded account stands above its floor.
HELD = """
SELECT account.code, sum(coalesce(last.rest, hold.tiyn))::bigint, qala_ledger_balance(account.id)
FROM ledger_account account JOIN ledger_transfer hold ON hold.debit_id = account.id AND hold.phase = 'hold'
LEFT JOIN LATERAL (SELECT rest FROM ledger_transfer WHERE hold_id = hold.id ORDER BY ordinal DESC LIMIT 1) last ON true
WHERE account.kind = 'held' GROUP BY account.id, account.code
HAVING sum(coalesce(last.rest, hold.tiyn)) <> qala_ledger_balance(account.id)
"""
FLOORS = """
SELECT code, floor, qala_ledger_balance(id) FROM ledger_account
WHERE floor IS NOT NULL AND qala_ledger_balance(id) < floor
"""
# A transfer is a leaf of the log or waits to be one: otherwise somebody emptied the queue.
UNSEALED = """
SELECT 'the log', count(*), 0 FROM ledger_transfer t
WHERE NOT EXISTS (SELECT FROM journal_leaf l WHERE l.source = 3 AND l.row = t.id)
  AND NOT EXISTS (SELECT FROM journal_unsealed u WHERE u.source = 3 AND u.source_id = t.id)
HAVING count(*) > 0
"""


def differences() -> list[Difference]:
    """Everything in the books that does not agree with itself; an empty list on every good night."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute(MARKS)
        found += [Difference("mark", code, day, said, counted) for code, day, said, counted in cursor.fetchall()]
        for what, question in (("held", HELD), ("floor", FLOORS), ("forgotten", UNSEALED)):
            cursor.execute(question)
            found += [Difference(what, code, date.max, said, counted) for code, said, counted in cursor.fetchall()]
    return found
