"""A contract names the account the bank pays to; what is not of the form of an account cannot be stored."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("meals", "0020_how_far_a_terminal_may_stand")]

    operations = [
        migrations.AddField("contract", "iban", models.CharField(blank=True, default="", max_length=20)),
        migrations.AddConstraint(
            "contract",
            models.CheckConstraint(
                condition=Q(iban="") | Q(iban__regex=r"^KZ[0-9]{5}[0-9A-Z]{13}$"), name="an_account_is_spelt_as_one"
            ),
        ),
    ]
