"""The public month as it was counted last."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("meals", "0014_a_meal_is_judged_in_groups")]

    operations = [
        migrations.CreateModel(
            name="MonthPicture",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.DateField()),
                ("school", models.SlugField(blank=True, default="", max_length=80)),
                ("content", models.JSONField()),
                ("counted_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["-month", "school"],
                "constraints": [
                    models.UniqueConstraint(fields=("month", "school"), name="one_picture_of_a_month"),
                    models.CheckConstraint(condition=models.Q(("month__day", 1)), name="a_picture_is_of_a_month"),
                ],
            },
        ),
    ]
