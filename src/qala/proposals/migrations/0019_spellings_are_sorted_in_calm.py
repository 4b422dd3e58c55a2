"""The index of spellings is sorted when the city is calm, not by the resident whose message fills its list.

PostgreSQL keeps new words of a GIN index in a list and sorts them in when it is full: with 4 MB and a million cases
one message in some three thousand waited for about a second of that work. The list may now hold 64 MB, the words of
some forty thousand messages, and a job empties it between storms.
"""

from django.db import migrations

SORT = """
ALTER INDEX statements_by_spelling SET (gin_pending_list_limit = 65536);
CREATE FUNCTION qala_sort_spellings() RETURNS bigint LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT gin_clean_pending_list('statements_by_spelling') $$;
"""


class Migration(migrations.Migration):
    dependencies = [("proposals", "0018_changes_stand_in_the_journal")]
    operations = [
        migrations.RunSQL(
            SORT,
            "DROP FUNCTION qala_sort_spellings(); ALTER INDEX statements_by_spelling RESET (gin_pending_list_limit);",
        )
    ]
