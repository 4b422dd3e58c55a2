"""The log's tables: what waits to be sealed, secrets that can be erased, leaves and checkpoints that cannot."""

import django.db.models.functions.datetime
from django.db import migrations, models

from qala.kernel.appendonly import AppendOnly

# No index and no key: a bulk insert pays for one narrow row only, and the sequencer empties it from the front.
OUTBOX = """
CREATE TABLE journal_unsealed (source smallint NOT NULL, source_id bigint NOT NULL, since timestamptz NOT NULL DEFAULT now())
  WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000);
CREATE FUNCTION qala_wait_for_the_seal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO journal_unsealed (source, source_id) SELECT TG_ARGV[0]::smallint, id FROM new_rows;
  RETURN NULL;
END $$;
CREATE TRIGGER every_entry_waits_for_the_seal AFTER INSERT ON journal_entry
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION qala_wait_for_the_seal('1');
CREATE TRIGGER every_member_waits_for_the_seal AFTER INSERT ON journal_member
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION qala_wait_for_the_seal('2');
INSERT INTO journal_unsealed (source, source_id) SELECT 1, id FROM journal_entry ORDER BY id;
INSERT INTO journal_unsealed (source, source_id) SELECT 2, id FROM journal_member ORDER BY id;
"""
NO_OUTBOX = """
DROP TRIGGER every_entry_waits_for_the_seal ON journal_entry;
DROP TRIGGER every_member_waits_for_the_seal ON journal_member;
DROP FUNCTION qala_wait_for_the_seal();
DROP TABLE journal_unsealed;
"""
GAPLESS = """
CREATE FUNCTION qala_leaves_follow() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE first bigint; last bigint; count bigint;
BEGIN
  SELECT min(number), max(number), count(*) INTO first, last, count FROM new_rows;
  IF count > 0 AND (last - first + 1 <> count
     OR (first > 0 AND NOT EXISTS (SELECT 1 FROM journal_leaf WHERE number = first - 1))) THEN
    RAISE EXCEPTION 'leaves of the log follow one another without a gap' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER leaves_follow_one_another AFTER INSERT ON journal_leaf
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION qala_leaves_follow();
"""
WITH_GAPS = "DROP TRIGGER leaves_follow_one_another ON journal_leaf; DROP FUNCTION qala_leaves_follow();"


class Migration(migrations.Migration):
    dependencies = [("journal", "0003_the_database_numbers_entries")]
    operations = [
        migrations.CreateModel(
            name="Secret",
            fields=[
                ("subject", models.CharField(max_length=120, primary_key=True, serialize=False)),
                ("secret", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="Leaf",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("source", models.SmallIntegerField()),
                ("row", models.BigIntegerField()),
                ("entry", models.BinaryField()),
                ("hash", models.BinaryField()),
            ],
            options={
                "ordering": ["number"],
                "verbose_name_plural": "leaves",
                "constraints": [
                    models.UniqueConstraint(fields=("source", "row"), name="a_row_is_sealed_once"),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 0)), name="leaves_are_numbered_from_zero"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Checkpoint",
            fields=[
                ("size", models.BigIntegerField(primary_key=True, serialize=False)),
                ("root", models.BinaryField()),
                ("note", models.TextField()),
                ("signed_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={"ordering": ["size"]},
        ),
        migrations.RunSQL(OUTBOX, NO_OUTBOX),
        migrations.RunSQL(GAPLESS, WITH_GAPS),
        AppendOnly("journal_leaf"),
        AppendOnly("journal_checkpoint"),
    ]
