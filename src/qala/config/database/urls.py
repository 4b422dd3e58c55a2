"""Which database is meant, and its address in Django's words."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from qala.config.database.embedded import ensure_running, stop_at_exit
from qala.config.database.trouble import DatabaseTrouble

APP = "DATABASE_URL"
OWNER = "DATABASE_OWNER_URL"
SHAPE = "postgresql://role:password@host:5432/database"

POOL = {"min_size": 1, "max_size": 12, "timeout": 3, "reconnect_timeout": 0.3, "max_idle": 300}
"""Connections kept open per process. Four such processes and their jobs fit the hundred of the embedded server.

A web worker has fewer threads than the pool has places: nobody waits but where no database answers, and then for three
seconds. A knock in vain is soon given up and the next one is another's (`engine.pool`): growing pauses between knocks
would outlast the trouble.
"""


@dataclass(frozen=True)
class Address:
    """One parsed address; ``host`` is a name, a number or the folder of a unix socket, ``options`` go to libpq."""

    role: str
    password: str
    host: str
    port: str
    database: str
    options: tuple[tuple[str, str], ...] = ()

    @property
    def url(self) -> str:
        """The address as one line, password and all."""
        place = f"[{self.host}]" if ":" in self.host else quote(self.host, safe="")
        asked = f"?{urlencode(self.options, quote_via=quote)}" if self.options else ""
        who = f"{quote(self.role, safe='')}:{quote(self.password, safe='')}"
        return f"postgresql://{who}@{place}:{self.port}/{quote(self.database, safe='')}{asked}"

    def __repr__(self) -> str:
        """All but the password."""
        return f"Address({self.role}@{self.host}:{self.port}/{self.database})"


def database_urls(environ: Mapping[str, str], var: Path) -> tuple[str, str | None]:
    """The application's address and the owner's: from the environment when given, else of the embedded server.

    A web process needs no owner: with DATABASE_URL alone the second is None and nothing can migrate from there.
    The embedded server is started if it sleeps and stopped with the last process that uses it.
    """
    app, owner = environ.get(APP, "").strip(), environ.get(OWNER, "").strip()
    if owner and not app:
        raise DatabaseTrouble(f"{OWNER} is set and {APP} is not. Set {APP} to the application's role there.")
    if app:
        return app, owner or None
    server = ensure_running(var)
    stop_at_exit(server)
    return server.app_url, server.owner_url


def database_settings(environ: Mapping[str, str], var: Path) -> dict[str, dict[str, Any]]:
    """Django's DATABASES for the addresses of ``database_urls``."""
    return databases_at(*database_urls(environ, var))


def databases_at(app_url: str, owner_url: str | None) -> dict[str, dict[str, Any]]:
    """Two aliases: ``default`` is the application, pooled; ``owner`` migrates and is there only when given."""
    app = parsed(app_url, APP)
    settings = {"default": _django(app)}
    settings["default"]["OPTIONS"]["pool"] = dict(POOL)
    if owner_url:
        owner = parsed(owner_url, OWNER)
        if owner.role == app.role:
            raise DatabaseTrouble(
                f"{APP} and {OWNER} name the same role «{app.role}». The application must not own its tables, "
                "or nothing is append-only: make a second role."
            )
        if (owner.host, owner.port, owner.database) != (app.host, app.port, app.database):
            raise DatabaseTrouble(f"{APP} and {OWNER} name two different databases: {app} and {owner}.")
        settings["owner"] = _django(owner)
    return settings


def parsed(url: str, name: str = APP) -> Address:
    """Take an address apart; ``name`` is the setting it came from. The refusal never repeats the password."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as wrong:
        raise DatabaseTrouble(f"{name} is not an address ({wrong}). It looks like {SHAPE}.") from None
    if parts.scheme not in {"postgres", "postgresql"}:
        raise DatabaseTrouble(f"{name} begins with «{parts.scheme}:», and Qala knows only PostgreSQL: {SHAPE}.")
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    host = unquote(parts.hostname or "") if "%" not in parts.netloc else _host(parts.netloc)
    named = {"role": parts.username, "database": parts.path.strip("/"), "host": host or options.get("host")}
    missing = [word for word, there in named.items() if not there]
    if missing:
        raise DatabaseTrouble(f"{name} names no {' and no '.join(missing)}. It looks like {SHAPE}.")
    return Address(
        role=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        host=host or options.pop("host", ""),
        port=str(port or options.pop("port", "5432")),
        database=unquote(parts.path.strip("/")),
        options=tuple(sorted((key, value) for key, value in options.items() if key not in {"host", "port"})),
    )


def _host(netloc: str) -> str:
    # urlsplit lowers the case of a host, and the folder of a socket (%2Fvar%2FQala) has a case.
    place = netloc.rpartition("@")[2]
    if place.startswith("["):
        return place[1 : place.index("]")]
    return unquote(place.partition(":")[0])


def address_of(settings: Mapping[str, Any]) -> Address:
    """The address of one of Django's DATABASES; its pool and other matters of Django are left out."""
    options = tuple(sorted((key, value) for key, value in settings["OPTIONS"].items() if isinstance(value, str)))
    words = ("USER", "PASSWORD", "HOST", "PORT", "NAME")
    role, password, host, port, database = (str(settings[word]) for word in words)
    return Address(role, password, host, port, database, options)


def _django(address: Address) -> dict[str, Any]:
    return {
        "ENGINE": "qala.config.database.engine",
        "NAME": address.database,
        "USER": address.role,
        "PASSWORD": address.password,
        "HOST": address.host,
        "PORT": address.port,
        "OPTIONS": dict(address.options),
    }
