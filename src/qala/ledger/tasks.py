"""Background work of the books."""

from itertools import islice

from procrastinate.contrib.django import app

from qala.ledger.queries.recounts import differences
from qala.ledger.queries.sealed import unlike_published
from qala.ledger.rules.differences import BooksDisagree

MOST_NAMED = 50


@app.periodic(cron="20 22 * * *")  # 03:20 in the city
@app.task(name="ledger.recount", queueing_lock="ledger.recount", pass_context=False)
def recount(timestamp: int = 0) -> str:  # noqa: ARG001 - the scheduler tells the time
    """Count the books from the beginning, and hold them against what was published; a difference names itself."""
    found: list[object] = [*differences(), *islice(unlike_published(), MOST_NAMED)]
    if found:
        raise BooksDisagree("; ".join(map(str, found)))
    return "the books agree"
