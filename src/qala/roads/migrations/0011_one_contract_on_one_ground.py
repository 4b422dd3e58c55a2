"""One ground, one contract: nothing is signed or begun where other works are paid for or a guarantee runs, nothing is
accepted or gone on with over an open dig, a price changes by its own decision, and a day is the city's.
"""

from django.db import migrations

GATES = """
CREATE FUNCTION qala_met_by_works(asked bigint) RETURNS TABLE (works_id bigint, cut_id bigint)
LANGUAGE sql STABLE AS $$
  SELECT DISTINCT o.works_id, o.cut_id FROM roads_ground g
  JOIN roads_ground o ON o.segment_id = g.segment_id AND o.valid_to IS NULL
    AND qala_meet(g.from_m, g.to_m, g.side, o.from_m, o.to_m, o.side)
  WHERE g.works_id = asked AND g.valid_to IS NULL AND o.works_id IS DISTINCT FROM asked
$$;
CREATE OR REPLACE FUNCTION qala_works_gates() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  day date := (statement_timestamp() AT TIME ZONE 'Asia/Almaty')::date;
BEGIN
  IF OLD.price_tiyn IS NOT NULL AND NEW.price_tiyn IS DISTINCT FROM OLD.price_tiyn AND NOT COALESCE((
       SELECT before_tiyn = OLD.price_tiyn AND after_tiyn = NEW.price_tiyn FROM roads_pricechange
       WHERE works_id = NEW.id ORDER BY id DESC LIMIT 1), FALSE) THEN
    PERFORM qala_refuse('a_price_changes_by_a_reasoned_decision');
  END IF;
  IF OLD.state = 'accepted' AND (NEW.accepted_on, NEW.accepted_by, NEW.measured_m, NEW.kind, NEW.price_tiyn)
     IS DISTINCT FROM (OLD.accepted_on, OLD.accepted_by, OLD.measured_m, OLD.kind, OLD.price_tiyn) THEN
    PERFORM qala_refuse('an_act_stays');
  END IF;
  IF NEW.state = OLD.state THEN RETURN NEW; END IF;
  IF NEW.state = 'designed' AND EXISTS (
       SELECT FROM roads_ground g JOIN roads_buriedline l ON l.segment_id = g.segment_id AND l.valid_to IS NULL
         AND l.from_m <= g.to_m AND g.from_m <= l.to_m
       WHERE g.works_id = NEW.id AND g.valid_to IS NULL AND NOT EXISTS (
         SELECT FROM roads_lineanswer a WHERE a.works_id = NEW.id AND a.line_id = l.id)) THEN
    PERFORM qala_refuse('a_design_answers_for_lines_below');
  END IF;
  IF NEW.state = 'contracted' OR OLD.state = 'contracted' AND NEW.state = 'in_work' THEN
    IF EXISTS (SELECT FROM qala_met_by_works(NEW.id) m JOIN roads_warranty w ON w.works_id = m.works_id
               WHERE w.until_on >= day AND w.state <> 'released') THEN
      PERFORM qala_refuse('repair_under_guarantee_is_a_claim');
    END IF;
    IF EXISTS (SELECT FROM qala_met_by_works(NEW.id) m JOIN roads_works w ON w.id = m.works_id
               WHERE w.state IN ('contracted', 'in_work', 'suspended')) THEN
      PERFORM qala_refuse('one_contract_on_one_ground');
    END IF;
  END IF;
  IF NEW.state IN ('in_work', 'accepted') AND EXISTS (
       SELECT FROM qala_met_by_works(NEW.id) m JOIN roads_cut c ON c.id = m.cut_id
       WHERE c.opened_at IS NOT NULL AND NOT COALESCE((
         SELECT passed FROM roads_compaction t WHERE t.cut_id = c.id ORDER BY t.id DESC LIMIT 1), FALSE)) THEN
    PERFORM qala_refuse('no_paving_over_a_trench_not_compacted');
  END IF;
  IF NEW.state = 'in_work' AND EXISTS (
       SELECT FROM qala_met_by_works(NEW.id) m JOIN roads_cut c ON c.id = m.cut_id
       WHERE c.state = 'permitted' AND c.until_on >= day) THEN
    PERFORM qala_refuse('no_paving_before_a_permitted_dig');
  END IF;
  IF NEW.state = 'suspended' AND NOT EXISTS (
       SELECT FROM roads_wait WHERE works_id = NEW.id AND until_on >= day) THEN
    PERFORM qala_refuse('suspended_works_wait_for_something');
  END IF;
  IF NEW.state = 'accepted' THEN
    PERFORM qala_works_proven(NEW);
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER works_wait_for_digs ON roads_works;
DROP FUNCTION qala_works_wait_for_digs();
"""
CONFLICTS = """
CREATE FUNCTION qala_conflict_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD.overridden_by <> ''
     OR (NEW.cut_id, NEW.obstacle, NEW.about) IS DISTINCT FROM (OLD.cut_id, OLD.obstacle, OLD.about) THEN
    PERFORM qala_refuse('a_conflict_is_overridden_once');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER conflict_stays BEFORE UPDATE OR DELETE ON roads_cutconflict
  FOR EACH ROW EXECUTE FUNCTION qala_conflict_stays();
"""
NO_CONFLICTS = "DROP TRIGGER conflict_stays ON roads_cutconflict; DROP FUNCTION qala_conflict_stays();"


class Migration(migrations.Migration):
    dependencies = [("roads", "0010_deviation_of_samples")]
    operations = [migrations.RunSQL(GATES), migrations.RunSQL(CONFLICTS, NO_CONFLICTS)]
