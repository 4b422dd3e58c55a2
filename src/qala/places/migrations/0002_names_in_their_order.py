from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("places", "0001_beginning")]

    operations = [
        migrations.AlterModelOptions(
            name="streetname",
            options={
                "ordering": (
                    "street_id",
                    models.OrderBy(models.F("from_on"), nulls_first=True),
                    models.OrderBy(models.F("until_on"), nulls_last=True),
                    "pk",
                )
            },
        ),
    ]
