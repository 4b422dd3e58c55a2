"""What raw SQL could still do to money: other names over the hands of an invoice, a payment the books know nothing of,
parents' days that end before they began, a voucher that ended without a day or a reason, a small group of one.
"""

from django.db import migrations, models
from django.db.models import Q

OVER = ("transferred", "expired", "revoked")
HANDS = """
CREATE TRIGGER a_hand_stays BEFORE UPDATE ON meals_invoice FOR EACH ROW
  WHEN (OLD.part <> NEW.part OR OLD.sent_by <> '' AND NEW.sent_by <> OLD.sent_by
    OR OLD.matched_by <> '' AND NEW.matched_by <> OLD.matched_by
    OR OLD.approved_by <> '' AND NEW.approved_by <> OLD.approved_by)
  EXECUTE FUNCTION qala_meals_refuse();
CREATE TRIGGER a_hand_stays BEFORE UPDATE ON meals_timesheet FOR EACH ROW
  WHEN (OLD.signed_by <> '' AND NEW.signed_by <> OLD.signed_by
    OR OLD.window_until IS NOT NULL AND NEW.window_until IS DISTINCT FROM OLD.window_until)
  EXECUTE FUNCTION qala_meals_refuse();
"""
# The payment is written first and the books follow in the same transaction: judged when both stand.
PAID = """
CREATE FUNCTION qala_meals_paid() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM ledger_transfer t JOIN ledger_account a ON a.id = t.debit_id
      JOIN meals_invoice i ON i.id = NEW.invoice_id
    WHERE t.key = NEW.key AND t.tiyn = NEW.tiyn AND a.code = 'meals:contract:' || i.contract_id || ':paid') THEN
    RAISE EXCEPTION 'a payment stands in the books'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'a_payment_stands_in_the_books';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER a_payment_stands_in_the_books AFTER INSERT OR UPDATE ON meals_payment
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.paid_at IS NOT NULL AND NEW.tiyn <> 0)
  EXECUTE FUNCTION qala_meals_paid();
"""


class Migration(migrations.Migration):
    dependencies = [("meals", "0028_others_may_still_contest")]

    operations = [
        migrations.RunSQL(
            HANDS, "DROP TRIGGER a_hand_stays ON meals_timesheet; DROP TRIGGER a_hand_stays ON meals_invoice;"
        ),
        migrations.RunSQL(
            PAID,
            "DROP TRIGGER a_payment_stands_in_the_books ON meals_payment; DROP FUNCTION qala_meals_paid();",
        ),
        migrations.AddConstraint(
            "voucher",
            models.CheckConstraint(
                condition=Q(state__in=OVER, ended_on__isnull=False) | (~Q(state__in=OVER) & Q(ended_on=None)),
                name="a_voucher_is_over_from_a_day",
            ),
        ),
        migrations.AddConstraint(
            "setting", models.CheckConstraint(condition=Q(value__gte=0), name="no_setting_is_below_zero")
        ),
        migrations.AddConstraint(
            "setting",
            models.CheckConstraint(
                condition=~Q(slug="small_group") | Q(value__gte=10), name="a_small_group_is_under_ten"
            ),
        ),
    ]
