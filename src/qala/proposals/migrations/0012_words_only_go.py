"""Money, place, contract and numbers of a paper are written once; retention may only take them away.

The number of an act under evidence may go the same way: it may name a person.
"""

from django.db import migrations

ONLY_GO = {
    "proposals_decision": ("act_number", "forwarded_to"),
    "proposals_plan": ("money_source", "place"),
    "proposals_worksorder": ("money_source", "contract", "other_work", "task"),
    "proposals_evidence": ("act", "picture"),
}

FUNCTION = """
CREATE FUNCTION qala_words_only_go() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY TG_ARGV LOOP
    IF to_jsonb(NEW) ->> name IS DISTINCT FROM to_jsonb(OLD) ->> name AND to_jsonb(NEW) ->> name NOT IN ('', '—') THEN
      RAISE EXCEPTION '% of % stays as it was signed', name, TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
    END IF;
  END LOOP;
  RETURN NEW;
END $$;
"""
SIGNED = "CREATE TRIGGER what_was_signed_stays BEFORE UPDATE ON proposals_evidence FOR EACH ROW EXECUTE FUNCTION"


def _only_go(table: str) -> migrations.RunSQL:
    """Refuse other words; allow none."""
    names = ONLY_GO[table]
    listed = ", ".join(f"'{name}'" for name in names)
    return migrations.RunSQL(
        f"CREATE TRIGGER words_only_go BEFORE UPDATE OF {', '.join(names)} ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION qala_words_only_go({listed});",
        f"DROP TRIGGER words_only_go ON {table};",
    )


class Migration(migrations.Migration):
    dependencies = [("proposals", "0011_norms_and_voices_stay")]
    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION qala_words_only_go();"),
        migrations.RunSQL(
            f"DROP TRIGGER what_was_signed_stays ON proposals_evidence; {SIGNED} qala_columns_stay('order_id', 'at', 'by');",
            "DROP TRIGGER what_was_signed_stays ON proposals_evidence; "
            f"{SIGNED} qala_columns_stay('order_id', 'act', 'at', 'by');",
        ),
        *[_only_go(table) for table in ONLY_GO],
    ]
