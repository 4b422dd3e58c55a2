"""A transfer whose header names a day is sealed after that day, and after the day it was written on, both over.

Only then is it known how many such transfers there are, and the leaves of many of them stand mixed in the log
(`ledger.queries.leaves`). Everything else is sealed at once.
"""

from django.db import migrations

WAITS = r"""
CREATE FUNCTION qala_ledger_waits_for_the_seal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO journal_unsealed (source, source_id, since)
  SELECT 3, id, CASE WHEN header->>'day' ~ '^\d{4}-\d{2}-\d{2}$'
    THEN (greatest((header->>'day')::date, (recorded_at AT TIME ZONE 'Asia/Almaty')::date) + 1 + time '00:10')
      AT TIME ZONE 'Asia/Almaty' ELSE now() END
  FROM new_rows;
  RETURN NULL;
END $$;
DROP TRIGGER every_transfer_waits_for_the_seal ON ledger_transfer;
CREATE TRIGGER every_transfer_waits_for_the_seal AFTER INSERT ON ledger_transfer
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION qala_ledger_waits_for_the_seal();
"""
AT_ONCE = """
DROP TRIGGER every_transfer_waits_for_the_seal ON ledger_transfer;
CREATE TRIGGER every_transfer_waits_for_the_seal AFTER INSERT ON ledger_transfer
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION qala_wait_for_the_seal('3');
DROP FUNCTION qala_ledger_waits_for_the_seal();
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_money_is_judged")]
    operations = [migrations.RunSQL(WAITS, AT_ONCE)]
