"""A case stands where its steps led, whatever program writes: no state, no time of an answer or of a confirmation
without the step that says who did it and when.

The checks of `proposals_proposal` wait for the commit, because a step may be written after the state it leads to.
Taking a message in inserts a case and pays nothing: only an UPDATE that changes one of these columns is looked at.
"""

from functools import reduce
from operator import or_

from django.db import migrations, models
from django.db.models import Q

# The table as it stood on this day; `makemigrations --check` asks for a new migration when the table changes.
TABLE = """
received triage triaged; received withdraw explained; triaged assign assigned; triaged forward forwarded;
triaged explain explained; triaged refuse refused; triaged withdraw explained; assigned start in_work;
assigned give_back triaged; assigned plan planned; assigned explain explained; assigned refuse refused;
assigned forward forwarded; assigned withdraw explained; in_work claim_fixed fixed_claimed; in_work plan planned;
in_work give_back triaged; fixed_claimed confirm confirmed; fixed_claimed contest in_work;
confirmed contest in_work; planned start in_work; planned redate planned; planned refuse refused;
planned withdraw explained; explained contest triaged; refused contest triaged; forwarded come_back triaged
"""
LAWFUL = reduce(
    or_, (Q(before=row.split()[0], verb=row.split()[1], after=row.split()[2]) for row in TABLE.split(";"))
)

# Steps of one case follow each other; histories of the past are told in the same order (docs/decisions/demo-loads.md).
# Sorted by `at` first: the planner then takes the index by case, never the primary key from its end.
ORDER = """
CREATE FUNCTION qala_steps_follow() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  last record;
BEGIN
  IF NEW.at > clock_timestamp() + interval '10 minutes' THEN
    RAISE EXCEPTION 'a step is not taken in the future'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'no_step_in_the_future';
  END IF;
  SELECT at, after INTO last FROM proposals_step WHERE proposal_id = NEW.proposal_id ORDER BY at DESC, id DESC LIMIT 1;
  IF FOUND AND NEW.at < last.at THEN
    RAISE EXCEPTION 'a step is not older than the one before it'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'steps_follow_in_time';
  END IF;
  IF FOUND AND NEW.before <> last.after THEN
    RAISE EXCEPTION 'a step begins where the one before it ended'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'steps_make_a_chain';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER steps_follow_each_other BEFORE INSERT ON proposals_step
  FOR EACH ROW EXECUTE FUNCTION qala_steps_follow();
"""

# Reads the row as it will be committed, not as it was when the statement ran: several steps may share a transaction.
AGREE = """
CREATE FUNCTION qala_time_of_step(of_case bigint, sets text[], clears text[]) RETURNS timestamptz
LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN verb = ANY(sets) THEN at END FROM proposals_step
  WHERE proposal_id = of_case AND verb = ANY(sets || clears) ORDER BY at DESC, id DESC LIMIT 1
$$;
CREATE FUNCTION qala_state_follows_steps() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  kept proposals_proposal;
  led text;
  wrong text;
BEGIN
  SELECT * INTO kept FROM proposals_proposal WHERE id = NEW.id;
  IF NEW.state <> OLD.state THEN
    SELECT after INTO led FROM proposals_step WHERE proposal_id = NEW.id ORDER BY at DESC, id DESC LIMIT 1;
    IF led IS DISTINCT FROM kept.state THEN
      wrong := 'a_state_is_where_the_newest_step_led';
    END IF;
  END IF;
  IF NEW.claimed_at IS DISTINCT FROM OLD.claimed_at
     AND kept.claimed_at IS DISTINCT FROM qala_time_of_step(NEW.id, '{claim_fixed}', '{contest}') THEN
    wrong := 'claimed_at_is_the_time_of_its_step';
  END IF;
  IF NEW.confirmed_at IS DISTINCT FROM OLD.confirmed_at
     AND kept.confirmed_at IS DISTINCT FROM qala_time_of_step(NEW.id, '{confirm}', '{contest}') THEN
    wrong := 'confirmed_at_is_the_time_of_its_step';
  END IF;
  IF NEW.closed_at IS DISTINCT FROM OLD.closed_at AND kept.closed_at IS DISTINCT FROM
       qala_time_of_step(NEW.id, '{confirm,explain,refuse,forward,withdraw}', '{contest,come_back}') THEN
    wrong := 'closed_at_is_the_time_of_its_step';
  END IF;
  IF NEW.answered_at IS DISTINCT FROM OLD.answered_at AND NOT EXISTS (
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
CREATE CONSTRAINT TRIGGER state_follows_steps
  AFTER UPDATE OF state, claimed_at, confirmed_at, closed_at, answered_at ON proposals_proposal
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN ((NEW.state, NEW.claimed_at, NEW.confirmed_at, NEW.closed_at, NEW.answered_at)
    IS DISTINCT FROM (OLD.state, OLD.claimed_at, OLD.confirmed_at, OLD.closed_at, OLD.answered_at))
  EXECUTE FUNCTION qala_state_follows_steps();
"""

# A first answer stays the first; an appeal stays one; a day moves only by a question, an extension or an upgrade.
DAYS = """
CREATE FUNCTION qala_clock_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.answered_at IS NOT NULL AND NEW.answered_at IS DISTINCT FROM OLD.answered_at THEN
    RAISE EXCEPTION 'the time of the first answer stays'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'the_first_answer_stays';
  END IF;
  IF OLD.track = 'appeal' AND NEW.track <> 'appeal' THEN
    RAISE EXCEPTION 'an appeal stays an appeal'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'an_appeal_stays_an_appeal';
  END IF;
  IF NEW.due_on IS DISTINCT FROM OLD.due_on AND NEW.track = OLD.track
     AND NOT EXISTS (SELECT FROM proposals_pause WHERE proposal_id = NEW.id)
     AND NOT EXISTS (SELECT FROM proposals_extension WHERE proposal_id = NEW.id) THEN
    RAISE EXCEPTION 'a last day moves only by a question or an extension'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'a_last_day_moves_by_an_event';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER clock_stays BEFORE UPDATE OF answered_at, track, due_on ON proposals_proposal
  FOR EACH ROW EXECUTE FUNCTION qala_clock_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("proposals", "0009_signed_papers_stay")]
    operations = [
        migrations.AddConstraint(
            "step", models.CheckConstraint(condition=LAWFUL, name="a_step_stands_in_the_table")
        ),
        migrations.RunSQL(ORDER, "DROP TRIGGER steps_follow_each_other ON proposals_step; DROP FUNCTION qala_steps_follow();"),
        migrations.RunSQL(
            AGREE,
            "DROP TRIGGER state_follows_steps ON proposals_proposal; DROP FUNCTION qala_state_follows_steps(); "
            "DROP FUNCTION qala_time_of_step(bigint, text[], text[]);",
        ),
        migrations.RunSQL(DAYS, "DROP TRIGGER clock_stays ON proposals_proposal; DROP FUNCTION qala_clock_stays();"),
    ]
