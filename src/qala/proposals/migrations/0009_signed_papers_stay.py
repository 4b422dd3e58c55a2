"""What was signed or shown stays as it was signed, for whatever program: only words may be erased by retention.

A case itself is never deleted: its tombstone stays.
"""

from django.db import migrations

STAY = {
    "proposals_decision": ("proposal_id", "kind", "ground", "signed_by", "signed_at"),
    "proposals_extension": ("proposal_id", "until_on", "decided_at", "noticed_at", "signed_by"),
    "proposals_plan": ("proposal_id", "owner_id", "due_on", "unfunded", "review_on", "made_at"),
    "proposals_evidence": ("order_id", "act", "at", "by"),
}

FUNCTIONS = """
CREATE FUNCTION qala_columns_stay() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY TG_ARGV LOOP
    IF to_jsonb(NEW) -> name IS DISTINCT FROM to_jsonb(OLD) -> name THEN
      RAISE EXCEPTION '% of % stays as it was signed', name, TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
    END IF;
  END LOOP;
  RETURN NEW;
END $$;
CREATE FUNCTION qala_row_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a row of % is never deleted', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""
GONE = "DROP FUNCTION qala_columns_stay(); DROP FUNCTION qala_row_stays();"


def _columns(table: str) -> migrations.RunSQL:
    """Refuse another value in the columns that were signed."""
    names = STAY[table]
    listed = ", ".join(f"'{name}'" for name in names)
    return migrations.RunSQL(
        f"CREATE TRIGGER what_was_signed_stays BEFORE UPDATE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION qala_columns_stay({listed});",
        f"DROP TRIGGER what_was_signed_stays ON {table};",
    )


def _row(table: str) -> migrations.RunSQL:
    """Refuse to delete."""
    return migrations.RunSQL(
        f"CREATE TRIGGER the_row_stays BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION qala_row_stays();",
        f"DROP TRIGGER the_row_stays ON {table};",
    )


class Migration(migrations.Migration):
    dependencies = [("proposals", "0008_last_promises")]
    operations = [
        migrations.RunSQL(FUNCTIONS, GONE),
        *[_columns(table) for table in STAY],
        *[_row(table) for table in (*STAY, "proposals_proposal")],
    ]
