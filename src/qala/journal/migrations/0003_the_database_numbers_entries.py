"""The number of an entry is the next of the sequence: nobody slips a line in between or before others."""

from django.db import migrations

NUMBER = """
CREATE OR REPLACE FUNCTION qala_hour_of_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.recorded_at := statement_timestamp();
  IF NEW.id IS DISTINCT FROM currval(pg_get_serial_sequence('journal_entry', 'id')) THEN
    RAISE EXCEPTION 'the journal numbers its own entries' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
"""
BEFORE = """
CREATE OR REPLACE FUNCTION qala_hour_of_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.recorded_at := statement_timestamp();
  RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("journal", "0002_the_database_names_the_hour")]
    operations = [migrations.RunSQL(NUMBER, BEFORE)]
