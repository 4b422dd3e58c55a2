"""The tax of the day as a dated row: a price that runs with another one is asked about, and offers begin with it."""

from datetime import date

from django.db import migrations


def write(apps, schema_editor):
    rows = apps.get_model("meals", "Setting")
    rows.objects.using(schema_editor.connection.alias).create(
        slug="vat_permille", value=160, unit="permille", from_on=date(2026, 1, 1),
        source="https://www.inform.kz/ru/chto-izmenitsya-v-kazahstane-s-1-yanvarya-260802", verified=True,
    )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("meals", "0025_what_is_committed_stays_in_its_year")]

    operations = [migrations.RunPython(write, migrations.RunPython.noop)]
