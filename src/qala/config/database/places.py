"""Where the cluster and its socket lie on the disk."""

import hashlib
import os
import re
import tempfile
import time
from pathlib import Path

from qala.config.database.account import Account
from qala.config.database.trouble import DatabaseTrouble, say

SOCKET_LIMIT = 107
"""Bytes in the address of a unix socket (``sun_path`` in unix(7)), its closing zero not counted."""

LONGEST_SOCKET = "/.s.PGSQL.65535"


def home_of(var: Path) -> Path | None:
    """The folder of the cluster of ``var``, or nothing before the first start."""
    link = var / "postgres"
    if link.is_symlink() and not link.exists():
        raise DatabaseTrouble(
            f"{link} points to {link.readlink()}, and nothing is there any more. "
            f"Bring the folder back, or remove {link} to begin with an empty database."
        )
    return link.resolve() if link.exists() else None


def make_home(var: Path, account: Account) -> Path:
    """Make the folder of the cluster: ``var/postgres``, or a place ``account`` may enter and a link to it."""
    link = var / "postgres"
    if not account.is_another or account.may("-x", var):
        link.mkdir(mode=0o700)
        account.own(link)
        return link.resolve()
    for base in (Path("/var/lib/qala"), Path(tempfile.gettempdir()) / "qala-clusters"):
        home = _apart(base, var, account)
        if home:
            link.symlink_to(home)
            say(f"«{account.name}» may not enter {var}; the database is kept in {home}, and {link} points there.")
            return home
    raise DatabaseTrouble(
        f"Root may not run PostgreSQL, and «{account.name}» may enter neither {var} nor /var/lib nor "
        f"{tempfile.gettempdir()}. Put Qala where others may enter, start it as an ordinary user, or set DATABASE_URL "
        "and DATABASE_OWNER_URL."
    )


def _apart(base: Path, var: Path, account: Account) -> Path | None:
    home = base / _short(var)
    try:
        if not base.exists():
            base.mkdir(parents=True)
            base.chmod(0o755)  # the folder is ours and new; an umask of 077 would shut it
        if base.is_symlink() or base.stat().st_uid != os.geteuid() or not account.may("-x", base):
            return None
        if home.exists():
            aside = home.with_name(f"{home.name}-{time.strftime('%Y%m%d-%H%M%S')}")
            home.rename(aside)
            say(f"{home} held a database whose folder {var} was removed; it is set aside as {aside}.")
        home.mkdir(mode=0o700)
    except OSError:
        return None
    account.own(home)
    return home


def socket_folder(home: Path, account: Account) -> Path:
    """A folder for the unix socket that nobody else may enter, its path short enough for every system."""
    near = home / "socket"
    fits = len(os.fsencode(near)) + len(LONGEST_SOCKET) <= SOCKET_LIMIT
    if fits and re.fullmatch(r"[\w./-]+", str(near), re.ASCII):
        folder = near
    else:
        folder = Path("/tmp") / f"qala-{account.uid}-{_short(home)}"  # noqa: S108 -- owner and mode are checked below
    try:
        folder.mkdir(mode=0o700)
        account.own(folder)
    except FileExistsError:
        found = folder.lstat()
        if folder.is_symlink() or found.st_uid != account.uid or found.st_mode & 0o077:
            raise DatabaseTrouble(
                f"{folder} is not ours alone; no database socket is opened there. Remove it."
            ) from None
    return folder


def _short(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path.resolve())).hexdigest()[:12]
