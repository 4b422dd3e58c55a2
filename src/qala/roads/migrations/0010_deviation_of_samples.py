"""A draw says which deviation of PCI its number was reckoned with; a survey says how it kept to the draw."""

from django.db import migrations, models
from django.db.models.deletion import PROTECT

# Every earlier draw took the first survey's assumption; its rows may not be updated, the column may be retyped.
ASSUMED = """
ALTER TABLE roads_sampledraw ALTER COLUMN spread TYPE numeric(5, 2)
  USING CASE surface WHEN 'concrete' THEN 15 ELSE 10 END
"""


class Migration(migrations.Migration):
    dependencies = [("roads", "0009_digs_and_works")]
    operations = [
        migrations.AddField("survey", "sampling", models.JSONField(default=list)),
        migrations.AddField(
            "sampledraw",
            "spread",
            models.DecimalField(decimal_places=2, default=10, max_digits=5),
            preserve_default=False,
        ),
        migrations.RunSQL(ASSUMED, migrations.RunSQL.noop),
        migrations.AddField(
            "sampledraw",
            "spread_from",
            models.ForeignKey(null=True, on_delete=PROTECT, related_name="+", to="roads.survey"),
        ),
    ]
