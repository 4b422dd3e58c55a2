"""Forms while their database dies, freezes, or its disk is full: ``python tests/away --var FOLDER``; JSON on stdout.

An embedded server of its own under FOLDER. At each moment of one POST (its first question, the case's row, the journal's,
the commit, right after it) the postmaster and every backend are killed; the database comes back and the same form is sent
again, twice. For the full disk the file of a table leads to /dev/full, where every written byte finds no space. With
``--part desks`` other forms are tried; with ``--part brim`` FOLDER is a file system of its own (tmpfs) that is filled to
the brim, write-ahead log and all.
"""

import argparse
import contextlib
import json
import os
import re
import secrets
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import desks
import disk

NEW = "/new/"
MOMENTS = ("question", "case", "journal", "commit", "answer")
CASE = "EXECUTE once_proposals_proposal"
WORDS = {"kk": "Аялдамада жарық жоқ, кешке қауіпті", "ru": "На остановке нет света", "en": "The stop is dark at night"}


def begin(var: Path) -> None:
    """A server, a migrated database, and Django as in production, talking to it."""
    from qala.config.database import embedded

    server = embedded.ensure_running(var)
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "qala.config.settings.production", "QALA_VAR": str(var),
        "QALA_SECRET": secrets.token_hex(32), "QALA_PLACARD_KEYS": secrets.token_hex(32),
        "QALA_IDENTITY_KEYS": secrets.token_hex(32), "QALA_HOSTS": "127.0.0.1", "QALA_URL": "http://127.0.0.1",
        "QALA_LOG_DIR": str(var / "log"), "QALA_LOG_KEY_FILE": str(var / "keys" / "log.key"),
        "QALA_CODE_KEY_FILE": str(var / "keys" / "codes.key"),
        "DATABASE_URL": server.app_url, "DATABASE_OWNER_URL": server.owner_url,
    }  # fmt: skip
    import django

    django.setup()
    from django.conf import settings

    from qala.config.testing import migrate

    settings.LOG_KEY_MADE_HERE = settings.CODE_KEY_MADE_HERE = True
    settings.SECURE_SSL_REDIRECT = settings.QALA_STAFF_SECOND_FACTOR = False
    settings.ALLOWED_HOSTS = ["*"]
    settings.DATABASE_PATIENCE_S = 3.0
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    migrate(settings.DATABASES["default"]["NAME"])


def folder_of(var: Path) -> Path:
    from qala.config.database.places import home_of

    home = home_of(var)
    assert home is not None
    return home / "data"


def tell(var: Path, word: signal.Signals = signal.SIGKILL) -> None:
    """The postmaster and every backend are killed, frozen or thawed, without a word."""
    first = int((folder_of(var) / "postmaster.pid").read_text().split()[0])
    children = Path(f"/proc/{first}/task/{first}/children").read_text().split()
    for pid in [first, *map(int, children)]:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, word)


def bring_back(var: Path) -> None:
    """Started again, as `keep_awake` does it; children of the dead hold its memory for a moment."""
    from qala.config.database import embedded

    until = time.monotonic() + 30
    while True:
        try:
            embedded.ensure_running(var)
        except embedded.DatabaseTrouble:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
        else:
            return


@contextlib.contextmanager
def struck(moment: str, strike: Callable[[], None]) -> Iterator[list[str]]:
    """Strike once, at a moment of what the application asks the database within."""
    from django.db import connection

    from qala.config.database.engine.base import DatabaseWrapper

    begins = {"question": "EXECUTE", "case": CASE, "frozen": CASE, "journal": "EXECUTE journal_entry"}
    did: list[str] = []

    def once() -> None:
        if not did:
            did.append(moment)
            strike()

    def asked(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        if moment in begins and begins[moment] in str(sql):
            once()
        return execute(sql, params, many, context)

    commit = DatabaseWrapper._commit

    def committed(wrapper: Any) -> Any:
        if moment == "commit":
            once()
        told = commit(wrapper)
        if moment == "answer":
            once()
        return told

    DatabaseWrapper._commit = committed
    try:
        with connection.execute_wrapper(asked):
            yield did
    finally:
        DatabaseWrapper._commit = commit


def opened(client: Any, language: str) -> dict[str, str]:
    """The hidden fields of a page that is open before a resident."""
    client.cookies["language"] = language
    html = client.get(NEW, secure=True).content.decode()
    return {name: re.search(rf'name="{name}" value="([^"]*)"', html)[1] for name in ("uid", "token")}


def cases(uid: str) -> dict[str, int]:
    """What stands in the register of this message: cases, words, entries of the journal."""
    from qala.journal.models import Entry
    from qala.proposals.models import Proposal, Statement

    found = Proposal.objects.filter(uid=uid)
    keys = [f"proposals.proposal:{case.pk}" for case in found]
    return {
        "cases": found.count(), "words": Statement.objects.filter(proposal__uid=uid).count(),
        "entries": Entry.objects.filter(object__in=keys, verb="proposals.proposal.submitted").count(),
    }  # fmt: skip


def page_told(answer: Any, fields: dict[str, str], words: str) -> dict[str, Any]:
    html = answer.content.decode()
    return {
        "status": answer.status_code, "again_after": answer.headers.get("Retry-After", ""),
        "words_kept": f">\n{words}</textarea>" in html, "uid_kept": fields["uid"] in html,
        "place_kept": 'value="дүкен жанында"' in html, "language": re.search(r'<html[^>]*lang="(\w+)"', html)[1] if html else "",
        "trace": "Traceback" in html or "psycopg" in html,
    }  # fmt: skip


def sent(moment: str, language: str, ends: Callable[[], None], mends: Callable[[], None]) -> dict[str, Any]:
    """One message under fire, and again when all is well."""
    from django.db import close_old_connections
    from django.test import Client

    # every real request begins with this; the test client leaves it out
    close_old_connections()
    client, words = Client(SERVER_NAME="127.0.0.1"), WORDS[language]
    fields = opened(client, language)
    told = {**fields, "text": words, "place_text": "дүкен жанында", "different": "1"}
    since = time.monotonic()
    with struck(moment, ends) as did:
        first = client.post(NEW, told, secure=True)
    waited = round(time.monotonic() - since, 1)
    result = {"waited_s": waited, "moment": moment, "asked": language, "struck": did, **page_told(first, fields, words)}
    mends()
    close_old_connections()
    result["stored_before"] = cases(fields["uid"])["cases"]
    again = [client.post(NEW, told, secure=True) for _ in range(2)]
    return result | {
        "again": [answer.status_code for answer in again], "same_talon": again[0].headers.get("Location") == again[1].headers.get("Location"),
        **cases(fields["uid"]),
    }  # fmt: skip


def fill_disk(var: Path, table: str) -> Callable[[], None]:
    """Let a table's new pages go where no space is; returns what gives the space back."""
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT pg_relation_filepath(%s), pg_relation_size(%s)", [table, table])
        path, size = cursor.fetchone()
    assert size == 0, f"{table} has rows already"
    file = folder_of(var) / path
    kept = file.with_name(f"{file.name}.kept")
    connections.close_all()
    file.rename(kept)
    file.symlink_to("/dev/full")

    def free() -> None:
        file.unlink()
        kept.rename(file)
        _hang_up()

    _hang_up()
    return free


def _hang_up() -> None:
    """Sessions that hold the old file open end; new ones open what is there."""
    from django.db import connections

    for alias in connections:
        connections[alias].close()
        if getattr(connections[alias], "pool", None):
            connections[alias].close_pool()


def _killed_and_watched(var: Path, watcher: threading.Timer) -> None:
    tell(var)
    watcher.start()


def of_form(var: Path) -> Iterator[dict[str, Any]]:
    """The resident's form at every moment."""
    yield sent("disk", "kk", lambda: None, fill_disk(var, "proposals_statement"))
    for place, moment in enumerate(MOMENTS):
        language = list(WORDS)[place % len(WORDS)]
        # as `qala demo` does within a second, but for one request that sees no database until its end
        watcher = threading.Timer(1, bring_back, [var])
        strike = partial(tell, var) if moment == "commit" else partial(_killed_and_watched, var, watcher)
        yield sent(moment, language, strike, partial(bring_back, var))
        if watcher.ident:
            watcher.join()
    yield sent("frozen", "ru", partial(tell, var, signal.SIGSTOP), partial(tell, var, signal.SIGCONT))


def of_brim(var: Path) -> Iterator[dict[str, Any]]:
    """The resident's form on a full disk, and what stands of it in the end."""
    from django.test import Client

    def page(language: str) -> tuple[Any, dict[str, str]]:
        client = Client(SERVER_NAME="127.0.0.1", raise_request_exception=False)
        return client, opened(client, language)

    found = disk.filled_up(var, page, page_told, partial(bring_back, var))
    yield found | {"stored": [cases(uid) for uid in found["uids"]]}


def main() -> int:
    asked = argparse.ArgumentParser()
    asked.add_argument("--var", type=Path, required=True)
    asked.add_argument("--part", choices=["form", "desks", "brim"], default="form")
    told = asked.parse_args()
    var = told.var
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))
    from qala.config.database import embedded

    try:
        begin(var)
        if told.part == "desks":
            results = [*desks.tried(struck, partial(tell, var), partial(bring_back, var))]
        else:
            results = [*(of_brim if told.part == "brim" else of_form)(var)]
    finally:
        embedded.stop(var)
    sys.stdout.write(json.dumps(results))
    return 0


sys.exit(main())
