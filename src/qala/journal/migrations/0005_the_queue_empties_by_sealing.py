"""The queue of the seal empties by sealing alone, and no temporary table stands in for the log's own.

A row leaves the queue only where its leaf stands; it never becomes another row, nor waits longer than it did. The
trigger functions name the schema they write to: a session's own table `journal_unsealed` caught the rows before.
"""

from django.db import migrations

QUEUE = """
ALTER FUNCTION qala_wait_for_the_seal() SET search_path = public, pg_temp;
ALTER FUNCTION qala_leaves_follow() SET search_path = public, pg_temp;
ALTER FUNCTION qala_hour_of_entry() SET search_path = public, pg_temp;
CREATE FUNCTION qala_queue_empties() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM gone g WHERE NOT EXISTS (
      SELECT FROM journal_leaf l WHERE l.source = g.source AND l.row = g.source_id)) THEN
    RAISE EXCEPTION 'what waits for the seal leaves the queue sealed'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'the_queue_empties_by_sealing';
  END IF;
  RETURN NULL;
END $$;
CREATE FUNCTION qala_queue_waits() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.source <> OLD.source OR NEW.source_id <> OLD.source_id OR NEW.since > OLD.since THEN
    RAISE EXCEPTION 'what waits for the seal waits no longer than it did'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'the_queue_empties_by_sealing';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER the_queue_empties_by_sealing AFTER DELETE ON journal_unsealed
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION qala_queue_empties();
CREATE TRIGGER the_queue_waits BEFORE UPDATE ON journal_unsealed
  FOR EACH ROW EXECUTE FUNCTION qala_queue_waits();
CREATE TRIGGER the_queue_is_never_emptied BEFORE TRUNCATE ON journal_unsealed
  FOR EACH STATEMENT EXECUTE FUNCTION qala_append_only();
"""
AS_BEFORE = """
DROP TRIGGER the_queue_empties_by_sealing ON journal_unsealed;
DROP TRIGGER the_queue_waits ON journal_unsealed;
DROP TRIGGER the_queue_is_never_emptied ON journal_unsealed;
DROP FUNCTION qala_queue_empties();
DROP FUNCTION qala_queue_waits();
ALTER FUNCTION qala_wait_for_the_seal() RESET search_path;
ALTER FUNCTION qala_leaves_follow() RESET search_path;
ALTER FUNCTION qala_hour_of_entry() RESET search_path;
"""


class Migration(migrations.Migration):
    dependencies = [("journal", "0004_the_transparency_log")]
    operations = [migrations.RunSQL(QUEUE, AS_BEFORE)]
