"""The hour of an entry is the database's own: nobody who may write a row, by whatever program, dates it back."""

from django.db import migrations

HOUR = """
CREATE FUNCTION qala_hour_of_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.recorded_at := statement_timestamp();
  RETURN NEW;
END $$;
CREATE TRIGGER the_database_names_the_hour BEFORE INSERT ON journal_entry
  FOR EACH ROW EXECUTE FUNCTION qala_hour_of_entry();
"""


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_entries_and_members")]
    operations = [
        migrations.RunSQL(
            HOUR, "DROP TRIGGER the_database_names_the_hour ON journal_entry; DROP FUNCTION qala_hour_of_entry();"
        )
    ]
