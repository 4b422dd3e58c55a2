"""Background work of the books."""

from procrastinate.contrib.django import app

from qala.ledger.queries.recounts import differences
from qala.ledger.rules.differences import BooksDisagree


@app.periodic(cron="20 22 * * *")  # 03:20 in the city
@app.task(name="ledger.recount", queueing_lock="ledger.recount", pass_context=False)
def recount(timestamp: int = 0) -> str:  # noqa: ARG001 - the scheduler tells the time
    """Count the books from the beginning; a difference fails loudly and names itself."""
    found = differences()
    if found:
        raise BooksDisagree("; ".join(map(str, found)))
    return "the books agree"
