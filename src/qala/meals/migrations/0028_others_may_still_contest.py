"""Who did not contest because another had gets days of their own when that one takes the word back late.

Until they are over the line is not paid, by whatever program or hand.
"""

from datetime import date

from django.db import migrations, models

PAID_LINE = """
CREATE OR REPLACE FUNCTION qala_meals_paid_line() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('meals.contract'), contract_id::int) FROM (
    SELECT DISTINCT i.contract_id FROM fresh f JOIN meals_payment p ON p.id = f.payment_id
      JOIN meals_invoice i ON i.id = p.invoice_id ORDER BY 1) AS touched;
  IF EXISTS (SELECT FROM fresh f JOIN meals_payment p ON p.id = f.payment_id
      JOIN meals_invoiceline l ON l.meal_id = f.meal_id
    WHERE l.invoice_id <> p.invoice_id OR p.paid_at IS NOT NULL
      OR EXISTS (SELECT FROM meals_reversal r WHERE r.meal_id = f.meal_id)
      OR EXISTS (SELECT FROM meals_dispute d WHERE d.meal_id = f.meal_id AND (d.state = 'opened'{waits}))) THEN
    RAISE EXCEPTION 'a contested line is not paid'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'a_contested_line_is_not_paid';
  END IF;
  RETURN NULL;
END $$;
"""
WAITS = " OR d.others_until >= (now() AT TIME ZONE 'Asia/Almaty')::date"
ONCE = """
DROP TRIGGER it_is_written_once ON meals_dispute;
CREATE TRIGGER it_is_written_once BEFORE UPDATE ON meals_dispute FOR EACH ROW
  WHEN (OLD.decided_at IS NOT NULL AND (NEW.decided_at, NEW.others_until) IS DISTINCT FROM (OLD.decided_at, OLD.others_until))
  EXECUTE FUNCTION qala_meals_refuse();
"""
WAS_ONCE = """
DROP TRIGGER it_is_written_once ON meals_dispute;
CREATE TRIGGER it_is_written_once BEFORE UPDATE ON meals_dispute FOR EACH ROW
  WHEN (OLD.decided_at IS NOT NULL AND NEW.decided_at IS DISTINCT FROM OLD.decided_at)
  EXECUTE FUNCTION qala_meals_refuse();
"""


def write(apps, schema_editor):
    rows = apps.get_model("meals", "Setting")
    rows.objects.using(schema_editor.connection.alias).create(
        slug="contest_again_days", value=5, unit="working days", from_on=date(2025, 9, 1),
        source="Assumed by the city until its own order: as long as a plate on trust waits for a look", verified=False,
    )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("meals", "0027_what_rests_says_why_and_is_not_paid")]

    operations = [
        migrations.AddField("dispute", "others_until", models.DateField(null=True, blank=True)),
        migrations.AddConstraint(
            "dispute",
            models.CheckConstraint(
                condition=models.Q(others_until=None) | models.Q(state="withdrawn"),
                name="others_follow_who_took_the_word_back",
            ),
        ),
        migrations.RunSQL(PAID_LINE.format(waits=WAITS), PAID_LINE.format(waits="")),
        migrations.RunSQL(ONCE, WAS_ONCE),
        migrations.RunPython(write, migrations.RunPython.noop),
    ]
