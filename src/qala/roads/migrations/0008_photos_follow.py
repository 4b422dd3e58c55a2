"""A photo that proved a stretch still proves it after its segment was cut, joined or drawn anew."""

from django.db import migrations

PROVEN = """
CREATE OR REPLACE FUNCTION qala_works_proven(act roads_works) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF act.top_cm + act.base_cm > 0 AND NOT EXISTS (SELECT FROM roads_lot WHERE works_id = act.id) OR EXISTS (
       SELECT FROM roads_lot l WHERE l.works_id = act.id
       AND NOT EXISTS (SELECT FROM roads_lot r WHERE r.replaces_id = l.id)
       AND NOT COALESCE((SELECT passed FROM roads_sample s WHERE s.lot_id = l.id ORDER BY s.id DESC LIMIT 1), FALSE)
     ) THEN
    PERFORM qala_refuse('every_lot_passed_or_was_replaced');
  END IF;
  IF EXISTS (
       SELECT FROM roads_ground g WHERE g.works_id = act.id AND g.valid_to IS NULL AND NOT EXISTS (
         WITH RECURSIVE was AS (
           SELECT g.segment_id, g.from_m, g.to_m, g.carried_from_id
           UNION ALL
           SELECT b.segment_id, b.from_m, b.to_m, b.carried_from_id
           FROM roads_ground b JOIN was ON b.id = was.carried_from_id)
         SELECT FROM roads_evidence e JOIN was ON e.segment_id = was.segment_id
         WHERE e.works_id = act.id AND e.taken_on >= act.started_on
         AND e.from_m <= was.to_m AND was.from_m <= e.to_m)) THEN
    PERFORM qala_refuse('every_stretch_has_a_located_photo');
  END IF;
  IF act.measured_m < (1 - qala_road_norm('length_tolerance', act.accepted_on)) * (
       SELECT COALESCE(sum(to_m - from_m), 0) FROM roads_ground WHERE works_id = act.id AND valid_to IS NULL) THEN
    PERFORM qala_refuse('measured_length_is_the_length_agreed');
  END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("roads", "0007_past_works")]
    operations = [migrations.RunSQL(PROVEN, migrations.RunSQL.noop)]
