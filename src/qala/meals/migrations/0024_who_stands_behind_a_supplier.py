"""Founders of suppliers as dated rows with a source: a body by its BIN, a person by a keyed fingerprint."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("meals", "0023_a_paid_meal_is_not_contested"), ("people", "0003_appointments_stay")]

    operations = [
        migrations.CreateModel(
            name="Founder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200)),
                ("bin", models.CharField(blank=True, max_length=12)),
                ("fingerprint", models.CharField(blank=True, max_length=64)),
                ("from_on", models.DateField()),
                ("until_on", models.DateField(blank=True, null=True)),
                ("source", models.CharField(max_length=300)),
                (
                    "supplier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="founders", to="people.organisation"
                    ),
                ),
            ],
            options={
                "ordering": ["supplier", "-from_on", "name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(fingerprint="", bin__regex=r"^[0-9]{12}$")
                        | Q(bin="", fingerprint__regex=r"^[0-9a-f]{64}$"),
                        name="a_founder_is_a_body_or_a_person",
                    ),
                    models.CheckConstraint(condition=~Q(name=""), name="a_founder_has_a_name"),
                    models.CheckConstraint(condition=~Q(source=""), name="a_founder_names_its_source"),
                    models.CheckConstraint(
                        condition=Q(until_on=None) | Q(until_on__gt=F("from_on")),
                        name="a_founder_leaves_after_it_came",
                    ),
                    models.UniqueConstraint(
                        fields=["supplier", "bin", "fingerprint"],
                        condition=Q(until_on=None),
                        name="a_founder_stands_once",
                    ),
                ],
            },
        ),
    ]
