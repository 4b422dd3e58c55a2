"""Works and digs that cannot contradict each other: no paving before a permitted dig, no opening over an open conflict,
no permit for whoever left a dig open past its day.
"""

from django.db import migrations

GATES = """
CREATE FUNCTION qala_works_wait_for_digs() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
       SELECT FROM roads_ground g JOIN roads_ground o ON o.segment_id = g.segment_id AND o.valid_to IS NULL
         AND qala_meet(g.from_m, g.to_m, g.side, o.from_m, o.to_m, o.side)
       JOIN roads_cut c ON c.id = o.cut_id
       WHERE g.works_id = NEW.id AND g.valid_to IS NULL AND c.state = 'permitted' AND c.until_on >= NEW.started_on) THEN
    PERFORM qala_refuse('no_paving_before_a_permitted_dig');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER works_wait_for_digs BEFORE UPDATE OF state ON roads_works
  FOR EACH ROW WHEN (OLD.state = 'contracted' AND NEW.state = 'in_work') EXECUTE FUNCTION qala_works_wait_for_digs();
CREATE FUNCTION qala_cut_keeps_its_days() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state = 'opened' AND EXISTS (SELECT FROM roads_cutconflict WHERE cut_id = NEW.id AND overridden_by = '') THEN
    PERFORM qala_refuse('every_conflict_is_overridden_by_name');
  END IF;
  IF NEW.state = 'permitted' AND EXISTS (
       SELECT FROM roads_cut WHERE operator = NEW.operator AND state IN ('opened', 'backfilled')
       AND until_on < (NEW.permitted_at AT TIME ZONE 'Asia/Almaty')::date AND id <> NEW.id) THEN
    PERFORM qala_refuse('no_permit_while_a_dig_is_left_open');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER cut_keeps_its_days BEFORE UPDATE OF state ON roads_cut
  FOR EACH ROW WHEN (OLD.state <> NEW.state) EXECUTE FUNCTION qala_cut_keeps_its_days();
"""
BACK = """
DROP TRIGGER works_wait_for_digs ON roads_works;
DROP FUNCTION qala_works_wait_for_digs();
DROP TRIGGER cut_keeps_its_days ON roads_cut;
DROP FUNCTION qala_cut_keeps_its_days();
"""


class Migration(migrations.Migration):
    dependencies = [("roads", "0008_photos_follow")]
    operations = [migrations.RunSQL(GATES, BACK)]
