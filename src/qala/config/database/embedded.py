"""The embedded server: start it, share it, recover it, stop it with the last process that uses it."""

import atexit
import contextlib
import fcntl
import os
import signal
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from types import FrameType
from typing import IO
from urllib.parse import quote

from qala.config.database.account import account_for
from qala.config.database.binaries import Binaries, binaries_for
from qala.config.database.cluster import Cluster
from qala.config.database.places import home_of, make_home, socket_folder
from qala.config.database.remembered import LOOPBACK, Remembered, free_port, fresh, is_free, remember, remembered
from qala.config.database.roles import APPLICATION, DATABASE, OWNER, provision
from qala.config.database.trouble import DatabaseTrouble, say

_used: dict[Path, IO[bytes]] = {}
"""For each ``var`` this process uses: the open file whose shared lock says so. The system lifts it at any death."""

_left_at_exit: set[Path] = set()


@dataclass(frozen=True)
class Server:
    """A running server: where it lies and how to reach it. The passwords stay out of its printed form."""

    var: Path
    home: Path
    socket: Path
    settled: Remembered

    def url(self, role: str, *, tcp: bool = False, database: str = DATABASE) -> str:
        """The address of a database for one of the two roles, over the unix socket or over loopback."""
        password = {OWNER: self.settled.owner_password, APPLICATION: self.settled.app_password}[role]
        host = LOOPBACK if tcp else quote(str(self.socket), safe="")
        return f"postgresql://{role}:{quote(password, safe='')}@{host}:{self.settled.port}/{database}"

    @property
    def app_url(self) -> str:
        """The application's address, over the socket."""
        return self.url(APPLICATION)

    @property
    def owner_url(self) -> str:
        """The migrating owner's address, over the socket."""
        return self.url(OWNER)

    def __repr__(self) -> str:
        """Where, never the passwords."""
        return f"Server({self.home}, port {self.settled.port})"


def ensure_running(var: Path, programs: Path | None = None) -> Server:
    """The server of ``var``: made if absent, started if it sleeps, recovered if it crashed.

    Several processes may ask at once and share it. ``programs`` is a folder with initdb, postgres and pg_ctl to use
    in place of the wheel's. Raises DatabaseTrouble with what to do when there can be no server here.
    """
    var = _made(var)
    with _alone(var):
        _refuse_unquotable(var)
        account = account_for((home_of(var) or var / "postgres") / "data")
        home = home_of(var) or make_home(var, account)
        cluster = Cluster(home, account, Binaries(programs) if programs else binaries_for(account, home))
        socket = socket_folder(home, account)
        settled = remembered(var) or fresh()
        if not cluster.answers():
            cluster.make()
            settled = _started(cluster, socket, settled)
        elif remembered(var) is None:
            # The server runs and its passwords are lost: keep its port, provision() sets new ones below.
            settled = replace(settled, port=cluster.port())
        if not settled.provisioned:
            provision(socket, settled)
            settled = replace(settled, provisioned=True)
        if settled != remembered(var):
            remember(var, settled)
        _use(var)
    return Server(var, home, socket, settled)


def stop(var: Path) -> None:
    """Stop the server of ``var``, whoever else uses it; nothing happens when it does not run."""
    var = var.resolve()
    home = home_of(var)
    if home is None:
        return
    with _alone(var):
        _stop(home)


def leave(var: Path) -> None:
    """Use the server no more; the last process that leaves stops it."""
    var = var.resolve()
    mine = _used.pop(var, None)
    if mine is None:
        return
    home = home_of(var) if var.exists() else None
    if home is None:
        mine.close()
        return
    with _alone(var):
        mine.close()
        with (var / "database.users").open("ab") as users:
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return  # another live process uses it
            _stop(home)


def stop_at_exit(server: Server) -> None:
    """Leave the server when this process ends, by itself, by Ctrl-C, by SIGTERM or with its terminal."""
    if server.var in _left_at_exit:
        return
    _left_at_exit.add(server.var)
    atexit.register(_leave_quietly, server.var)
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGTERM, signal.SIGHUP):
            # A program with a handler of its own ends in its own way; atexit follows.
            if signal.getsignal(number) is signal.SIG_DFL:
                signal.signal(number, _end)


def _leave_quietly(var: Path) -> None:
    try:
        leave(var)
    except (DatabaseTrouble, OSError) as trouble:
        say(str(trouble))


def _end(number: int, _frame: FrameType | None) -> None:
    sys.exit(128 + number)


def _started(cluster: Cluster, socket: Path, settled: Remembered) -> Remembered:
    if not is_free(settled.port):
        settled = replace(settled, port=free_port())
    cluster.configure(settled.port, socket)
    cluster.start(socket)
    return settled


def _stop(home: Path) -> None:
    account = account_for(home / "data")
    cluster = Cluster(home, account, binaries_for(account, home))
    if cluster.pid():
        cluster.stop()


def _made(var: Path) -> Path:
    if not var.exists():
        var.mkdir(parents=True)
        if os.geteuid() == 0:
            var.chmod(0o755)  # it is ours and new: the server's account must come through
    return var.resolve()


def _refuse_unquotable(var: Path) -> None:
    # pg_ctl hands the path to a shell between double quotes.
    if set(str(var)) & set('"$`\\\n'):
        raise DatabaseTrouble(
            f"PostgreSQL cannot start in {var}: no quote, dollar, backslash or line break may be in the path."
        )


def _use(var: Path) -> None:
    if var not in _used:
        users = _opened(var / "database.users")
        fcntl.flock(users, fcntl.LOCK_SH)
        _used[var] = users


@contextlib.contextmanager
def _alone(var: Path) -> Iterator[None]:
    # Starting, stopping and leaving happen one at a time, in whatever process.
    with _opened(var / "database.lock") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _opened(path: Path) -> IO[bytes]:
    try:
        return path.open("ab")
    except PermissionError:
        raise DatabaseTrouble(
            f"{path} may not be written by this user. Start Qala as the user who started it first."
        ) from None
