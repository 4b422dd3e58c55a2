"""What has waited past its norm."""

from datetime import timedelta

from django.db.models import Exists, F, OuterRef

from qala.kernel.clock import now
from qala.proposals.models import Pause, Proposal, Remark
from qala.proposals.queries.clocks import wait_days


def overdue_questions(limit: int) -> list[Pause]:
    """Open questions older than the norm, oldest first."""
    before = now() - timedelta(days=wait_days("question"))
    rows = Pause.objects.filter(answered_at=None, asked_at__lt=before).select_related("proposal")
    return list(rows.order_by("asked_at", "pk")[:limit])


def silent_claims(limit: int) -> list[Proposal]:
    """Cases claimed done longer ago than the feedback norm, to which no inspector was sent since the claim."""
    before = now() - timedelta(days=wait_days("feedback"))
    sent = Remark.objects.filter(proposal=OuterRef("pk"), verb="inspect", at__gte=OuterRef("claimed_at"))
    silent = Proposal.objects.filter(state="fixed_claimed", claimed_at__lt=before).exclude(Exists(sent))
    return list(silent.order_by(F("claimed_at").asc(), "pk")[:limit])
