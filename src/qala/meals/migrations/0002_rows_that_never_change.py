"""Facts of the counter and of money: no row of these tables changes, none goes."""

from django.db import migrations

from qala.kernel.appendonly import AppendOnly

TABLES = (
    "meals_phonekey",
    "meals_spentnonce",
    "meals_invoiceline",
    "meals_paidline",
    "meals_recovery",
    "meals_ageband",
    "meals_tariff",
    "meals_setting",
    "meals_serviceevent",
    "meals_meal",
    "meals_reversal",
    "meals_rating",
)


class Migration(migrations.Migration):
    dependencies = [("meals", "0001_nouns")]

    operations = [AppendOnly(table) for table in TABLES]
