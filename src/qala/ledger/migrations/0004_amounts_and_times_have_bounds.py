"""What nobody reads back alike is not money: endless days, amounts beyond 2^53, headers that are no flat JSON.

A day `-infinity` stood outside every balance; a header naming a day to come kept its transfer out of the log until
then; a temporary table called `journal_unsealed` caught what should have waited for the seal.
"""

from datetime import UTC, date, datetime

from django.db import migrations, models
from django.db.models import Q

FLAT = """
ALTER TABLE ledger_transfer ADD CONSTRAINT header_is_flat CHECK (header IS NULL OR (jsonb_typeof(header) = 'object'
  AND NOT header @? 'strict $.* ? (@.type() == "object" || @.type() == "array"
    || @.type() == "number" && (@ != @.floor() || @.abs() > 9007199254740991))'));
"""
WAITS = r"""
CREATE OR REPLACE FUNCTION qala_ledger_waits_for_the_seal() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM new_rows WHERE header->>'day' ~ '^\d{4}-\d{2}-\d{2}$'
      AND (header->>'day')::date > (recorded_at AT TIME ZONE 'Asia/Almaty')::date + 1) THEN
    RAISE EXCEPTION 'a header names a day that has come'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'a_header_names_a_day_that_has_come';
  END IF;
  INSERT INTO journal_unsealed (source, source_id, since)
  SELECT 3, id, CASE WHEN header->>'day' ~ '^\d{4}-\d{2}-\d{2}$'
    THEN (greatest((header->>'day')::date, (recorded_at AT TIME ZONE 'Asia/Almaty')::date) + 1 + time '00:10')
      AT TIME ZONE 'Asia/Almaty' ELSE now() END
  FROM new_rows;
  RETURN NULL;
END $$;
"""
SINCE, UNTIL = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_open_headers_wait_for_the_end_of_the_day")]
    operations = [
        migrations.AddConstraint(
            model_name="account",
            constraint=models.CheckConstraint(
                condition=~Q(kind__in=("programme", "commitment")) | Q(floor=0, floor__isnull=False), name="a_budget_never_goes_below_zero"
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(condition=Q(tiyn__lte=2**53 - 1), name="amount_within_reason"),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=Q(
                    day__gte=date(2000, 1, 1), day__lt=date(2100, 1, 1), happened_at__gte=SINCE, happened_at__lt=UNTIL
                ),
                name="times_of_this_century",
            ),
        ),
        migrations.RunSQL(FLAT, "ALTER TABLE ledger_transfer DROP CONSTRAINT header_is_flat;"),
        migrations.RunSQL(WAITS, migrations.RunSQL.noop),
    ]
