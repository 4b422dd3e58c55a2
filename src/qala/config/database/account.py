"""The system account the database server runs under.

PostgreSQL refuses to run as root. Started by root, the server runs as an account that is already there;
no account is ever made, and no folder above our own changes its mode.
"""

import errno
import os
import pwd
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qala.config.database.trouble import DatabaseTrouble

UNPRIVILEGED = ("postgres", "nobody")
"""Accounts taken when root starts the server, the first that exists."""

QUIET = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}
"""The environment of every binary: a PGPORT or LANG of the caller must not leak into the cluster."""


@dataclass(frozen=True)
class Account:
    """Who runs the binaries: ourselves, or somebody root becomes."""

    name: str
    uid: int
    gid: int

    @property
    def is_another(self) -> bool:
        """Whether this is not the user of the present process."""
        return self.uid != os.geteuid()

    def run(self, command: Sequence[str | Path], folder: Path | str = "/") -> subprocess.CompletedProcess[str]:
        """Run a program as this account inside ``folder``; its exit status is the caller's to judge."""
        become: dict[str, Any] = {}
        if self.is_another:
            become = {"user": self.uid, "group": self.gid, "extra_groups": []}
        try:
            return subprocess.run(  # noqa: S603 -- a list, no shell, paths of our own
                [str(word) for word in command],
                cwd=folder,
                env=QUIET,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                errors="replace",
                check=False,
                **become,
            )
        except PermissionError as refused:
            if refused.errno == errno.EACCES:
                raise DatabaseTrouble(f"«{self.name}» may not run {command[0]} in {folder}.") from refused
            raise self._cannot_become(refused) from refused
        except OSError as refused:
            # A container may know no other user than its root: the number is not mapped.
            raise self._cannot_become(refused) from refused

    def _cannot_become(self, refused: OSError) -> DatabaseTrouble:
        return DatabaseTrouble(
            f"Root may not become «{self.name}» here ({refused.strerror}), and PostgreSQL refuses to run as root. "
            "Start Qala as an ordinary user, or set DATABASE_URL and DATABASE_OWNER_URL."
        )

    def may(self, flag: str, path: Path) -> bool:
        """Whether the account passes ``test FLAG path`` (``-x``, ``-r``): asked of the system."""
        return self.run(["/bin/sh", "-c", 'test "$1" "$2"', "sh", flag, path]).returncode == 0

    def own(self, path: Path) -> None:
        """Give a file or folder of ours to the account."""
        if self.is_another:
            os.chown(path, self.uid, self.gid)


def account_for(cluster: Path) -> Account:
    """The account of an existing cluster, or the one a new cluster will belong to."""
    mine = os.geteuid()
    owner = cluster.stat().st_uid if cluster.exists() else None
    if mine != 0:
        if owner not in (None, mine):
            raise DatabaseTrouble(
                f"The database in {cluster} belongs to «{_name(owner or 0)}», and this is «{_name(mine)}». "
                f"Start Qala as before, or move {cluster.parent} away to begin with an empty database."
            )
        return _account(mine)
    if owner:
        return _account(owner)
    for name in UNPRIVILEGED:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        if entry.pw_uid:
            return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
    raise DatabaseTrouble(
        "PostgreSQL refuses to run as root, and this machine has neither an account «postgres» nor «nobody». "
        "Start Qala as an ordinary user, or set DATABASE_URL and DATABASE_OWNER_URL."
    )


def _account(uid: int) -> Account:
    try:
        entry = pwd.getpwuid(uid)
    except KeyError:
        raise DatabaseTrouble(
            f"User number {uid} has no entry in the passwd file, and PostgreSQL needs a user with a name. "
            "Start Qala as a user with a name, or set DATABASE_URL and DATABASE_OWNER_URL."
        ) from None
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"number {uid}"
