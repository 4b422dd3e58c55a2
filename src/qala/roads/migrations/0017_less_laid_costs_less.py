"""Works of which less area or thinner layers were laid than agreed are accepted for a lower price only, decided by name."""

from django.db import migrations

LESS = """
CREATE FUNCTION qala_less_laid_costs_less() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  least numeric := 1 - qala_road_norm('length_tolerance', NEW.accepted_on);
BEGIN
  IF (NEW.measured_area_m2 < least * NEW.area_m2 OR NEW.measured_top_cm < least * NEW.top_cm
      OR NEW.measured_base_cm < least * NEW.base_cm)
     AND NEW.price_tiyn >= COALESCE(
       (SELECT before_tiyn FROM roads_pricechange WHERE works_id = NEW.id ORDER BY id LIMIT 1), NEW.price_tiyn) THEN
    PERFORM qala_refuse('less_laid_is_not_paid_in_full');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER works_laid_less BEFORE UPDATE OF state ON roads_works
  FOR EACH ROW WHEN (OLD.state <> NEW.state AND NEW.state = 'accepted') EXECUTE FUNCTION qala_less_laid_costs_less();
"""
BACK = "DROP TRIGGER works_laid_less ON roads_works; DROP FUNCTION qala_less_laid_costs_less();"


class Migration(migrations.Migration):
    dependencies = [("roads", "0016_an_open_dig_is_not_firm")]
    operations = [migrations.RunSQL(LESS, BACK)]
