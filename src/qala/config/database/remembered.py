"""What must be the same tomorrow: the port and the passwords of our own server, in ``var/database.json`` (0600)."""

import json
import os
import secrets
import socket
from dataclasses import asdict, dataclass
from pathlib import Path

from qala.config.database.trouble import DatabaseTrouble

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True)
class Remembered:
    """The port on loopback and one random password for each role; ``provisioned`` once roles and database exist."""

    port: int
    app_password: str
    owner_password: str
    provisioned: bool = False


def remembered(var: Path) -> Remembered | None:
    """What an earlier start wrote down, or nothing."""
    path = var / "database.json"
    try:
        return Remembered(**json.loads(path.read_text()))
    except FileNotFoundError:
        return None
    except PermissionError:
        raise DatabaseTrouble(f"{path} belongs to another user. Start Qala as the user who started it first.") from None
    except (ValueError, TypeError):
        # Half a file is worth nothing: new passwords are set at the next start, no row is lost.
        return None


def remember(var: Path, what: Remembered) -> None:
    """Write it down whole or not at all, readable by its owner only."""
    path = var / "database.json"
    half = var / f".database.json.{os.getpid()}"
    half.unlink(missing_ok=True)
    with open(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:  # noqa: PTH123 -- the mode
        json.dump(asdict(what), file)
        file.flush()
        os.fsync(file.fileno())
        if path.exists() and os.geteuid() == 0:
            # Root using an ordinary user's cluster must not lock that user out.
            os.fchown(file.fileno(), path.stat().st_uid, path.stat().st_gid)
    half.replace(path)


def fresh() -> Remembered:
    """A free port and new passwords."""
    return Remembered(free_port(), secrets.token_urlsafe(24), secrets.token_urlsafe(24))


def free_port() -> int:
    """A port on loopback nobody listens on, chosen by the system."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def is_free(port: int) -> bool:
    """Whether a server could listen on this port of loopback now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
        return True
