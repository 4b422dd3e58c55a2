"""Test databases: a template migrated once by the owner, and clones of it, thrown away and made anew.

A clone starts as migrations and grants left it, so no test needs TRUNCATE, which the application does not have.
Each test process keeps one connection open whose application_name is its clone: that is how others know it is in use.
"""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

import psycopg
from psycopg import sql

from qala.config.database.urls import Address

TEMPLATE = "qala_test_template_"
CLONE = "qala_test_clone_"
MEETING = "postgres"
LOCK = "SELECT pg_advisory_lock(hashtextextended('qala test template', 0))"
END_SESSIONS = """
SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = %s AND backend_type = 'client backend'
"""
UNLOCK = "SELECT pg_advisory_unlock(hashtextextended('qala test template', 0))"


@dataclass
class Clones:
    """One test process's clone. ``owner`` may create databases; ``digest`` names the state of all migrations."""

    owner: Address
    digest: str
    worker: str
    _lease: psycopg.Connection | None = field(default=None, repr=False)

    @property
    def template(self) -> str:
        """The database migrated once for this digest."""
        return TEMPLATE + self.digest

    @property
    def name(self) -> str:
        """The clone this process tests in."""
        return f"{CLONE}{self.digest}_{self.worker}"

    def open(self, migrate: Callable[[str], None]) -> None:
        """Make the template if there is none (``migrate`` is given the name of an empty database), then the clone."""
        # Advisory locks are kept per database: all who make templates meet in this one, wherever they test.
        meeting = replace(self.owner, database=MEETING, options=())
        self._lease = psycopg.connect(meeting.url, autocommit=True, application_name=self.name, connect_timeout=10)
        with self._alone():
            self._sweep()
            if not self._known(self.template):
                self._drop(self.name)
                self._run("CREATE DATABASE {}", self.name)
                migrate(self.name)
                self._run("ALTER DATABASE {} RENAME TO {}", self.name, self.template)
                # Nobody may look into the template: a session inside would hold up every clone.
                self._run("ALTER DATABASE {} ALLOW_CONNECTIONS false", self.template)
        self.renew()

    def renew(self) -> None:
        """Throw the clone away, sessions and all, and make it anew."""
        self._drop(self.name)
        self._run("CREATE DATABASE {} TEMPLATE {}", self.name, self.template)

    def close(self) -> None:
        """Throw the clone away; the template stays for the next run."""
        if self._lease is not None:
            self._drop(self.name)
            self._lease.close()
            self._lease = None

    def _sweep(self) -> None:
        # Clones of runs that were killed, and templates of earlier digests, unless a live run stands on them.
        lease = self._connection()
        alive = {name for (name,) in lease.execute("SELECT application_name FROM pg_stat_activity") if name}
        kept = {TEMPLATE + name.removeprefix(CLONE).partition("_")[0] for name in alive if name.startswith(CLONE)}
        for (name,) in lease.execute("SELECT datname FROM pg_database").fetchall():
            if (name.startswith(CLONE) and name not in alive) or (name.startswith(TEMPLATE) and name not in kept):
                self._drop(name)

    def _known(self, name: str) -> bool:
        found = self._connection().execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        return found.fetchone() is not None

    def _drop(self, name: str) -> None:
        # WITH (FORCE) is refused while autovacuum looks in, for that process is the superuser's. A plain DROP asks
        # autovacuum to leave and waits, so only the sessions of people and programs are ended here.
        if self._known(name):
            self._run("ALTER DATABASE {} ALLOW_CONNECTIONS false", name)
            self._connection().execute(END_SESSIONS, [name])
            self._run("DROP DATABASE {}", name)

    def _run(self, statement: str, *names: str) -> None:
        self._connection().execute(sql.SQL(statement).format(*map(sql.Identifier, names)))

    def _connection(self) -> psycopg.Connection:
        assert self._lease is not None, "open() comes first"
        return self._lease

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        lease = self._connection()
        lease.execute(LOCK)
        try:
            yield
        finally:
            lease.execute(UNLOCK)
