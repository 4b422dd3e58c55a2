"""What the register demands of its tables beyond constraints: rows that stay, true lists, and a view to read them."""

from django.db import migrations

from qala.kernel.appendonly import AppendOnly

LISTS = """
CREATE FUNCTION roster_attendance_lists() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM fresh f
    WHERE cardinality(f.present || f.late || f.absent)
       <> (SELECT count(DISTINCT p) FROM unnest(f.present || f.late || f.absent) AS p)
  ) THEN
    RAISE EXCEPTION 'attendance_names_a_pupil_once' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF EXISTS (
    SELECT 1 FROM fresh f CROSS JOIN LATERAL unnest(f.present || f.late || f.absent) AS p
    LEFT JOIN roster_enrolment e ON e.pupil_id = p AND e.school_class_id = f.school_class_id
      AND e.from_on <= f.day AND f.day < e.until_on
    WHERE e.id IS NULL
  ) THEN
    RAISE EXCEPTION 'attendance_names_pupils_of_the_class' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER lists_are_true AFTER INSERT ON roster_attendance
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION roster_attendance_lists();
"""
NO_LISTS = "DROP TRIGGER lists_are_true ON roster_attendance; DROP FUNCTION roster_attendance_lists();"

PRESENCE = """
CREATE VIEW roster_presence AS
SELECT a.day, a.school_class_id, named.pupil_id, named.state
FROM roster_attendance a
CROSS JOIN LATERAL (
  SELECT p AS pupil_id, 'present' AS state FROM unnest(a.present) AS p
  UNION ALL SELECT p, 'late' FROM unnest(a.late) AS p
  UNION ALL SELECT p, 'absent' FROM unnest(a.absent) AS p
) AS named
WHERE NOT EXISTS (
  SELECT 1 FROM roster_attendance newer
  WHERE newer.school_class_id = a.school_class_id AND newer.day = a.day AND newer.version > a.version
);
"""
NO_PRESENCE = "DROP VIEW roster_presence;"


class Migration(migrations.Migration):
    dependencies = [("roster", "0001_register")]

    operations = [
        AppendOnly("roster_schoolday"),
        AppendOnly("roster_attendance"),
        migrations.RunSQL(LISTS, NO_LISTS),
        migrations.RunSQL(PRESENCE, NO_PRESENCE),
    ]
