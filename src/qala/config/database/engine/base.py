"""The wrapper Django makes of a database: PostgreSQL's own, but for the pool and for statements that can wait."""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from django.db.backends.postgresql import base
from django.db.backends.utils import CursorWrapper
from psycopg import Connection
from psycopg.pq import TransactionStatus

from qala.config.database.engine.patience import PatientConnection
from qala.config.database.engine.pool import Pool
from qala.kernel.prepared import Prepared

OurPool = Pool[Connection[Any]]
#: A frozen server opens the door and says nothing; libpq would wait for its greeting two minutes.
KNOCK_AT_MOST_S = 10


class DatabaseWrapper(base.DatabaseWrapper):
    """As Django's; a database with `pool` in its OPTIONS gets ours.

    What `Prepared.later` left `waiting` goes in one trip before the next statement, or together with the commit; where
    nothing went before it, that trip is the whole transaction, without a BEGIN. A rollback forgets what waits, one to a
    savepoint too: the savepoint itself had sent what waited before it.
    """

    _connection_pools: ClassVar[dict[str, OurPool]] = {}
    _configure_connection: Callable[[Connection[Any]], None]

    def __init__(self, *settings: Any, **more: Any) -> None:
        super().__init__(*settings, **more)
        self.waiting: list[tuple[Prepared, Sequence[Any]]] = []

    @property
    def pool(self) -> OurPool | None:
        """The one pool of this alias in this process, made at its first use and opened by the first connection."""
        asked = self.settings_dict["OPTIONS"].get("pool")
        if not asked:
            return None
        if self.alias not in self._connection_pools:
            words = {"connect_timeout": KNOCK_AT_MOST_S} | self.get_connection_params() | {"autocommit": True}
            ours: dict[str, Any] = {"connection_class": PatientConnection, "configure": self._configure_connection}
            made: OurPool = Pool(kwargs=words, open=False, **ours, **asked)
            self._connection_pools.setdefault(self.alias, made)  # two threads may have come here together
        return self._connection_pools[self.alias]

    def _cursor(self, name: str | None = None) -> CursorWrapper:
        if self.waiting and self.connection.info.transaction_status != TransactionStatus.INERROR:
            self._send_waiting()
        cursor: CursorWrapper = super()._cursor(name)  # type: ignore[misc]  # the stubs name no private door
        return cursor

    def _send_waiting(self, *, last: bool = False) -> None:
        left, self.waiting = self.waiting, []
        with super()._cursor() as cursor:  # type: ignore[misc]
            texts = [statement.on(cursor) for statement, _values in left]
            if last and self.connection.info.transaction_status == TransactionStatus.IDLE:
                self.connection.autocommit = True  # statements of one trip stand or fall together, says the protocol
            elif last:
                texts.append("COMMIT")
            cursor.execute(";".join(texts), [value for _statement, values in left for value in values])

    def _commit(self) -> None:
        if self.waiting:
            self._send_waiting(last=True)
        else:
            super()._commit()  # type: ignore[misc]

    def _rollback(self) -> None:
        self.waiting.clear()
        super()._rollback()  # type: ignore[misc]

    def _savepoint_rollback(self, sid: str) -> None:
        self.waiting.clear()
        super()._savepoint_rollback(sid)  # type: ignore[misc]

    def close(self) -> None:
        self.waiting.clear()
        super().close()
