"""What the database itself refuses about works, guarantees and digs: unlawful steps, kinds typed by hand, acceptance on
paper, dearer without a decision, guarantees that do not follow from an act, permits against open conflicts.
"""

from datetime import date

from django.db import migrations

from qala.kernel.appendonly import AppendOnly
from qala.roads.within import WithinSegment

# The tables as they stood on this day: from>to.
WORKS = (
    "need>candidate candidate>programmed programmed>designed designed>tendered tendered>contracted contracted>in_work "
    "in_work>suspended suspended>in_work in_work>accepted need>cancelled candidate>cancelled programmed>cancelled "
    "designed>cancelled tendered>cancelled contracted>cancelled"
)
WARRANTY = (
    "running>claimed claimed>fixed fixed>running claimed>disputed disputed>claimed disputed>running "
    "running>survey_due survey_due>claimed survey_due>released"
)
CUT = (
    "requested>conflict_checked conflict_checked>permitted permitted>opened opened>backfilled "
    "backfilled>temporary_cover backfilled>permanent_cover temporary_cover>permanent_cover permanent_cover>inspected "
    "requested>withdrawn conflict_checked>withdrawn permitted>withdrawn"
)

# slug, value, mark, source
NORMS = [
    ("guarantee_years_capital", "4", "set", "[set] 4–8 years bind republican roads only; domain brief, section 2"),
    ("guarantee_years_medium", "3", "set", "[set] 3–6 years bind republican roads only; domain brief, section 2"),
    ("guarantee_years_current", "1", "set", "[set] until the contract says otherwise"),
    ("guarantee_years_cut", "3", "set", "[set] as medium repair, until the permit says otherwise"),
    ("repair_share", "0.25", "set", "[set] less than a quarter of the area is patching"),
    ("medium_top_cm", "4", "set", "[set] one layer of asphalt; order 56 of 2014 not seen in full"),
    ("capital_top_cm", "10", "set", "[set] two layers of asphalt; order 56 of 2014 not seen in full"),
    ("length_tolerance", "0.02", "set", "[set] what a measuring tape may err"),
    ("photo_within_m", "60", "set", "[set] as far as a telephone may err from the street"),
    ("paved_years", "5", "profile", "San Francisco https://docslib.org/doc/8220172/excavation-coordination"),
    ("programmed_years", "3", "set", "[set] domain brief, section 6"),
    ("joint_years", "2", "set", "[set] domain brief, section 6"),
    ("offer_m2", "50", "profile", "Flemish category 1 https://infofibre.be/en/permit-procedures/gipod"),
    ("emergency_hours", "24", "set", "[set] domain brief, section 6"),
]

HELPERS = """
CREATE FUNCTION qala_refuse(why text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '%', replace(why, '_', ' ')
    USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = why;
END $$;
CREATE FUNCTION qala_meet(from_a numeric, to_a numeric, side_a text, from_b numeric, to_b numeric, side_b text)
RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT from_a < to_b AND from_b < to_a AND (side_a = side_b OR side_a = 'both' OR side_b = 'both')
$$;
CREATE FUNCTION qala_road_norm(asked text, day date) RETURNS numeric LANGUAGE sql STABLE AS $$
  SELECT value FROM roads_roadnorm WHERE slug = asked AND valid_from <= day ORDER BY valid_from DESC LIMIT 1
$$;
CREATE FUNCTION qala_lawful_step() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' AND NOT NEW.state = ANY(string_to_array(TG_ARGV[1], ' ')) THEN
    PERFORM qala_refuse('begins_where_the_table_begins');
  ELSIF TG_OP = 'UPDATE' AND NEW.state <> OLD.state
    AND NOT (OLD.state || '>' || NEW.state) = ANY(string_to_array(TG_ARGV[0], ' ')) THEN
    PERFORM qala_refuse('a_step_stands_in_the_table');
  END IF;
  RETURN NEW;
END $$;
"""
NO_HELPERS = """
DROP FUNCTION qala_lawful_step(); DROP FUNCTION qala_road_norm(text, date);
DROP FUNCTION qala_meet(numeric, numeric, text, numeric, numeric, text); DROP FUNCTION qala_refuse(text);
"""

KIND = """
CREATE FUNCTION qala_works_kind() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  share numeric := CASE WHEN NEW.whole_m2 > 0 THEN NEW.area_m2 / NEW.whole_m2 ELSE 1 END;
  reckoned text := 'current';
BEGIN
  IF share >= qala_road_norm('repair_share', NEW.noted_on) THEN
    IF NEW.base_cm > 0 OR NEW.top_cm >= qala_road_norm('capital_top_cm', NEW.noted_on) THEN reckoned := 'capital';
    ELSIF NEW.top_cm >= qala_road_norm('medium_top_cm', NEW.noted_on) THEN reckoned := 'medium'; END IF;
  END IF;
  IF NEW.kind <> reckoned THEN PERFORM qala_refuse('kind_of_repair_is_computed'); END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER kind_is_computed BEFORE INSERT OR UPDATE OF kind, top_cm, base_cm, area_m2, whole_m2, noted_on
  ON roads_works FOR EACH ROW EXECUTE FUNCTION qala_works_kind();
"""

GATES = """
CREATE FUNCTION qala_works_gates() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.price_tiyn IS NOT NULL AND NEW.price_tiyn > OLD.price_tiyn AND NOT EXISTS (
       SELECT FROM roads_pricechange WHERE works_id = NEW.id AND before_tiyn = OLD.price_tiyn
       AND after_tiyn = NEW.price_tiyn) THEN
    PERFORM qala_refuse('a_price_rises_by_a_reasoned_decision');
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
  IF NEW.state = 'contracted' AND EXISTS (
       SELECT FROM roads_ground g JOIN roads_ground o ON o.segment_id = g.segment_id AND o.valid_to IS NULL
         AND qala_meet(g.from_m, g.to_m, g.side, o.from_m, o.to_m, o.side)
       JOIN roads_warranty w ON w.works_id = o.works_id
       WHERE g.works_id = NEW.id AND g.valid_to IS NULL AND w.until_on >= CURRENT_DATE AND w.state <> 'released') THEN
    PERFORM qala_refuse('repair_under_guarantee_is_a_claim');
  END IF;
  IF NEW.state = 'in_work' AND EXISTS (
       SELECT FROM roads_ground g JOIN roads_ground o ON o.segment_id = g.segment_id AND o.valid_to IS NULL
         AND qala_meet(g.from_m, g.to_m, g.side, o.from_m, o.to_m, o.side)
       JOIN roads_cut c ON c.id = o.cut_id
       WHERE g.works_id = NEW.id AND g.valid_to IS NULL AND c.opened_at IS NOT NULL AND NOT COALESCE((
         SELECT passed FROM roads_compaction t WHERE t.cut_id = c.id ORDER BY t.id DESC LIMIT 1), FALSE)) THEN
    PERFORM qala_refuse('no_paving_over_a_trench_not_compacted');
  END IF;
  IF NEW.state = 'suspended' AND NOT EXISTS (
       SELECT FROM roads_wait WHERE works_id = NEW.id AND until_on >= CURRENT_DATE) THEN
    PERFORM qala_refuse('suspended_works_wait_for_something');
  END IF;
  IF NEW.state = 'accepted' THEN
    PERFORM qala_works_proven(NEW);
  END IF;
  RETURN NEW;
END $$;
CREATE FUNCTION qala_works_proven(act roads_works) RETURNS void LANGUAGE plpgsql AS $$
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
         SELECT FROM roads_evidence e WHERE e.works_id = act.id AND e.segment_id = g.segment_id
         AND e.taken_on >= act.started_on AND e.from_m <= g.to_m AND g.from_m <= e.to_m)) THEN
    PERFORM qala_refuse('every_stretch_has_a_located_photo');
  END IF;
  IF act.measured_m < (1 - qala_road_norm('length_tolerance', act.accepted_on)) * (
       SELECT COALESCE(sum(to_m - from_m), 0) FROM roads_ground WHERE works_id = act.id AND valid_to IS NULL) THEN
    PERFORM qala_refuse('measured_length_is_the_length_agreed');
  END IF;
END $$;
CREATE TRIGGER works_pass_their_gates BEFORE UPDATE ON roads_works
  FOR EACH ROW EXECUTE FUNCTION qala_works_gates();
"""

GUARANTEES = """
CREATE FUNCTION qala_warranty_follows() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  act date := CASE WHEN NEW.works_id IS NOT NULL
    THEN (SELECT accepted_on FROM roads_works WHERE id = NEW.works_id AND state = 'accepted')
    ELSE (SELECT inspected_on FROM roads_cut WHERE id = NEW.cut_id AND state = 'inspected') END;
BEGIN
  IF act IS NULL OR NEW.begins_on <> act OR NEW.until_on <> (act + make_interval(years => NEW.years))::date THEN
    PERFORM qala_refuse('days_of_a_guarantee_follow_from_the_act');
  END IF;
  IF NEW.state = 'released' AND EXISTS (
       SELECT FROM roads_claim WHERE warranty_id = NEW.id AND fixed_on IS NULL AND dismissed_on IS NULL) THEN
    PERFORM qala_refuse('no_release_while_a_claim_is_open');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER warranty_follows_its_act BEFORE INSERT OR UPDATE ON roads_warranty
  FOR EACH ROW EXECUTE FUNCTION qala_warranty_follows();
CREATE FUNCTION qala_claim_is_live() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM roads_warranty WHERE id = NEW.warranty_id AND state = 'released') THEN
    PERFORM qala_refuse('no_claim_after_the_release');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER claim_is_live BEFORE INSERT ON roads_claim FOR EACH ROW EXECUTE FUNCTION qala_claim_is_live();
"""

DIGS = """
CREATE FUNCTION qala_cut_gates() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  day date := (NEW.permitted_at AT TIME ZONE 'Asia/Almaty')::date;
  firm boolean := (SELECT passed FROM roads_compaction WHERE cut_id = NEW.id ORDER BY id DESC LIMIT 1);
BEGIN
  IF NEW.state = 'temporary_cover' AND OLD.state = 'temporary_cover' AND NEW.cover_until > OLD.cover_until
     AND NOT EXISTS (SELECT FROM roads_wait WHERE cut_id = NEW.id AND until_on = NEW.cover_until) THEN
    PERFORM qala_refuse('a_cover_put_off_waits_for_something');
  END IF;
  IF NEW.state = OLD.state THEN RETURN NEW; END IF;
  IF NEW.state = 'permitted' THEN
    IF EXISTS (SELECT FROM roads_cutconflict WHERE cut_id = NEW.id AND overridden_by = '') THEN
      PERFORM qala_refuse('every_conflict_is_overridden_by_name');
    END IF;
    IF EXISTS (SELECT FROM roads_cut WHERE operator = NEW.operator AND state = 'temporary_cover'
               AND cover_until < day AND id <> NEW.id) THEN
      PERFORM qala_refuse('no_permit_while_a_cover_is_overdue');
    END IF;
  END IF;
  IF NEW.state = 'backfilled' AND firm IS NULL THEN PERFORM qala_refuse('a_backfill_is_tested'); END IF;
  IF NEW.state = 'permanent_cover' AND firm IS NOT TRUE THEN
    PERFORM qala_refuse('no_cover_over_a_trench_not_compacted');
  END IF;
  IF NEW.state = 'inspected' AND NEW.permitted_at IS NULL THEN
    PERFORM qala_refuse('a_dig_ends_with_its_permit');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER cut_passes_its_gates BEFORE UPDATE ON roads_cut FOR EACH ROW EXECUTE FUNCTION qala_cut_gates();
CREATE FUNCTION qala_cut_begins() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.state = 'opened') <> NEW.emergency THEN PERFORM qala_refuse('only_an_emergency_begins_opened'); END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER cut_begins_lawfully BEFORE INSERT ON roads_cut FOR EACH ROW EXECUTE FUNCTION qala_cut_begins();
"""
FROZEN = (
    "roads_roadnorm", "roads_worksstep", "roads_cutstep", "roads_lot", "roads_sample", "roads_evidence",
    "roads_pricechange", "roads_lineanswer", "roads_wait", "roads_compaction",
)  # fmt: skip


def write(apps, schema_editor):
    rows = apps.get_model("roads", "RoadNorm").objects.using(schema_editor.connection.alias)
    for slug, value, mark, source in NORMS:
        rows.create(slug=slug, value=value, mark=mark, source=source, valid_from=date(2000, 1, 1))


def steps(table, pairs, starts):
    """Refuse a change of state that the table does not have."""
    return migrations.RunSQL(
        f"CREATE TRIGGER steps_are_lawful BEFORE INSERT OR UPDATE OF state ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION qala_lawful_step('{pairs}', '{starts}');",
        f"DROP TRIGGER steps_are_lawful ON {table};",
    )


class Migration(migrations.Migration):
    dependencies = [("roads", "0004_works")]
    operations = [
        migrations.RunPython(write, migrations.RunPython.noop),
        migrations.RunSQL(HELPERS, NO_HELPERS),
        steps("roads_works", WORKS, "need"),
        steps("roads_warranty", WARRANTY, "running"),
        steps("roads_cut", CUT, "requested opened"),
        migrations.RunSQL(KIND, "DROP TRIGGER kind_is_computed ON roads_works; DROP FUNCTION qala_works_kind();"),
        migrations.RunSQL(
            GATES,
            "DROP TRIGGER works_pass_their_gates ON roads_works; DROP FUNCTION qala_works_gates(); "
            "DROP FUNCTION qala_works_proven(roads_works);",
        ),
        migrations.RunSQL(
            GUARANTEES,
            "DROP TRIGGER warranty_follows_its_act ON roads_warranty; DROP FUNCTION qala_warranty_follows(); "
            "DROP TRIGGER claim_is_live ON roads_claim; DROP FUNCTION qala_claim_is_live();",
        ),
        migrations.RunSQL(
            DIGS,
            "DROP TRIGGER cut_passes_its_gates ON roads_cut; DROP FUNCTION qala_cut_gates(); "
            "DROP TRIGGER cut_begins_lawfully ON roads_cut; DROP FUNCTION qala_cut_begins();",
        ),
        WithinSegment("roads_ground"),
        WithinSegment("roads_evidence"),
        WithinSegment("roads_hazard"),
        *(AppendOnly(table) for table in FROZEN),
    ]
