"""The inspector measures area and layers beside the length; the kind of repair is reckoned from the larger of what was
agreed and what was laid, and an act says so.
"""

from django.db import migrations, models

KIND = """
CREATE FUNCTION qala_kind_of(works roads_works) RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
  area numeric := greatest(works.area_m2, works.measured_area_m2);
  top numeric := greatest(works.top_cm, works.measured_top_cm);
  base numeric := greatest(works.base_cm, works.measured_base_cm);
BEGIN
  IF works.whole_m2 > 0 AND area / works.whole_m2 < qala_road_norm('repair_share', works.noted_on) THEN
    RETURN 'current';
  END IF;
  IF base > 0 OR top >= qala_road_norm('capital_top_cm', works.noted_on) THEN RETURN 'capital'; END IF;
  IF top >= qala_road_norm('medium_top_cm', works.noted_on) THEN RETURN 'medium'; END IF;
  RETURN 'current';
END $$;
CREATE OR REPLACE FUNCTION qala_works_kind() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.kind <> qala_kind_of(NEW) THEN PERFORM qala_refuse('kind_of_repair_is_computed'); END IF;
  RETURN NEW;
END $$;
CREATE FUNCTION qala_an_act_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM qala_refuse('an_act_stays');
  RETURN NULL;
END $$;
CREATE TRIGGER what_was_measured_stays BEFORE UPDATE OF measured_area_m2, measured_top_cm, measured_base_cm
  ON roads_works FOR EACH ROW WHEN (OLD.state = 'accepted') EXECUTE FUNCTION qala_an_act_stays();
"""
PROVEN = """
CREATE OR REPLACE FUNCTION qala_works_proven(act roads_works) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF act.measured_area_m2 IS NULL THEN PERFORM qala_refuse('area_and_layers_are_measured_too'); END IF;
  IF act.kind <> qala_kind_of(act) THEN PERFORM qala_refuse('kind_of_repair_is_computed'); END IF;
  IF greatest(act.top_cm, act.measured_top_cm) + greatest(act.base_cm, act.measured_base_cm) > 0
     AND NOT EXISTS (SELECT FROM roads_lot WHERE works_id = act.id) OR EXISTS (
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
    dependencies = [("roads", "0011_one_contract_on_one_ground")]
    operations = [
        migrations.AddField("works", "measured_area_m2", models.DecimalField(decimal_places=1, max_digits=10, null=True)),
        migrations.AddField("works", "measured_top_cm", models.DecimalField(decimal_places=1, max_digits=5, null=True)),
        migrations.AddField("works", "measured_base_cm", models.DecimalField(decimal_places=1, max_digits=5, null=True)),
        migrations.AddConstraint(
            "works",
            models.CheckConstraint(
                name="measured_works_have_an_area_and_layers",
                condition=models.Q(measured_area_m2=None)
                | models.Q(measured_area_m2__gt=0, measured_top_cm__gte=0, measured_base_cm__gte=0),
            ),
        ),
        migrations.RunSQL(KIND),
        migrations.RunSQL(PROVEN),
    ]
