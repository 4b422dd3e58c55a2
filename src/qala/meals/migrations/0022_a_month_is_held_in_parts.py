"""A month that came to cost more than was foreseen is held in a second part, and a third.

A day of lessons that was opened later, or a price agreed on within the month, made the first hold too small: the last
meals of the best attenders could not be paid, nor the month be closed.
"""

from django.db import migrations, models

STAYS = """
DROP TRIGGER what_is_written_stays ON meals_monthhold;
CREATE TRIGGER what_is_written_stays BEFORE UPDATE ON meals_monthhold FOR EACH ROW
  WHEN (ROW(OLD.voucher_id, OLD.contract_id, OLD.month, OLD.part, OLD.transfer, OLD.tiyn) IS DISTINCT FROM
    ROW(NEW.voucher_id, NEW.contract_id, NEW.month, NEW.part, NEW.transfer, NEW.tiyn))
  EXECUTE FUNCTION qala_meals_refuse();
"""
STAYED = """
DROP TRIGGER what_is_written_stays ON meals_monthhold;
CREATE TRIGGER what_is_written_stays BEFORE UPDATE ON meals_monthhold FOR EACH ROW
  WHEN (ROW(OLD.voucher_id, OLD.contract_id, OLD.month, OLD.transfer, OLD.tiyn) IS DISTINCT FROM
    ROW(NEW.voucher_id, NEW.contract_id, NEW.month, NEW.transfer, NEW.tiyn))
  EXECUTE FUNCTION qala_meals_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [("meals", "0021_a_contract_names_an_account")]

    operations = [
        migrations.RemoveConstraint("monthhold", "one_hold_per_voucher_and_month"),
        migrations.AddField("monthhold", "part", models.PositiveSmallIntegerField(default=0)),
        migrations.AddConstraint(
            "monthhold",
            models.UniqueConstraint(
                fields=["voucher", "contract", "month", "part"], name="one_hold_per_voucher_month_and_part"
            ),
        ),
        migrations.RunSQL(STAYS, STAYED),
    ]
