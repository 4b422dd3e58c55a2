"""A solved plan stays as it was proved: its row beside the documents, choices and limits that never change.

The reason of an adoption is a person's words and may have to be erased one day; who adopted and when may not.
"""

from django.db import migrations

STAYS = """
CREATE FUNCTION qala_plan_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  moves CONSTANT text[] := ARRAY['state', 'progress', 'adopted_by', 'adopted_at', 'reason'];
  fact text;
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'asked' THEN fact := 'a_plan_begins_with_what_was_asked'; END IF;
  ELSIF OLD.sha256 <> '' AND (to_jsonb(NEW) - moves) IS DISTINCT FROM (to_jsonb(OLD) - moves) THEN
    fact := 'a_solved_plan_stays_as_it_was_proved';
  ELSIF OLD.adopted_at IS NOT NULL
      AND (NEW.adopted_by, NEW.adopted_at) IS DISTINCT FROM (OLD.adopted_by, OLD.adopted_at) THEN
    fact := 'an_adoption_stays_as_it_was';
  ELSIF NEW.state <> OLD.state AND OLD.state || '>' || NEW.state NOT IN (
      'asked>solved', 'asked>failed', 'asked>set_aside', 'solved>adopted', 'solved>set_aside', 'failed>set_aside',
      'adopted>superseded') THEN
    fact := 'a_plan_takes_its_steps';
  END IF;
  IF fact IS NOT NULL THEN
    RAISE EXCEPTION '%', fact USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = fact;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER plan_stays BEFORE INSERT OR UPDATE ON planning_plan
  FOR EACH ROW EXECUTE FUNCTION qala_plan_stays();
"""
BACK = "DROP TRIGGER plan_stays ON planning_plan; DROP FUNCTION qala_plan_stays();"


class Migration(migrations.Migration):
    dependencies = [("planning", "0002_weighings")]
    operations = [migrations.RunSQL(STAYS, BACK)]
