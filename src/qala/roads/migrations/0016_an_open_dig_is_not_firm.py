"""A dig that stands open is loose, whatever test was written down for it beforehand: nothing is begun or accepted over it."""

from django.db import migrations

OPEN_DIGS = """
CREATE FUNCTION qala_works_over_open_digs() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM qala_met_by_works(NEW.id) m JOIN roads_cut c ON c.id = m.cut_id WHERE c.state = 'opened') THEN
    PERFORM qala_refuse('no_paving_over_an_open_dig');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER works_over_open_digs BEFORE UPDATE OF state ON roads_works
  FOR EACH ROW WHEN (OLD.state <> NEW.state AND NEW.state IN ('in_work', 'accepted'))
  EXECUTE FUNCTION qala_works_over_open_digs();
"""
BACK = "DROP TRIGGER works_over_open_digs ON roads_works; DROP FUNCTION qala_works_over_open_digs();"


class Migration(migrations.Migration):
    dependencies = [("roads", "0015_street_counts")]
    operations = [migrations.RunSQL(OPEN_DIGS, BACK)]
