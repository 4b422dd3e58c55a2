"""What the newest inventory counted of each street is kept, so that nobody waits while the city is counted."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("roads", "0014_places_told_by_hand")]
    operations = [
        migrations.CreateModel(
            name="StreetCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("overall", models.FloatField()),
                ("shares", django.contrib.postgres.fields.ArrayField(base_field=models.FloatField(), size=None)),
                ("inventory", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="street_counts", to="roads.inventory")),
                ("street", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.street")),
            ],
            options={"ordering": ("overall", "pk")},
        ),
    ]
