"""What the log does without anybody at a desk. Times are UTC: 21:40 is 02:40 in the city."""

import logging
from time import monotonic

from procrastinate.contrib.django import app

from qala.journal.sealing.audit import audit
from qala.journal.sealing.claims import BATCH
from qala.journal.sealing.keys import NoKey
from qala.journal.sealing.publication import Fork
from qala.journal.sealing.sequencer import seal
from qala.kernel.clock import today

log = logging.getLogger(__name__)

#: Six places: the last is seconds. A row waits ten seconds and a worker's turn.
EVERY_TEN_SECONDS = "* * * * * */10"
LONG_ENOUGH_S = 30.0
OPENED_BY_NIGHT = 500_000
"""Leaves, newest first, that the night opens again from their rows, and as many older ones in turn; `qala log audit`
opens all."""


@app.periodic(cron=EVERY_TEN_SECONDS)
@app.task(name="journal.seal", queueing_lock="journal.seal", lock="journal.seal")
def seal_waiting(timestamp: int = 0) -> int:  # noqa: ARG001 - procrastinate tells when it was due
    """Seal what waits, batch by batch. Returns how many leaves were sealed."""
    begun, sealed = monotonic(), 0
    try:
        while (turn := seal()).sealed:
            sealed += turn.sealed
            if turn.sealed < BATCH or monotonic() - begun > LONG_ENOUGH_S:
                break
    except (Fork, NoKey):
        # Loud, and again each time: only a person may decide what happens now.
        log.critical("The log is not sealed", exc_info=True)
        raise
    return sealed


@app.periodic(cron="40 21 * * *")
@app.task(name="journal.audit", queueing_lock="journal.audit", lock="journal.seal")
def audit_by_night(timestamp: int = 0) -> int:  # noqa: ARG001
    """Hold every leaf of the database against what was published, and every row against its leaf."""
    faults = audit(newest=OPENED_BY_NIGHT, turn=today().toordinal())
    for fault in faults:
        log.critical("The log and the database disagree: %s", fault)
    return len(faults)
