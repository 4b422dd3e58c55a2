"""How many older children a school's body may name, per thousand: a dated row. A thousand is no cap; no act is known."""

from datetime import date

from django.db import migrations


def write(apps, schema_editor):
    rows = apps.get_model("meals", "Setting")
    rows.objects.using(schema_editor.connection.alias).create(
        slug="collegial_cap_permille", value=1000, unit="permille", from_on=date(2025, 9, 1),
        source="domain/meals.md, section 4: the city may cap the collegial category; no cap is known", verified=False,
    )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("meals", "0011_a_sheet_of_two_signatures")]

    operations = [migrations.RunPython(write, migrations.RunPython.noop)]
