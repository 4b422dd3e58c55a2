"""Indexes of what is asked: open cases around a point, and the public's cases by category and district.

A stop that has heard seven hundred voices has thirty open ones; “is it one of these?” reads the thirty. The public
lists count from the index alone.
"""

from django.db import migrations, models
from django.db.models import Q

OPEN_POINTS = """
CREATE INDEX proposals_open_by_point ON proposals_proposal USING gist (point(longitude, latitude))
  WHERE longitude IS NOT NULL AND quarantined_at IS NULL AND visibility = 'public'
    AND state IN ('received', 'triaged', 'assigned', 'in_work', 'fixed_claimed', 'planned');
"""
SHOWN = Q(quarantined_at=None) & ~Q(visibility="hidden")


class Migration(migrations.Migration):
    dependencies = [("proposals", "0014_keys_indexed_once")]

    operations = [
        migrations.RunSQL(OPEN_POINTS, "DROP INDEX proposals_open_by_point;"),
        migrations.RemoveIndex("proposal", "proposals_by_category"),
        migrations.RemoveIndex("proposal", "proposals_by_district"),
        migrations.AddIndex(
            "proposal",
            models.Index(fields=["category", "-received_at"], name="proposals_shown_by_category", condition=SHOWN),
        ),
        migrations.AddIndex(
            "proposal",
            models.Index(fields=["district", "-received_at"], name="proposals_shown_by_district", condition=SHOWN),
        ),
    ]
