"""A meal is contested or paid, also when two do it in the same moment: both look while they hold its contract alone.

Each looked for the other's row and neither saw what was not committed yet. The lock is that of `steps.alone_with`.
"""

from django.db import migrations

CONTESTED = """
CREATE FUNCTION qala_meals_contested() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('meals.contract'), contract_id::int) FROM meals_meal WHERE event_id = NEW.meal_id;
  IF EXISTS (SELECT FROM meals_paidline WHERE meal_id = NEW.meal_id)
    OR EXISTS (SELECT FROM meals_reversal WHERE meal_id = NEW.meal_id) THEN
    RAISE EXCEPTION 'a paid meal is not contested'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'a_paid_meal_is_not_contested';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER a_paid_meal_is_not_contested BEFORE INSERT ON meals_dispute
  FOR EACH ROW EXECUTE FUNCTION qala_meals_contested();
"""
UNCONTESTED = "DROP TRIGGER a_paid_meal_is_not_contested ON meals_dispute; DROP FUNCTION qala_meals_contested();"
JUDGED = """
  IF EXISTS (SELECT FROM fresh f JOIN meals_payment p ON p.id = f.payment_id
      JOIN meals_invoiceline l ON l.meal_id = f.meal_id
    WHERE l.invoice_id <> p.invoice_id OR p.paid_at IS NOT NULL
      OR EXISTS (SELECT FROM meals_reversal r WHERE r.meal_id = f.meal_id)
      OR EXISTS (SELECT FROM meals_dispute d WHERE d.meal_id = f.meal_id AND d.state = 'opened')) THEN
    RAISE EXCEPTION 'a contested line is not paid'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'a_contested_line_is_not_paid';
  END IF;
  RETURN NULL;
"""
ALONE = """
  PERFORM pg_advisory_xact_lock(hashtext('meals.contract'), contract_id::int) FROM (
    SELECT DISTINCT i.contract_id FROM fresh f JOIN meals_payment p ON p.id = f.payment_id
      JOIN meals_invoice i ON i.id = p.invoice_id ORDER BY 1) AS touched;
"""


def paid_line(before):
    return f"""
CREATE OR REPLACE FUNCTION qala_meals_paid_line() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN{before}{JUDGED}END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("meals", "0022_a_month_is_held_in_parts")]

    operations = [
        migrations.RunSQL(CONTESTED, UNCONTESTED),
        migrations.RunSQL(paid_line(ALONE), paid_line("")),
    ]
