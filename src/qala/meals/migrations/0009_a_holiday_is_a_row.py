"""Public holidays as rows, so that no hand can write a meal on one: the judge of meals reads them too.

The newest mark of the school's calendar wins, then the city's override, then the country's common calendar, then the
week of the school. `roster.rules.SchoolCalendar` says the same; a test compares them day by day.
"""

from importlib.metadata import version

import django.db.models.functions.datetime
import holidays
from django.db import migrations, models

from qala.kernel.appendonly import AppendOnly

FIRST_YEAR, LAST_YEAR = 2020, 2035
OPEN = """
CREATE OR REPLACE FUNCTION qala_meals_is_open(of_school bigint, on_day date) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT coalesce(
    (SELECT kind = 'lessons' FROM roster_schoolday
      WHERE day = on_day AND (school_id = of_school OR school_id IS NULL) ORDER BY id DESC LIMIT 1),
    EXISTS (SELECT FROM roster_term WHERE on_day BETWEEN first_on AND last_on)
      AND coalesce((SELECT is_working FROM kernel_dayoverride WHERE day = on_day),
        (SELECT is_working FROM meals_publicday WHERE day = on_day ORDER BY id DESC LIMIT 1),
        extract(isodow FROM on_day) <= CASE
          WHEN (SELECT days_a_week FROM roster_school WHERE id = of_school) = 6 THEN 6 ELSE 5 END))
$$;
"""
BEFORE = """
CREATE OR REPLACE FUNCTION qala_meals_is_open(of_school bigint, on_day date) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT coalesce(
    (SELECT kind = 'lessons' FROM roster_schoolday
      WHERE day = on_day AND (school_id = of_school OR school_id IS NULL) ORDER BY id DESC LIMIT 1),
    EXISTS (SELECT FROM roster_term WHERE on_day BETWEEN first_on AND last_on)
      AND coalesce((SELECT is_working FROM kernel_dayoverride WHERE day = on_day), extract(isodow FROM on_day) < 7))
$$;
"""


def write(apps, schema_editor):
    known = holidays.country_holidays("KZ", years=range(FIRST_YEAR, LAST_YEAR + 1))
    days = dict.fromkeys(known.weekend_workdays, True) | dict.fromkeys(known, False)
    source = f"Python package holidays {version('holidays')}, country KZ"
    rows = apps.get_model("meals", "PublicDay")
    rows.objects.using(schema_editor.connection.alias).bulk_create(
        rows(day=day, is_working=is_working, source=source) for day, is_working in sorted(days.items())
    )


class Migration(migrations.Migration):
    dependencies = [("meals", "0008_contract_services"), ("kernel", "0002_moved_working_days")]

    operations = [
        migrations.CreateModel(
            name="PublicDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("is_working", models.BooleanField(null=True)),
                ("source", models.CharField(max_length=300)),
                ("written_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={"ordering": ["day", "pk"]},
        ),
        migrations.AddIndex(
            model_name="publicday", index=models.Index(fields=["day", "-id"], name="public_days_by_day")
        ),
        migrations.AddConstraint(
            model_name="publicday",
            constraint=models.CheckConstraint(
                condition=models.Q(("source", ""), _negated=True), name="a_public_day_names_its_source"
            ),
        ),
        AppendOnly("meals_publicday"),
        migrations.RunPython(write, migrations.RunPython.noop),
        migrations.RunSQL(OPEN, BEFORE),
    ]
