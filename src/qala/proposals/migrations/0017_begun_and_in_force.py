"""A case begins where its steps led as well, a sender's own words only go, and a table of routing in force stays.

Three things the application's role could still do: store a case that is confirmed already, write other words under a
sender's name, and change where messages go without a new version of the table.
"""

from django.db import migrations

# Taking a message in inserts a case that is `received` and has none of these times: the condition of the trigger is
# false for it, nothing is queued and nothing is paid. A past that is taken over is read as it will be committed.
BEGUN = """
CREATE FUNCTION qala_state_begins_with_steps() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  kept proposals_proposal;
  led text;
  wrong text;
BEGIN
  SELECT * INTO kept FROM proposals_proposal WHERE id = NEW.id;
  SELECT after INTO led FROM proposals_step WHERE proposal_id = NEW.id ORDER BY at DESC, id DESC LIMIT 1;
  -- Another city's word about its own case is its word: closed there is explained here, never done, never confirmed.
  IF led IS NULL AND kept.channel = 'import' AND kept.state = 'explained' AND kept.claimed_at IS NULL
     AND kept.confirmed_at IS NULL AND kept.answered_at IS NULL
     AND EXISTS (SELECT FROM proposals_arrival WHERE proposal_id = NEW.id) THEN
    RETURN NULL;
  END IF;
  IF kept.state <> coalesce(led, 'received') THEN
    wrong := 'a_state_is_where_the_newest_step_led';
  ELSIF kept.claimed_at IS DISTINCT FROM qala_time_of_step(NEW.id, '{claim_fixed}', '{contest}') THEN
    wrong := 'claimed_at_is_the_time_of_its_step';
  ELSIF kept.confirmed_at IS DISTINCT FROM qala_time_of_step(NEW.id, '{confirm}', '{contest}') THEN
    wrong := 'confirmed_at_is_the_time_of_its_step';
  ELSIF kept.closed_at IS DISTINCT FROM
       qala_time_of_step(NEW.id, '{confirm,explain,refuse,forward,withdraw}', '{contest,come_back}') THEN
    wrong := 'closed_at_is_the_time_of_its_step';
  ELSIF kept.answered_at IS NOT NULL AND NOT EXISTS (
       SELECT FROM proposals_step WHERE proposal_id = NEW.id AND at = kept.answered_at
       AND verb IN ('plan', 'explain', 'refuse', 'claim_fixed', 'withdraw')) THEN
    wrong := 'answered_at_is_the_time_of_its_step';
  END IF;
  IF wrong IS NOT NULL THEN
    RAISE EXCEPTION 'case %: %', NEW.id, replace(wrong, '_', ' ')
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = wrong, TABLE = 'proposals_proposal';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER state_begins_with_steps AFTER INSERT ON proposals_proposal
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (NEW.state <> 'received' OR num_nonnulls(NEW.claimed_at, NEW.confirmed_at, NEW.closed_at, NEW.answered_at) > 0)
  EXECUTE FUNCTION qala_state_begins_with_steps();
"""

# The copy for everyone may be masked anew; what somebody said, and where, is his.
SAID = """
CREATE TRIGGER words_only_go BEFORE UPDATE OF text, place_text ON proposals_statement
  FOR EACH ROW EXECUTE FUNCTION qala_words_only_go('text', 'place_text');
CREATE TRIGGER the_row_stays BEFORE DELETE ON proposals_statement FOR EACH ROW EXECUTE FUNCTION qala_row_stays();
"""

IN_FORCE = """
CREATE FUNCTION qala_rows_of_a_draft() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  standing text;
  of_table bigint;
BEGIN
  FOREACH of_table IN ARRAY CASE TG_OP WHEN 'INSERT' THEN ARRAY[NEW.table_id] WHEN 'DELETE' THEN ARRAY[OLD.table_id]
    ELSE ARRAY[OLD.table_id, NEW.table_id] END LOOP
    SELECT state INTO standing FROM proposals_routingtable WHERE id = of_table;
    IF standing <> 'draft' THEN
      RAISE EXCEPTION 'only a draft of the routing table changes'
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'only_a_draft_changes', TABLE = TG_TABLE_NAME;
    END IF;
  END LOOP;
  RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER only_a_draft_changes BEFORE INSERT OR UPDATE OR DELETE ON proposals_routingrow
  FOR EACH ROW EXECUTE FUNCTION qala_rows_of_a_draft();
CREATE FUNCTION qala_table_goes_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state = 'draft' AND (TG_OP = 'DELETE' OR NEW.state IN ('draft', 'active')) AND
     (TG_OP = 'DELETE' OR NEW.version = OLD.version) THEN
    RETURN coalesce(NEW, OLD);
  END IF;
  IF TG_OP = 'UPDATE' AND OLD.state = 'active' AND NEW.state IN ('active', 'retired')
     AND to_jsonb(NEW) - 'state' = to_jsonb(OLD) - 'state' THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'a routing table goes from draft to active to retired and stays'
    USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'a_table_goes_forward', TABLE = TG_TABLE_NAME;
END $$;
CREATE TRIGGER a_table_goes_forward BEFORE UPDATE OR DELETE ON proposals_routingtable
  FOR EACH ROW EXECUTE FUNCTION qala_table_goes_forward();
"""


class Migration(migrations.Migration):
    dependencies = [("proposals", "0016_categories_stay")]
    operations = [
        migrations.RunSQL(
            BEGUN,
            "DROP TRIGGER state_begins_with_steps ON proposals_proposal; DROP FUNCTION qala_state_begins_with_steps();",
        ),
        migrations.RunSQL(SAID, "DROP TRIGGER words_only_go ON proposals_statement; DROP TRIGGER the_row_stays ON proposals_statement;"),
        migrations.RunSQL(
            IN_FORCE,
            "DROP TRIGGER a_table_goes_forward ON proposals_routingtable; DROP FUNCTION qala_table_goes_forward(); "
            "DROP TRIGGER only_a_draft_changes ON proposals_routingrow; DROP FUNCTION qala_rows_of_a_draft();",
        ),
    ]
