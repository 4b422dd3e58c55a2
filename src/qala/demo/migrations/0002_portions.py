"""Which parts of the full-size city have moved in."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("demo", "0001_seal")]

    operations = [
        migrations.CreateModel(
            name="Portion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("school", models.PositiveBigIntegerField()),
                ("month", models.DateField()),
                ("events", models.PositiveIntegerField()),
                ("meals", models.PositiveIntegerField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("school", "month"), name="a_portion_moves_in_once")],
            },
        ),
    ]
