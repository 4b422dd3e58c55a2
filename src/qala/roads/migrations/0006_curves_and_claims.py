"""Curve sets that a city brings, and the defect that a claim came from. Words of states stand in one place."""

import django.db.models.deletion
from django.db import migrations, models

from qala.kernel.appendonly import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("roads", "0005_works_facts")]

    operations = [
        migrations.AddField(
            model_name="claim",
            name="defect",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="claims", to="roads.defect"
            ),
        ),
        migrations.AlterField(
            model_name="cut", name="state", field=models.CharField(default="requested", max_length=16)
        ),
        migrations.AlterField(
            model_name="defect", name="state", field=models.CharField(default="candidate", max_length=10)
        ),
        migrations.AlterField(
            model_name="warranty", name="state", field=models.CharField(default="running", max_length=10)
        ),
        migrations.AlterField(
            model_name="works", name="state", field=models.CharField(default="need", max_length=10)
        ),
        migrations.CreateModel(
            name="CurveFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.CharField(max_length=40)),
                ("sha256", models.CharField(max_length=64)),
                ("text", models.TextField()),
                ("provenance", models.TextField()),
                ("synthetic", models.BooleanField()),
                ("loaded_on", models.DateField()),
            ],
            options={
                "ordering": ("-loaded_on", "-pk"),
                "constraints": [
                    models.UniqueConstraint(fields=("sha256",), name="one_curve_set_per_file"),
                    models.CheckConstraint(
                        condition=models.Q(("provenance", ""), _negated=True), name="a_curve_set_tells_its_provenance"
                    ),
                ],
            },
        ),
        AppendOnly("roads_curvefile"),
    ]
