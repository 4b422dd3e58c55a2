"""Appeals of parents, leftovers weighed, an invoice's later parts, and the thresholds of the questions about moves,
suppliers' ties and leftovers."""

from datetime import date

import django.db.models.deletion
from django.db import migrations, models

from qala.kernel.appendonly import AppendOnly

MOVES = "https://optimism.kz/2025/12/08 (pupils moved 5 to 12 times; three or four a year ask)"
CITY = "Assumed by the city until its own order"
SETTINGS = (
    ("moves_a_year", 3, "moves", MOVES, True),
    ("arrivals_permille", 50, "permille", CITY, False),
    ("leftover_grams", 150, "grams a meal", CITY, False),
)


def write(apps, schema_editor):
    rows = apps.get_model("meals", "Setting").objects.using(schema_editor.connection.alias)
    rows.bulk_create(
        rows.model(slug=slug, value=value, unit=unit, source=source, verified=verified, from_on=date(2025, 9, 1))
        for slug, value, unit, source, verified in SETTINGS
    )


class Migration(migrations.Migration):
    dependencies = [
        ("meals", "0016_what_is_written_stays"),
        ("people", "0003_appointments_stay"),
        ("roster", "0002_facts_of_the_database"),
    ]

    operations = [
        migrations.CreateModel(
            name="Appeal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("off_since", models.DateField()),
                ("reason", models.SlugField(max_length=40)),
                ("at", models.DateTimeField()),
                ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person")),
                ("pupil", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="roster.pupil")),
                ("school", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="meal_appeals", to="roster.school")),
            ],
            options={
                "ordering": ["-at"],
                "constraints": [
                    models.UniqueConstraint(fields=("pupil", "school", "off_since", "reason"), name="one_appeal_against_a_removal"),
                ],
            },
        ),
        AppendOnly("meals_appeal"),
        migrations.CreateModel(
            name="Leftover",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("version", models.PositiveSmallIntegerField(default=1)),
                ("grams", models.PositiveIntegerField()),
                ("weighed_by", models.CharField(max_length=80)),
                ("at", models.DateTimeField()),
                ("school", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="leftovers", to="roster.school")),
                ("service", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="meals.service")),
            ],
            options={
                "ordering": ["-day", "service", "-version"],
                "constraints": [
                    models.UniqueConstraint(fields=("school", "day", "service", "version"), name="one_weighing_per_service_and_version"),
                    models.CheckConstraint(condition=~models.Q(weighed_by=""), name="somebody_weighed_the_leftovers"),
                ],
            },
        ),
        AppendOnly("meals_leftover"),
        migrations.AddField("invoice", "part", models.PositiveSmallIntegerField(default=1)),
        migrations.RemoveConstraint("invoice", "one_invoice_per_school_and_month"),
        migrations.AddConstraint(
            "invoice",
            models.UniqueConstraint(fields=("contract", "school", "month", "part"), name="one_invoice_per_school_month_and_part"),
        ),
        migrations.RunPython(write, migrations.RunPython.noop),
    ]
