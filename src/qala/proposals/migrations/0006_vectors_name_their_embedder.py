"""Vectors of two embedders must not be compared, so each names the one it comes from."""

from django.db import migrations

NAMED = """
ALTER TABLE IF EXISTS proposals_meaning ADD COLUMN IF NOT EXISTS model varchar(80) NOT NULL DEFAULT '';
"""


class Migration(migrations.Migration):
    dependencies = [("proposals", "0005_letters_and_meetings")]
    operations = [
        migrations.RunSQL(NAMED, "ALTER TABLE IF EXISTS proposals_meaning DROP COLUMN IF EXISTS model;")
    ]
