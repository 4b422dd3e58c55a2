"""The two roles, the database and its extensions, made by the superuser over the peer-checked socket."""

from pathlib import Path

import psycopg
from psycopg import sql

from qala.config.database.cluster import SUPERUSER
from qala.config.database.remembered import Remembered

DATABASE = "qala"
OWNER = "qala_owner"
APPLICATION = "qala_app"

EXTENSIONS = ("pg_trgm", "btree_gist", "vector")
"""Made in template1 as well, so that the owner's test databases have them and nobody needs a superuser."""


def provision(socket: Path, what: Remembered) -> None:
    """Make roles, extensions and database, or bring them to what is remembered; safe to repeat."""
    with _superuser(socket, what.port, "postgres") as server:
        _role(server, OWNER, what.owner_password, "CREATEDB")
        _role(server, APPLICATION, what.app_password, "NOCREATEDB")
        # The owner may end the application's sessions, or no test database could be dropped.
        server.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(APPLICATION), sql.Identifier(OWNER)))
    _extensions(socket, what.port, "template1")
    with _superuser(socket, what.port, "postgres") as server:
        if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            made = sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(DATABASE), sql.Identifier(OWNER))
            server.execute(made)
    _extensions(socket, what.port, DATABASE)


def _superuser(socket: Path, port: int, database: str) -> psycopg.Connection:
    return psycopg.connect(
        host=str(socket), port=port, user=SUPERUSER, dbname=database, autocommit=True, connect_timeout=10
    )


def _role(server: psycopg.Connection, name: str, password: str, may_create: str) -> None:
    known = server.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name]).fetchone()
    server.execute(
        sql.SQL("{} ROLE {} LOGIN NOSUPERUSER NOCREATEROLE NOREPLICATION NOBYPASSRLS {} PASSWORD {}").format(
            sql.SQL("ALTER" if known else "CREATE"), sql.Identifier(name), sql.SQL(may_create), sql.Literal(password)
        )
    )


def _extensions(socket: Path, port: int, database: str) -> None:
    with _superuser(socket, port, database) as server:
        there = {name for (name,) in server.execute("SELECT name FROM pg_available_extensions")}
        for extension in EXTENSIONS:
            if extension in there:  # pgvector may be missing; Qala then finds twins by spelling only
                server.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(extension)))
