"""The second plate of a child at another counter: a row that never changes, with its cause and its money."""

import django.db.models.deletion
from django.db import migrations, models

from qala.kernel.appendonly import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("meals", "0009_a_holiday_is_a_row")]

    operations = [
        migrations.CreateModel(
            name="DoubleServing",
            fields=[
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name="double",
                        serialize=False, to="meals.serviceevent",
                    ),
                ),
                ("cause", models.SlugField(max_length=20)),
                ("tiyn", models.BigIntegerField()),
                ("transfer", models.UUIDField(blank=True, null=True, unique=True)),
                (
                    "contract",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+",
                        to="meals.contract",
                    ),
                ),
                (
                    "meal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="doubles", to="meals.meal"
                    ),
                ),
            ],
            options={
                "ordering": ["-event"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("cause__in", ["two_schools", "two_counters"])), name="a_double_has_its_cause"
                    ),
                    models.CheckConstraint(condition=models.Q(("tiyn__gte", 0)), name="a_double_costs_what_it_costs"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("transfer", None),
                            models.Q(("contract__isnull", False), ("tiyn__gt", 0)),
                            _connector="OR",
                        ),
                        name="what_is_set_apart_has_a_price",
                    ),
                ],
            },
        ),
        AppendOnly("meals_doubleserving"),
    ]
