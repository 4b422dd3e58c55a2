"""What the tables themselves insist on: metres within the segment, approved passports frozen, papers that stay."""

from django.db import migrations

from qala.kernel.appendonly import AppendOnly
from qala.roads.within import WithinSegment

FROZEN = """
CREATE FUNCTION qala_passport_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF OLD.state IN ('approved', 'superseded') THEN
      RAISE EXCEPTION 'an approved passport stays' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN OLD;
  END IF;
  IF OLD.state IN ('approved', 'superseded') AND
     (NEW.told, NEW.sha256, NEW.as_of_on, NEW.street_id, NEW.version, NEW.approved_on, NEW.approved_by, NEW.checked_by,
      NEW.surveyed_by, NEW.drafted_by)
     IS DISTINCT FROM
     (OLD.told, OLD.sha256, OLD.as_of_on, OLD.street_id, OLD.version, OLD.approved_on, OLD.approved_by, OLD.checked_by,
      OLD.surveyed_by, OLD.drafted_by)
     OR OLD.state = 'superseded' AND NEW.state <> 'superseded'
     OR OLD.state = 'approved' AND NEW.state NOT IN ('approved', 'superseded') THEN
    RAISE EXCEPTION 'what an approved passport says never changes' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER approved_passports_are_frozen BEFORE UPDATE OR DELETE ON roads_passport
  FOR EACH ROW EXECUTE FUNCTION qala_passport_is_frozen();
"""


class Migration(migrations.Migration):
    dependencies = [("roads", "0001_register")]
    operations = [
        WithinSegment("roads_carriageway"),
        WithinSegment("roads_layer"),
        WithinSegment("roads_element"),
        WithinSegment("roads_structure"),
        WithinSegment("roads_buriedline"),
        WithinSegment("roads_roadphoto"),
        AppendOnly("roads_paper"),
        AppendOnly("roads_inventory"),
        migrations.RunSQL(
            FROZEN,
            "DROP TRIGGER approved_passports_are_frozen ON roads_passport; DROP FUNCTION qala_passport_is_frozen();",
        ),
    ]
