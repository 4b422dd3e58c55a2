"""What happens to people at night: the time of keeping ends."""

from procrastinate.contrib.django import app

from qala.kernel.actors import Job
from qala.people import actions

RETENTION = Job("people.retention")


@app.periodic(cron="40 3 * * *")
@app.task(name="people.retention", queue="nightly", queueing_lock="people.retention")
def run_retention(timestamp: int = 0) -> dict[str, int]:  # noqa: ARG001 - procrastinate tells when it was due
    """Erase contacts, then persons, whose time is over; a day without work leaves two empty lines in the journal."""
    return {
        "contacts": actions.erase_due_contacts(by=RETENTION),
        "persons": actions.erase_due_persons(by=RETENTION),
    }
