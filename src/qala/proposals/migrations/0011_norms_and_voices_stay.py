"""Terms, voices and questions stay; no day lies further off than anybody answers for.

A changed term is another dated row. Retention empties words and devices; it never deletes these rows, so nobody may.
"""

from datetime import timedelta

from django.db import migrations, models
from django.db.models import F, Q

from qala.kernel.appendonly import AppendOnly

KEPT = ("pause", "support", "link", "correction", "remark", "reply", "worksorder", "arrival")
STAY = {
    "proposals_pause": ("proposal_id", "asked_at"),
    "proposals_support": ("proposal_id", "at"),
    "proposals_link": ("kind", "source_id", "target_id", "made_at", "made_by"),
    "proposals_correction": ("proposal_id", "before_id", "after_id", "at", "by"),
    "proposals_worksorder": ("executor_id", "due_on", "ordered_at", "ordered_by"),
}
# A question is closed once, a tie is undone once.
ONCE = {"proposals_pause": "answered_at", "proposals_link": "undone_at"}
FAR, FARTHEST = timedelta(days=3_660), timedelta(days=18_300)

FUNCTION = """
CREATE FUNCTION qala_said_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% of % stays as it was signed', TG_ARGV[0], TG_TABLE_NAME
    USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""


def _kept(noun: str) -> migrations.RunSQL:
    """Refuse to delete."""
    return migrations.RunSQL(
        f"CREATE TRIGGER the_row_stays BEFORE DELETE ON proposals_{noun} FOR EACH ROW EXECUTE FUNCTION qala_row_stays();",
        f"DROP TRIGGER the_row_stays ON proposals_{noun};",
    )


def _stay(table: str) -> migrations.RunSQL:
    """Refuse another value in these columns."""
    listed = ", ".join(f"'{name}'" for name in STAY[table])
    return migrations.RunSQL(
        f"CREATE TRIGGER what_was_said_stays BEFORE UPDATE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION qala_columns_stay({listed});",
        f"DROP TRIGGER what_was_said_stays ON {table};",
    )


def _once(table: str) -> migrations.RunSQL:
    """Refuse to move a moment that was written."""
    name = ONCE[table]
    return migrations.RunSQL(
        f"CREATE TRIGGER said_once BEFORE UPDATE OF {name} ON {table} FOR EACH ROW "
        f"WHEN (OLD.{name} IS NOT NULL AND NEW.{name} IS DISTINCT FROM OLD.{name}) "
        f"EXECUTE FUNCTION qala_said_once('{name}');",
        f"DROP TRIGGER said_once ON {table};",
    )


def _within(model: str, name: str, condition: Q) -> migrations.AddConstraint:
    return migrations.AddConstraint(model, models.CheckConstraint(condition=condition, name=name))


class Migration(migrations.Migration):
    dependencies = [("proposals", "0010_states_follow_steps")]
    operations = [
        AppendOnly("proposals_norm"),
        *[_kept(noun) for noun in KEPT],
        *[_stay(table) for table in STAY],
        migrations.RunSQL(FUNCTION, "DROP FUNCTION qala_said_once();"),
        *[_once(table) for table in ONCE],
        _within(
            "plan",
            "a_plan_lies_within_ten_years",
            (Q(due_on=None) | Q(due_on__lte=F("made_at") + FAR))
            & (Q(review_on=None) | Q(review_on__lte=F("made_at") + FAR)),
        ),
        _within("extension", "an_extension_lies_within_ten_years", Q(until_on__lte=F("decided_at") + FAR)),
        _within("worksorder", "works_lie_within_ten_years", Q(due_on__lte=F("ordered_at") + FAR)),
        _within(
            "proposal", "a_last_day_lies_within_ten_years", Q(due_on=None) | Q(due_on__lte=F("registered_on") + FAR)
        ),
        _within(
            "proposal",
            "a_promised_day_lies_within_fifty_years",
            Q(promised_on=None) | Q(promised_on__lte=F("registered_on") + FARTHEST),
        ),
    ]
