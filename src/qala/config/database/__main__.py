"""``python -m qala.config.database urls|stop VAR``: the embedded server for a script, without Django.

``urls`` starts it and prints two lines for ``eval`` or ``env``: DATABASE_URL and DATABASE_OWNER_URL over loopback.
That server stays up until ``stop``: nobody is left whose end would stop it.
"""

import sys
from pathlib import Path

from qala.config.database.embedded import ensure_running, stop
from qala.config.database.roles import APPLICATION, OWNER
from qala.config.database.trouble import DatabaseTrouble

match sys.argv[1:]:
    case ["urls", var]:
        try:
            server = ensure_running(Path(var))
        except DatabaseTrouble as trouble:
            sys.exit(f"qala: {trouble}")
        print(f"DATABASE_URL={server.url(APPLICATION, tcp=True)}")  # noqa: T201 -- what it is asked for
        print(f"DATABASE_OWNER_URL={server.url(OWNER, tcp=True)}")  # noqa: T201
    case ["stop", var]:
        stop(Path(var))
    case _:
        sys.exit(__doc__)
