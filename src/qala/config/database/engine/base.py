"""The wrapper Django makes of a database: PostgreSQL's own, but for the pool."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.db.backends.postgresql import base
from psycopg import Connection

from qala.config.database.engine.pool import Pool

OurPool = Pool[Connection[Any]]


class DatabaseWrapper(base.DatabaseWrapper):
    """As Django's; a database with `pool` in its OPTIONS gets ours."""

    _connection_pools: ClassVar[dict[str, OurPool]] = {}
    _configure_connection: Callable[[Connection[Any]], None]

    @property
    def pool(self) -> OurPool | None:
        """The one pool of this alias in this process, made at its first use and opened by the first connection."""
        asked = self.settings_dict["OPTIONS"].get("pool")
        if not asked:
            return None
        if self.alias not in self._connection_pools:
            words = self.get_connection_params() | {"autocommit": True}
            made: OurPool = Pool(kwargs=words, open=False, configure=self._configure_connection, **asked)
            self._connection_pools.setdefault(self.alias, made)  # two threads may have come here together
        return self._connection_pools[self.alias]
