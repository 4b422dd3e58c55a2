"""Statements planned once a connection, for the few that every message of a storm asks.

PostgreSQL reads and plans a text anew each time it comes; for the small statements of a message that is half of its
work. A `Prepared` one is told to a connection by PREPARE at its first use and asked by EXECUTE afterwards: plain text
still, so it travels among other statements of one trip. Behind a pooler that hands sessions round between
transactions, `QALA_PREPARED=0` sends the whole text each time.
"""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any
from weakref import WeakKeyDictionary

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.utils import CursorWrapper

_known: "WeakKeyDictionary[Any, set[str]]" = WeakKeyDictionary()


class Prepared:
    """A statement with `%s` for its values, under a name for who reads logs.

    A value that stands alone in it says its type (`%s::date`).
    """

    def __init__(self, name: str, statement: str) -> None:
        self.statement = statement.strip()
        first, *others = self.statement.split("%s")
        numbered = first + "".join(f"${at}{piece}" for at, piece in enumerate(others, 1))
        self.name = f"{name}_{sha256(numbered.encode()).hexdigest()[:12]}"
        self._told = f"PREPARE {self.name} AS {numbered.replace('%%', '%')}"
        self._asked = f"EXECUTE {self.name}" + (f"({', '.join(['%s'] * len(others))})" if others else "")

    def on(self, cursor: CursorWrapper) -> str:
        """The text to execute by this cursor, with the same values in the same order."""
        if not settings.PREPARED_STATEMENTS:
            return self.statement
        session = cursor.connection
        known = _known.setdefault(session, set())
        if self.name not in known:
            with connection.wrap_database_errors:
                session.execute(self._told)
            known.add(self.name)
        return self._asked

    def later(self, values: Sequence[Any]) -> None:
        """Send it with the next statement of this transaction or with its commit: nobody waits for its answer.

        What it breaks is told there. Outside a transaction it goes at once.
        """
        here = connections[DEFAULT_DB_ALIAS]
        if here.in_atomic_block and hasattr(here, "waiting"):
            here.waiting.append((self, values))
            return
        with here.cursor() as cursor:
            cursor.execute(self.on(cursor), values)
