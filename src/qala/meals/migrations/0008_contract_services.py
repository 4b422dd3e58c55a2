"""A contract says which meals of the day it covers; a meal of another service is not its meal."""

from django.db import migrations, models

COVERED = """
CREATE FUNCTION qala_meals_covered() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM fresh f
    WHERE EXISTS (SELECT FROM meals_contract_services s WHERE s.contract_id = f.contract_id)
      AND NOT EXISTS (SELECT FROM meals_contract_services s
        WHERE s.contract_id = f.contract_id AND s.service_id = f.service_id)) THEN
    RAISE EXCEPTION 'a contract covers the meal of the day'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'a_contract_covers_the_meal_of_the_day';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER a_contract_covers_the_meal_of_the_day AFTER INSERT ON meals_meal
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION qala_meals_covered();
"""
BACK = "DROP TRIGGER a_contract_covers_the_meal_of_the_day ON meals_meal; DROP FUNCTION qala_meals_covered();"


class Migration(migrations.Migration):
    dependencies = [("meals", "0007_a_meal_is_judged_by_indexes")]

    operations = [
        migrations.AddField(
            model_name="contract",
            name="services",
            field=models.ManyToManyField(blank=True, related_name="+", to="meals.service"),
        ),
        migrations.RunSQL(COVERED, BACK),
    ]
