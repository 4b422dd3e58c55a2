"""Connections kept open by a process, told dead from alive without a question, refused soon while none answers."""

import select
from contextlib import suppress
from time import monotonic
from typing import Any, TypeVar

from psycopg import Connection, Error
from psycopg_pool import ConnectionPool, PoolTimeout

C = TypeVar("C", bound="Connection[Any]")

#: Who finds no connection knocks at the server again so often.
KNOCK_S = 0.4
#: After one visitor waited in vain, for so long the next ones knock once and are told.
AWAY_S = 2.0


class Pool(ConnectionPool[C]):
    """A pool that trusts a silent connection: asking each one for its health cost a message one trip in nine."""

    _away_until = 0.0

    def getconn(self, timeout: float | None = None) -> C:
        """A living connection. `PoolTimeout` after `timeout` seconds, or soon where the last visitor waited in vain."""
        patience = self.timeout if timeout is None else timeout
        until = monotonic() + (patience if monotonic() >= self._away_until else min(patience, KNOCK_S))
        while True:
            try:
                connection = super().getconn(min(KNOCK_S, max(until - monotonic(), 0.001)))
            except PoolTimeout:
                if monotonic() < until:
                    continue
                self._away_until = monotonic() + AWAY_S
                raise
            if not has_fallen(connection):
                self._away_until = 0.0
                return connection
            # The server ended it, and its neighbours with it: each is looked at now, none is waited for.
            with suppress(Error):
                connection.close()
            self.putconn(connection)


def has_fallen(connection: "Connection[Any]") -> bool:
    """Whether a kept connection is dead: a session that idles has nothing to say but its farewell."""
    if connection.closed:
        return True
    waiting = select.poll()
    waiting.register(connection.fileno(), select.POLLIN)
    if not waiting.poll(0):
        return False
    try:  # something was said: perhaps only a notice
        ConnectionPool.check_connection(connection)
    except Error:
        return True
    return False
