"""Whether a server can carry Qala: asked once at start and before a migration."""

import psycopg

from qala.config.database.trouble import DatabaseTrouble

OLDEST = 16


def server_too_old(version: int) -> str | None:
    """Why a server of this version (``server_version_num``, 150018 for 15.18) is refused, or nothing."""
    major = version // 10_000
    if major >= OLDEST:
        return None
    return f"This is PostgreSQL {major}, and Qala needs {OLDEST} or newer. Nothing was changed."


def require_fit(url: str) -> None:
    """Refuse a server Qala cannot stand on: unreachable, too old, not UTF-8, or blind to Cyrillic letters."""
    try:
        connection = psycopg.connect(url, connect_timeout=10, autocommit=True)
    except psycopg.OperationalError as silent:
        raise DatabaseTrouble(f"The database does not answer: {str(silent).strip()}") from silent
    with connection:
        old = server_too_old(connection.info.server_version)
        if old:
            raise DatabaseTrouble(old)
        encoding = connection.info.parameter_status("server_encoding")
        if encoding != "UTF8":
            raise DatabaseTrouble(f"The database keeps its texts in {encoding}, and Kazakh letters need UTF8.")
        row = connection.execute("SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm'").fetchone()
        if row and connection.execute("SELECT show_trgm('Қала') = '{}'").fetchone() == (True,):
            raise DatabaseTrouble(
                "Under this database's character type (lc_ctype C) Cyrillic letters are no letters, and search would "
                "find nothing. Make the database with LC_CTYPE 'C.UTF-8'."
            )
