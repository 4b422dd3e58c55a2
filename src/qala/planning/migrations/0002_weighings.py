import django.db.models.deletion
from django.db import migrations, models

from qala.kernel.appendonly import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("planning", "0001_plans")]

    operations = [
        migrations.CreateModel(
            name="Weighing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("group", models.CharField(max_length=80)),
                ("told", models.JSONField()),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="weighings", to="planning.plan"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("plan", "group"), name="a_plan_weighs_a_group_once"),
                ],
            },
        ),
        AppendOnly("planning_weighing"),
    ]
