"""Counters against floods answer for a day; older ones are swept."""

from datetime import timedelta

from django.db import transaction

from qala.journal.log import record
from qala.kernel.actors import Actor
from qala.kernel.clock import now, today
from qala.kernel.refusals import require
from qala.proposals.models import Fingerprint, Tally
from qala.proposals.policies import may_run_nightly
from qala.proposals.queries.retention import FINGERPRINT_DAYS, TALLY_DAYS


@transaction.atomic
def sweep_counters(*, by: Actor) -> int:
    """Delete hourly counts and text digests that no rule asks for any more. Returns how many rows."""
    require(may_run_nightly(by))
    hours, _kinds = Tally.objects.filter(hour__lt=now() - timedelta(days=TALLY_DAYS)).delete()
    texts, _kinds = Fingerprint.objects.filter(day__lt=today() - timedelta(days=FINGERPRINT_DAYS)).delete()
    if hours + texts:
        record(by, "proposals.counters.swept", f"proposals.batch:{hours + texts}", hours=hours, texts=texts)
    return hours + texts
