"""How far from its school a terminal's press may be made before somebody asks: a dated row."""

from datetime import date

from django.db import migrations


def write(apps, schema_editor):
    rows = apps.get_model("meals", "Setting")
    rows.objects.using(schema_editor.connection.alias).create(
        slug="terminal_metres", value=500, unit="metres", from_on=date(2025, 9, 1),
        source="Assumed by the city until its own order: a school's grounds and the error of a cheap phone", verified=False,
    )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("meals", "0019_a_meal_is_judged_by_its_keys")]

    operations = [migrations.RunPython(write, migrations.RunPython.noop)]
