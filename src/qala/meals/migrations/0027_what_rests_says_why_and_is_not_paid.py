"""A voucher rests for a known reason, for one reason at a time, and no meal of a day on which it rests is paid.

The counter refused such meals and the desk asked for a reason; a program or a hand beside them did not.
"""

import django.contrib.postgres.constraints
from django.db import migrations, models
from django.db.models import F, Q

from qala.people.models.appointments import DateRange

REASONS = ("long_absence", "learns_at_home", "proof_doubted", "used_by_another", "consent_withdrawn")
MEAL = """
CREATE FUNCTION qala_meals_in_no_pause() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM fresh f JOIN meals_pause p ON p.voucher_id = f.voucher_id
    AND p.from_on <= f.day AND f.day < coalesce(p.until_on, 'infinity')) THEN
    RAISE EXCEPTION 'no such meal: a meal falls in no pause'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'a_meal_falls_in_no_pause', TABLE = 'meals_meal';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER a_meal_falls_in_no_pause AFTER INSERT ON meals_meal
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION qala_meals_in_no_pause();
"""
# Voucher and pause are written one after the other: judged when both stand.
RESTS = """
CREATE FUNCTION qala_meals_rests() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
  looked bigint := CASE TG_TABLE_NAME WHEN 'meals_pause' THEN (to_jsonb(NEW)->>'voucher_id')::bigint ELSE NEW.id END;
BEGIN
  IF EXISTS (SELECT FROM meals_voucher v WHERE v.id = looked AND v.state IN ('active', 'suspended')
    AND (v.state = 'suspended') <> EXISTS (SELECT FROM meals_pause p WHERE p.voucher_id = v.id AND p.until_on IS NULL)) THEN
    RAISE EXCEPTION 'a voucher that rests has its pause, and no other has one'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'a_resting_voucher_has_its_pause';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER a_resting_voucher_has_its_pause AFTER INSERT OR UPDATE OF state ON meals_voucher
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.state IN ('active', 'suspended'))
  EXECUTE FUNCTION qala_meals_rests();
CREATE CONSTRAINT TRIGGER a_resting_voucher_has_its_pause AFTER INSERT OR UPDATE ON meals_pause
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION qala_meals_rests();
"""


class Migration(migrations.Migration):
    dependencies = [("meals", "0026_the_tax_of_the_day")]

    operations = [
        migrations.RemoveConstraint("pause", "a_pause_has_its_reason"),
        migrations.AddConstraint(
            "pause", models.CheckConstraint(condition=Q(reason__in=REASONS), name="a_pause_has_a_known_reason")
        ),
        migrations.AddConstraint(
            "pause",
            django.contrib.postgres.constraints.ExclusionConstraint(
                name="a_voucher_rests_once_at_a_time",
                expressions=[
                    ("voucher", "="),
                    (DateRange(F("from_on"), F("until_on")), "&&"),
                ],
            ),
        ),
        migrations.RunSQL(
            MEAL, "DROP TRIGGER a_meal_falls_in_no_pause ON meals_meal; DROP FUNCTION qala_meals_in_no_pause();"
        ),
        migrations.RunSQL(
            RESTS,
            "DROP TRIGGER a_resting_voucher_has_its_pause ON meals_voucher;"
            " DROP TRIGGER a_resting_voucher_has_its_pause ON meals_pause; DROP FUNCTION qala_meals_rests();",
        ),
    ]
