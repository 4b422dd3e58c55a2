"""One cluster on the disk: made by initdb, told its settings, started and stopped by pg_ctl."""

import locale
import os
import pwd
import re
import shutil
import time
from dataclasses import dataclass
from pathlib import Path

from qala.config.database.account import Account
from qala.config.database.binaries import Binaries
from qala.config.database.remembered import LOOPBACK
from qala.config.database.trouble import DatabaseTrouble

SUPERUSER = "postgres"
BUILTIN_LOCALE_SINCE = 17
CLOSING_SECONDS = 30
"""How long the children of a killed server may take to notice and leave."""

LETTERS = ("C.UTF-8", "C.utf8", "en_US.UTF-8", "kk_KZ.UTF-8", "ru_RU.UTF-8")
"""Character types that know Cyrillic, the first this system has. With plain C pg_trgm sees no letter in «Қала»."""

SETTINGS = """\
# Written by Qala at every start; a change here is lost.
listen_addresses = '{loopback}'
port = {port}
unix_socket_directories = '{socket}'
unix_socket_permissions = 0700
max_connections = 100
password_encryption = 'scram-sha-256'
fsync = on
synchronous_commit = on
full_page_writes = on
wal_compression = on
max_wal_size = '2GB'
checkpoint_timeout = '15min'
shared_buffers = '256MB'
effective_cache_size = '2GB'
work_mem = '16MB'
maintenance_work_mem = '256MB'
random_page_cost = 1.1
jit = off
timezone = 'UTC'
log_timezone = 'UTC'
lc_messages = 'C'
log_min_messages = warning
log_line_prefix = '%m [%p] %u@%d '
"""

DOORS = """\
# Written by Qala at every start; a change here is lost.
local all {superuser} peer map=qala
local all all scram-sha-256
host all {superuser} 127.0.0.1/32 reject
host all all 127.0.0.1/32 scram-sha-256
"""


@dataclass(frozen=True)
class Cluster:
    """A folder with ``data`` and ``server.log``, the account that owns it and the programs that run it."""

    home: Path
    account: Account
    binaries: Binaries

    @property
    def data(self) -> Path:
        """PostgreSQL's data folder."""
        return self.home / "data"

    @property
    def log(self) -> Path:
        """What the server said."""
        return self.home / "server.log"

    def pid(self) -> int | None:
        """The process of the running server; nothing when the file of an earlier life names a stranger."""
        try:
            pid = int(self._life()[0])
            command = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        except (OSError, ValueError, IndexError):
            return None
        return pid if os.fsencode(self.data) in command else None

    def answers(self) -> bool:
        """Whether the server runs; waits while it starts or recovers, and ends one that is told to stop."""
        while self.pid():
            state = (self._life()[7:] or ["starting"])[0].strip()
            if state == "ready":
                return True
            if state == "stopping":
                self.stop()
            time.sleep(0.1)
        return False

    def port(self) -> int:
        """The port of the running server."""
        return int(self._life()[3])

    def make(self) -> None:
        """Make the cluster once: whole, or not at all."""
        if self.data.exists():
            self._refuse_another_version()
            return
        half = self.home / "data.half"
        shutil.rmtree(half, ignore_errors=True)
        words = ["--auth=scram-sha-256", "--auth-local=peer", "--encoding=UTF8", "--username", SUPERUSER]
        words += ["--no-instructions", "--locale=C", f"--lc-ctype={letters()}"]
        if self.binaries.major(self.account) >= BUILTIN_LOCALE_SINCE:
            words += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        done = self.account.run([self.binaries["initdb"], "-D", half, *words], self.home)
        if done.returncode:
            raise DatabaseTrouble(f"The database could not be made in {self.home}: {_last(done.stderr or done.stdout)}")
        with (half / "postgresql.conf").open("a") as settings:
            settings.write("\ninclude 'qala.conf'\n")
        half.rename(self.data)

    def configure(self, port: int, socket: Path) -> None:
        """Write the settings and the list of who may come in."""
        names = {self.account.name, pwd.getpwuid(os.geteuid()).pw_name}
        self._write("qala.conf", SETTINGS.format(loopback=LOOPBACK, port=port, socket=socket))
        self._write("pg_hba.conf", DOORS.format(superuser=SUPERUSER))
        self._write("pg_ident.conf", "".join(f'qala "{name}" {SUPERUSER}\n' for name in sorted(names)))

    def start(self, socket: Path) -> None:
        """Start the server and wait until it answers; after a crash, until it has recovered."""
        self._forget_earlier_life(socket)
        deadline = time.monotonic() + CLOSING_SECONDS
        words: list[str | Path] = ["start", "-D", self.data, "-l", self.log, "-w", "-s", "-t", "300"]
        while True:
            begun = self.log.stat().st_size if self.log.exists() else 0
            done = self.account.run([self.binaries["pg_ctl"], *words], self.home)
            if done.returncode == 0:
                return
            said = self._said_since(begun) or done.stderr or done.stdout
            # The children of a killed server hold its memory until they notice.
            if not re.search(r"pre-existing shared memory|still in use", said) or time.monotonic() > deadline:
                raise DatabaseTrouble(f"The database in {self.home} did not start: {_last(said)} (see {self.log})")
            time.sleep(0.2)

    def stop(self) -> None:
        """Close every session and stop the server; quietly when it does not run."""
        words: list[str | Path] = ["stop", "-D", self.data, "-m", "fast", "-w", "-s", "-t", "60"]
        done = self.account.run([self.binaries["pg_ctl"], *words], self.home)
        if done.returncode and self.pid():
            raise DatabaseTrouble(f"The database in {self.home} did not stop: {_last(done.stderr or done.stdout)}")

    def _life(self) -> list[str]:
        # postmaster.pid: process, folder, start, port, socket, address, shared memory, state.
        try:
            return (self.data / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return []

    def _forget_earlier_life(self, socket: Path) -> None:
        # Process numbers come round again, in a container always: PostgreSQL would take a stranger for its server.
        # Nobody can start a second server meanwhile: the caller holds the lock of this cluster. Should children of
        # a killed server live on, the shared memory they hold is the guard, not these files.
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        for left in socket.glob(".s.PGSQL.*"):
            left.unlink(missing_ok=True)
        if self.log.exists() and self.log.stat().st_size > 10_000_000:
            self.log.replace(self.log.with_suffix(".log.1"))

    def _refuse_another_version(self) -> None:
        made_by = (self.data / "PG_VERSION").read_text().strip()
        programs = self.binaries.major(self.account)
        if made_by != str(programs):
            raise DatabaseTrouble(
                f"The database in {self.home} was made by PostgreSQL {made_by}, and the programs here are {programs}. "
                "Dump it with the old version and load it into the new one: docs/decisions/embedded-postgres.md."
            )

    def _said_since(self, position: int) -> str:
        if not self.log.exists():
            return ""
        with self.log.open("rb") as log:
            log.seek(position)
            return log.read().decode(errors="replace")

    def _write(self, name: str, text: str) -> None:
        half = self.data / f"{name}.half"
        half.write_text(text)
        half.chmod(0o600)
        self.account.own(half)
        half.replace(self.data / name)


def letters() -> str:
    """A character type of this system under which «Қала» is made of letters."""
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        for name in LETTERS:
            try:
                locale.setlocale(locale.LC_CTYPE, name)
            except locale.Error:
                continue
            return name
    finally:
        locale.setlocale(locale.LC_CTYPE, before)
    raise DatabaseTrouble(
        "This system has no UTF-8 locale, so the database could not find Cyrillic letters in a text. "
        f"Install one of {', '.join(LETTERS)} (Debian: apt install locales)."
    )


def _last(said: str) -> str:
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    worst = [line for line in lines if re.search(r"FATAL|PANIC|error:", line)]
    return " ".join((worst or lines)[-3:]) or "it said nothing"
