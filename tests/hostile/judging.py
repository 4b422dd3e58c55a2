"""What is wrong with an answer, and with what stands in the database after it."""

import re
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.core.signals import got_request_exception
from django.db import connection, transaction
from django.db.models import Q

from qala.journal.models import Entry, Member
from tests.hostile import values

TRACE = re.compile(r"Traceback \(most recent|psycopg|DoesNotExist|ValueError:|django\.(?:db|core)|File \"/")
CHANGES = re.compile(r"\s*(?:INSERT|UPDATE|DELETE|EXECUTE)\b")
#: Nobody's action: sessions, counters of scans and guesses, and the notes of an administrator's session.
APART = {"django_session", "people_account", "proposals_deadscan", "proposals_scan", "proposals_trythrottle"}
#: A voice is counted, the address beside it refused, and the page says both; an administrator's requests are noted.
KEEPS = ("/new/me-too/", "/office/admin/")
CODES = {200, 201, 202, 204, 301, 302, 303, 304, 400, 401, 403, 404, 405, 406, 409, 410, 413, 415, 422, 429}


@dataclass
class Watch:
    """What happened while one request was answered."""

    changes: bool = False
    trouble: list[str] = field(default_factory=list)

    def asked(self, execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        self.changes = self.changes or bool(CHANGES.match(str(sql)))
        return execute(sql, params, many, context)

    def fell(self, **_told: Any) -> None:
        kind, what, where = sys.exc_info()
        last = [line for line in traceback.extract_tb(where) if "/qala/" in line.filename][-1:]
        place = f"{last[0].filename.rpartition('/qala/')[2]}:{last[0].lineno}" if last else ""
        self.trouble.append(f"{getattr(kind, '__name__', kind)} {str(what)[:120]} at {place}")


class Judge:
    """Made once the city stands: what is there before each request, and again after it."""

    def __init__(self) -> None:
        self.last = Entry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        self.prints: dict[str, Any] = {}
        self.prints = self._prints()

    @contextmanager
    def watched(self) -> Iterator[Watch]:
        """Watch one request; whatever it did is undone at the end."""
        watch = Watch()
        got_request_exception.connect(watch.fell)
        try:
            with transaction.atomic(), connection.execute_wrapper(watch.asked):
                yield watch
                transaction.set_rollback(True)
        finally:
            got_request_exception.disconnect(watch.fell)

    def faults(self, watch: Watch, answer: Any, body: bytes, language: str, *, keeps: bool = False) -> Iterator[str]:
        """Asked inside the request's transaction: everything that should not be so."""
        if answer.status_code not in CODES or watch.trouble:
            yield f"{answer.status_code} {watch.trouble}"
            return
        if watch.changes:
            yield from self._rows(refused=answer.status_code >= 400 and not keeps)
        kind = answer.headers.get("Content-Type", "")
        if not kind.startswith(("text/", "application/json", "application/problem+json", "application/geo+json", "application/atom+xml")):
            return
        text = body.decode()
        if TRACE.search(text):
            yield f"a trace: {text[TRACE.search(text).start():][:80]}"  # type: ignore[union-attr]
        if "html" in kind:
            yield from self._page(answer.status_code, text, language)

    def _page(self, status: int, text: str, language: str) -> Iterator[str]:
        if values.MARKED[:17] in text:
            yield "typed words are a script"
        if "<!doctype" not in text[:200].lower():
            return
        if f'<html lang="{language}"' not in text:
            yield f"{status} not in {language}"
        if "<h1" not in text:
            yield f"{status} without a heading"

    def _rows(self, *, refused: bool) -> Iterator[str]:
        if refused and (changed := [name for name, print_of in self._prints().items() if self.prints[name] != print_of]):
            yield f"refused, and yet changed {changed}"
        gone = Q(verb__endswith=".discarded") | Q(verb__endswith=".torn_up")
        news = Entry.objects.filter(pk__gt=self.last).exclude(gone)
        keys = {*news.values_list("object", flat=True), *Member.objects.filter(entry__in=news).values_list("object", flat=True)}
        for key in sorted(keys):
            if not stands(key):
                yield f"the journal names {key}, and there is none"

    def _prints(self) -> dict[str, Any]:
        tables = self.prints or [name for name in connection.introspection.table_names() if name not in APART]
        asks = " UNION ALL ".join(f"SELECT '{name}', count(*), coalesce(sum(hashtext(t::text)), 0) FROM \"{name}\" t" for name in tables)
        with connection.cursor() as cursor:
            cursor.execute(asks)
            return {name: rest for name, *rest in cursor.fetchall()}


def stands(key: str) -> bool:
    """Whether the row that a key of the journal names is there."""
    label, _colon, pk = key.partition(":")
    try:
        return apps.get_model(label)._base_manager.filter(pk=pk).exists()
    except (LookupError, ValueError):
        return True  # a noun of the part that is no row: its own tests know it
