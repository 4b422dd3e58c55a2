"""A photo remembers whether its place was told by hand; of those kept before, nobody knows."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("roads", "0013_digs_end_firm_and_in_time")]
    operations = [
        migrations.AddField("evidence", "place_by_hand", models.BooleanField(null=True)),
        migrations.AddField("roadphoto", "place_by_hand", models.BooleanField(null=True)),
    ]
