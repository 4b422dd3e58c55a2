"""What is done to a case stands in the journal, whatever program does it.

A step, and a change of who reads a case, who has it, what it is about and what day was promised, needs a line about
that case written in the same transaction. The journal's hour is the database's own and its rows are sealed: a case
that is hidden, and a past that is invented, say so there. A message that comes in sets nothing off.
"""

from django.db import migrations

# A row of this transaction, its savepoints included, is never older than the transaction itself: `age` is 0 or less.
SAID = """
CREATE FUNCTION qala_is_in_the_journal(thing text) RETURNS boolean LANGUAGE sql SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM journal_entry WHERE object = thing AND age(xmin) <= 0)
      OR EXISTS (SELECT FROM journal_member WHERE object = thing AND age(xmin) <= 0)
$$;
CREATE FUNCTION qala_case_is_in_the_journal() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  of_case text := to_jsonb(NEW) ->> TG_ARGV[0];
BEGIN
  IF NOT qala_is_in_the_journal('proposals.proposal:' || of_case) THEN
    RAISE EXCEPTION 'case %: what is done to it stands in the journal', of_case
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER a_step_is_in_the_journal AFTER INSERT ON proposals_step
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION qala_case_is_in_the_journal('proposal_id');
CREATE CONSTRAINT TRIGGER a_change_is_in_the_journal
  AFTER UPDATE OF visibility, quarantined_at, department_id, category_id, promised_on, erased_at ON proposals_proposal
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN ((NEW.visibility, NEW.quarantined_at, NEW.department_id, NEW.category_id, NEW.promised_on, NEW.erased_at)
    IS DISTINCT FROM
    (OLD.visibility, OLD.quarantined_at, OLD.department_id, OLD.category_id, OLD.promised_on, OLD.erased_at))
  EXECUTE FUNCTION qala_case_is_in_the_journal('id');
"""


class Migration(migrations.Migration):
    dependencies = [("proposals", "0017_begun_and_in_force"), ("journal", "0005_the_queue_empties_by_sealing")]
    operations = [
        migrations.RunSQL(
            SAID,
            "DROP TRIGGER a_step_is_in_the_journal ON proposals_step; "
            "DROP TRIGGER a_change_is_in_the_journal ON proposals_proposal; "
            "DROP FUNCTION qala_case_is_in_the_journal(); DROP FUNCTION qala_is_in_the_journal(text);",
        )
    ]
