"""Bring the server back when it was killed under a running Qala."""

import threading
import time

from qala.config.database.account import account_for
from qala.config.database.binaries import Binaries
from qala.config.database.cluster import Cluster
from qala.config.database.embedded import Server, ensure_running
from qala.config.database.trouble import DatabaseTrouble, say


def keep_awake(server: Server, every: float = 1.0) -> threading.Thread:
    """Look after the server from a thread of this process, ``every`` so many seconds, until the process ends.

    For the one long-lived process of a machine (``qala demo``). A killed server leaves its ``postmaster.pid`` behind
    and is started again; one that was stopped takes the file away and is left asleep.
    """
    cluster = Cluster(server.home, account_for(server.home / "data"), Binaries(server.home))

    def look() -> None:
        while True:
            time.sleep(every)
            if (cluster.data / "postmaster.pid").exists() and not cluster.pid():
                say("the database was killed; it is started again.")
                try:
                    ensure_running(server.var)
                except (DatabaseTrouble, OSError) as trouble:
                    say(str(trouble))

    thread = threading.Thread(target=look, name="qala-database", daemon=True)
    thread.start()
    return thread
