"""Days on which Kazakhstan works or rests against the common list, each with its source."""

from django.db import migrations

ASSUMED = "Labour Code, art. 85: a holiday that falls on a weekend moves to the next working day; no act seen"

ROWS = [
    # day, is_working, name, source, verified
    (
        "2026-08-31",
        False,
        "Constitution Day 2026 (30 August, a Sunday), moved",
        f"{ASSUMED}; missing in holidays 0.109",
        False,
    ),
    (
        "2024-05-04",
        True,
        "Working Saturday instead of 8 May 2024",
        "Text of the day off of 2024-05-08 in holidays 0.109",
        True,
    ),
    (
        "2025-01-05",
        True,
        "Working Sunday instead of 3 January 2025",
        "Text of the day off of 2025-01-03 in holidays 0.109",
        True,
    ),
]


def write(apps, schema_editor):
    override = apps.get_model("kernel", "DayOverride")
    for day, is_working, name, source, verified in ROWS:
        override.objects.using(schema_editor.connection.alias).update_or_create(
            day=day,
            defaults={"is_working": is_working, "name": name, "source": source, "verified": verified},
        )


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_days_and_announcements")]
    operations = [migrations.RunPython(write, migrations.RunPython.noop)]
