"""How long a visitor waits for one answer of a database that took the question and then says nothing."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from typing import Any

from psycopg import Connection, Error, OperationalError
from psycopg.errors import _WaitTimeout

#: Seconds within which a slow question is taken back, where the server still listens.
CANCEL_S = 1.0
_patience: ContextVar[float | None] = ContextVar("patience", default=None)


@contextmanager
def waiting_at_most(seconds: float) -> Iterator[None]:
    """Within, one answer is waited for so long; outside, as long as it takes: jobs and commands have time."""
    before = _patience.set(seconds)
    try:
        yield
    finally:
        _patience.reset(before)


class PatientConnection(Connection[Any]):
    """A connection that is given up when its server falls silent: a frozen machine closes no socket.

    The server's own limits (`statement_timeout`) stand still with it, and so would the page.
    """

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        """As psycopg's; raises `OperationalError` and ends the connection when the visitor's patience does."""
        patience = _patience.get() if timeout is None else None
        try:
            return super().wait(gen, interval, timeout if patience is None else patience)
        except _WaitTimeout:
            if patience is None:
                raise
            with suppress(Error):
                self.cancel_safe(timeout=CANCEL_S)
            self.close()
            raise OperationalError(f"the database took a question and said nothing for {patience:g} s") from None
