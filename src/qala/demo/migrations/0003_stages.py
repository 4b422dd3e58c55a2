"""The seal names the stages that moved in whole."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("demo", "0002_portions")]

    operations = [
        migrations.AddField(
            model_name="seal",
            name="stages",
            field=models.JSONField(blank=True, default=list),
        ),
    ]
