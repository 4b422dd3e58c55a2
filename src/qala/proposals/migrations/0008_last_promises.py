"""Indexes for the front page: the last promises kept and broken."""

from django.db import migrations, models
from django.db.models import Q

KEPT = models.Index(
    fields=["-confirmed_at", "-id"], name="proposals_confirmed_last", condition=Q(confirmed_at__isnull=False)
)
BROKEN = models.Index(
    fields=["-promised_on", "-id"], name="proposals_promised_last", condition=Q(promised_on__isnull=False)
)


class Migration(migrations.Migration):
    dependencies = [("proposals", "0007_keys_for_testing")]
    operations = [migrations.AddIndex("proposal", KEPT), migrations.AddIndex("proposal", BROKEN)]
