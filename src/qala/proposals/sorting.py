"""The index of spellings, sorted between storms: upkeep of PostgreSQL, nobody's action, so no line of the journal."""

from datetime import timedelta

from django.db import connection

from qala.kernel.clock import now
from qala.proposals.models import Proposal

#: More messages than these in the last minute are a storm: residents need the machine more than the index does.
STORM_A_MINUTE = 300


def sort_spellings() -> int:
    """Sort new words into the index unless a storm goes on; gives the pages of the list that were emptied."""
    minute_ago = now() - timedelta(minutes=1)
    if Proposal.objects.filter(received_at__gt=minute_ago)[:STORM_A_MINUTE].count() >= STORM_A_MINUTE:
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT qala_sort_spellings()")
        return int(cursor.fetchone()[0])
