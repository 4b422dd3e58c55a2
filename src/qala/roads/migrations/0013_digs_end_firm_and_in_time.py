"""Digs end firm and in time; what an inspector failed only an inspector passes; a guarantee holds more than one claim."""

from datetime import date

from django.db import migrations, models

# slug, value, mark, source; nobody has verified them
NORMS = [
    (
        "emergency_days", "10", "profile",
        "unverified: 10 days for immediate works, HAUC(UK) NG1.7 https://app.hauc-uk.org.uk/sroh-notes-operational-principles-immediate-works",
    ),
    ("cover_days", "30", "set", "[set] unverified: a month; the road engineer puts it off longer with a reason"),
]  # fmt: skip
DIGS = """
CREATE FUNCTION qala_cut_ends_firm() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT passed FROM roads_compaction WHERE cut_id = NEW.id ORDER BY id DESC LIMIT 1) IS NOT TRUE THEN
    PERFORM qala_refuse('no_inspection_of_a_trench_not_compacted');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER cut_ends_firm BEFORE UPDATE OF state ON roads_cut
  FOR EACH ROW WHEN (OLD.state <> NEW.state AND NEW.state = 'inspected') EXECUTE FUNCTION qala_cut_ends_firm();
CREATE FUNCTION qala_compaction_answers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT by_inspector AND NOT passed FROM roads_compaction WHERE cut_id = NEW.cut_id ORDER BY id DESC LIMIT 1)
     AND NOT NEW.by_inspector THEN
    PERFORM qala_refuse('an_inspector_answers_an_inspectors_test');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER compaction_answers BEFORE INSERT ON roads_compaction
  FOR EACH ROW EXECUTE FUNCTION qala_compaction_answers();
"""
BACK = """
DROP TRIGGER cut_ends_firm ON roads_cut;
DROP FUNCTION qala_cut_ends_firm();
DROP TRIGGER compaction_answers ON roads_compaction;
DROP FUNCTION qala_compaction_answers();
"""


def write(apps, schema_editor):
    rows = apps.get_model("roads", "RoadNorm").objects.using(schema_editor.connection.alias)
    for slug, value, mark, source in NORMS:
        rows.create(slug=slug, value=value, mark=mark, source=source, valid_from=date(2000, 1, 1))


class Migration(migrations.Migration):
    dependencies = [("roads", "0012_measured_whole")]
    operations = [
        migrations.AddField("compaction", "by_inspector", models.BooleanField(default=False)),
        migrations.RunSQL(DIGS, BACK),
        migrations.RunPython(write, migrations.RunPython.noop),
        migrations.RemoveConstraint("claim", "one_open_claim_per_warranty"),
        migrations.AddConstraint(
            "claim",
            models.UniqueConstraint(
                name="one_open_claim_per_defect",
                fields=["defect"],
                condition=models.Q(fixed_on=None, dismissed_on=None),
            ),
        ),
    ]
