"""What of an author is kept behind a mask, shown whole to whoever answers for the case."""

from django.db import transaction
from django.utils.translation import gettext as _

from qala.journal.log import record
from qala.kernel.actors import Actor
from qala.kernel.refusals import Refusal, require
from qala.proposals.models import Proposal
from qala.proposals.policies import may_read_iin


@transaction.atomic
def read_iin(*, by: Actor, proposal: Proposal) -> str:
    """The author's whole IIN. The journal keeps who looked and when, and the author reads it on the talon."""
    require(may_read_iin(by, proposal))
    author = getattr(proposal, "author", None)
    if author is None or not author.iin:
        raise Refusal(_("No IIN was given with this message."), code="no-iin")
    record(by, "proposals.author.unmasked", proposal)
    iin: str = author.iin
    return iin
