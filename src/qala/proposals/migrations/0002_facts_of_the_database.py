"""What the tables themselves insist on: rows that never change, a receipt nobody moves, indexes, meaning."""

from django.contrib.postgres.indexes import GinIndex
from django.db import migrations

from qala.kernel.appendonly import AppendOnly

# The day of receipt travels along: no hop, merge or redirect may touch it (KazTAG, 27 March 2025: 41 % redirected).
RECEIPT = """
CREATE FUNCTION qala_receipt_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.received_at <> OLD.received_at OR NEW.uid <> OLD.uid THEN
    RAISE EXCEPTION 'the receipt of a case never changes' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF NEW.registered_on <> OLD.registered_on AND NOT (OLD.track = 'signal' AND NEW.track = 'appeal') THEN
    RAISE EXCEPTION 'a registration day moves only when a signal becomes an appeal'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER receipt_never_changes BEFORE UPDATE OF received_at, registered_on, uid ON proposals_proposal
  FOR EACH ROW EXECUTE FUNCTION qala_receipt_stays();
"""

POINTS = """
CREATE INDEX proposals_by_point ON proposals_proposal USING gist (point(longitude, latitude))
  WHERE longitude IS NOT NULL;
"""

# Where pgvector is missing the city works without search by meaning and says so on the staff page.
MEANING = """
DO $$
BEGIN
  CREATE EXTENSION IF NOT EXISTS vector;
EXCEPTION WHEN OTHERS THEN
  RAISE NOTICE 'pgvector is not here: search by meaning is off';
END $$;
DO $$
BEGIN
  IF EXISTS (SELECT 1 FROM pg_extension WHERE extname = 'vector') THEN
    CREATE TABLE proposals_meaning (
      proposal_id bigint PRIMARY KEY REFERENCES proposals_proposal ON DELETE CASCADE,
      language varchar(2) NOT NULL,
      vector vector(384) NOT NULL
    );
    CREATE INDEX proposals_by_meaning ON proposals_meaning USING hnsw (vector vector_cosine_ops);
  END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("proposals", "0001_cases")]
    operations = [
        AppendOnly("proposals_step"),
        AppendOnly("proposals_assignment"),
        AppendOnly("proposals_verdict"),
        migrations.RunSQL(
            RECEIPT, "DROP TRIGGER receipt_never_changes ON proposals_proposal; DROP FUNCTION qala_receipt_stays();"
        ),
        migrations.RunSQL(POINTS, "DROP INDEX proposals_by_point;"),
        migrations.AddIndex(
            "statement", GinIndex(fields=["spelling"], name="statements_by_spelling", opclasses=["gin_trgm_ops"])
        ),
        migrations.RunSQL(MEANING, "DROP TABLE IF EXISTS proposals_meaning;"),
    ]
