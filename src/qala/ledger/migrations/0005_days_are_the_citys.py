"""A day of the books is the city's day, also between midnight in the city and midnight in Greenwich.

From 00:00 to 05:00 the latest day that may be posted on, and the day that may be closed, were those of UTC: a day that
still ran in the city could be closed by hand from five in the morning, and was over for the books five hours late.
"""

from django.db import migrations

DAY = """
CREATE FUNCTION qala_ledger_day(instant timestamptz) RETURNS date LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT (instant AT TIME ZONE 'Asia/Almaty')::date $$;
"""
POSTED = ("(statement_timestamp() AT TIME ZONE 'UTC')::date", "qala_ledger_day(statement_timestamp())")
CLOSED = ("NEW.until > (clock_timestamp() AT TIME ZONE 'UTC')::date", "NEW.until >= qala_ledger_day(clock_timestamp())")


def reworded(function, was, becomes):
    """The function as it stands, with these words of its own changed; loud where it does not hold them."""
    was, becomes = (words.replace("'", "''") for words in (was, becomes))
    return f"""
DO $do$
DECLARE
  body text := pg_get_functiondef('{function}'::regproc);
BEGIN
  IF position('{was}' IN body) = 0 THEN
    RAISE EXCEPTION '{function} reads another clock';
  END IF;
  EXECUTE replace(body, '{was}', '{becomes}');
END $do$;
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0004_amounts_and_times_have_bounds")]
    operations = [
        migrations.RunSQL(DAY, "DROP FUNCTION qala_ledger_day(timestamptz);"),
        *(
            migrations.RunSQL(reworded(function, was, becomes), reworded(function, becomes, was))
            for function, (was, becomes) in (("qala_ledger_judges", POSTED), ("qala_ledger_closes", CLOSED))
        ),
    ]
