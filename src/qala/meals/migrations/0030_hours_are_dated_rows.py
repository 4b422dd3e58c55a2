"""When a meal of the day begins and ends is a dated row with its source, like every other number of the programme."""

from datetime import date, time

from django.db import migrations

FIRST_DAY, UNIT = date(2025, 9, 1), "minute of the day"
SOURCE = "Assumed by the city until its own order"


def write(apps, schema_editor):
    alias = schema_editor.connection.alias
    settings = apps.get_model("meals", "Setting").objects.using(alias)
    for service in apps.get_model("meals", "Service").objects.using(alias):
        for name, clock in (("opens", service.opens), ("closes", service.closes)):
            settings.create(
                slug=f"{service.slug}_{name}", value=clock.hour * 60 + clock.minute, unit=UNIT, from_on=FIRST_DAY,
                source=SOURCE, verified=False,
            )  # fmt: skip


def put_back(apps, schema_editor):
    alias = schema_editor.connection.alias
    settings = apps.get_model("meals", "Setting").objects.using(alias)
    for service in apps.get_model("meals", "Service").objects.using(alias):
        for name in ("opens", "closes"):
            row = settings.filter(slug=f"{service.slug}_{name}").order_by("-from_on").first()
            setattr(service, name, time(*divmod(row.value, 60)))
        service.save()


class Migration(migrations.Migration):
    dependencies = [("meals", "0029_hands_stay_and_payments_stand_in_the_books")]
    operations = [
        migrations.RunPython(write, put_back),
        migrations.AlterModelOptions("service", options={"ordering": ["pk"]}),
        migrations.RemoveField("service", "opens"),
        migrations.RemoveField("service", "closes"),
    ]
