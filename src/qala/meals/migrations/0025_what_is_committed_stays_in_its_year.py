"""A contract over New Year has a commitment account for each budget year, so that no year spends another's money.

The first year's account keeps the bare name it had. What a later year's programme had put there, and no month of that
year holds, moves to the year's own account. What is held already returns, once its month closes, where it came from.
"""

from django.db import migrations

OPEN = """
INSERT INTO ledger_account (code, kind, currency, floor, owner)
SELECT a.code || ':' || year, a.kind, a.currency, a.floor, a.owner
FROM meals_contract c JOIN ledger_account a ON a.code = 'meals:contract:' || c.id || ':committed'
CROSS JOIN LATERAL generate_series(
  extract(year FROM c.from_on)::int + 1, extract(year FROM c.until_on)::int) AS year
ON CONFLICT (code) DO NOTHING
"""
# Of several later years the latest is served first: it has held nothing yet.
MOVE = """
INSERT INTO ledger_transfer (key, digest, debit_id, credit_id, tiyn, code, phase, happened_at, day, subject)
SELECT gen_random_uuid(), sha256(convert_to(moved.code, 'UTF8')), moved.own_id, moved.bare_id, moved.tiyn,
  'commitment_of_its_year', 'plain', statement_timestamp(), (statement_timestamp() AT TIME ZONE 'Asia/Almaty')::date, ''
FROM (
  SELECT code, own_id, bare_id, least(own, free - coalesce(
    sum(own) OVER (PARTITION BY bare_id ORDER BY year DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)
  )::bigint AS tiyn
  FROM (
    SELECT later.code, later.id AS own_id, bare.id AS bare_id, year, qala_ledger_balance(bare.id) AS free,
      coalesce((SELECT sum(t.tiyn) FROM ledger_transfer t JOIN ledger_account p ON p.id = t.credit_id
        WHERE t.debit_id = bare.id AND t.code = 'commitment' AND p.code = 'meals:' || year || ':programme'), 0)
      - coalesce((SELECT sum(h.tiyn) FROM meals_monthhold h JOIN ledger_transfer t ON t.key = h.transfer
        WHERE h.contract_id = c.id AND t.credit_id = bare.id AND extract(year FROM h.month) = year), 0) AS own
    FROM meals_contract c JOIN ledger_account bare ON bare.code = 'meals:contract:' || c.id || ':committed'
    CROSS JOIN LATERAL generate_series(
      extract(year FROM c.from_on)::int + 1, extract(year FROM c.until_on)::int) AS year
    JOIN ledger_account later ON later.code = bare.code || ':' || year
  ) AS shares WHERE own > 0
) AS moved WHERE tiyn > 0
"""


class Migration(migrations.Migration):
    dependencies = [("meals", "0024_who_stands_behind_a_supplier"), ("ledger", "0004_amounts_and_times_have_bounds")]

    operations = [
        migrations.RunSQL(OPEN, migrations.RunSQL.noop),
        migrations.RunSQL(MOVE, migrations.RunSQL.noop),
    ]
