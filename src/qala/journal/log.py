"""One door to the journal: `record` for one action, `record_many` for a batch."""

import json
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID, uuid4

from django.db import connection
from django.db.models import Model

from qala.journal.models import Entry
from qala.journal.rules import facts_of
from qala.kernel.actors import Actor
from qala.kernel.keys import key_of
from qala.kernel.prepared import Prepared

#: Plain SQL: every action of the city comes through here, and a storm pays for what a model's `save` would do.
_ENTRY = Prepared("journal_entry", """
INSERT INTO journal_entry (uid, actor, verb, object, facts) VALUES (%s, %s, %s, %s, %s) RETURNING id, recorded_at
""")
#: Members go in while they are told; the database judges them as any other rows.
_MEMBERS = "COPY journal_member (entry_id, object, facts) FROM STDIN"


def record(by: Actor, verb: str, thing: Model | str, **facts: Any) -> UUID:
    """Write what was done, in the transaction that did it, at the latest with its commit. Returns the entry's uid."""
    uid = uuid4()
    _ENTRY.later([uid, by.actor_key, verb, key_of(thing), connection.ops.adapt_json_value(facts_of(facts), None)])
    return uid


def _written(entry: Entry) -> Entry:
    facts = connection.ops.adapt_json_value(entry.facts, None)
    with connection.cursor() as cursor:
        cursor.execute(_ENTRY.on(cursor), [entry.uid, entry.actor, entry.verb, entry.object, facts])
        entry.pk, entry.recorded_at = cursor.fetchone()
    entry._state.adding, entry._state.db = False, connection.alias  # noqa: SLF001 - as `save` leaves a row
    return entry


def record_many(
    by: Actor, verb: str, things: Iterable[Model | str | tuple[Model | str, Mapping[str, Any]]], **facts: Any
) -> Entry:
    """Write one row for the batch and one member for each object it touched.

    `things` holds objects, or pairs of an object and its own facts.
    """
    members = [thing if isinstance(thing, tuple) else (thing, {}) for thing in things]
    part = verb.partition(".")[0]
    entry = _written(
        Entry(actor=by.actor_key, verb=verb, object=f"{part}.batch:{len(members)}", facts=facts_of(facts))
    )
    if members:
        with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(_MEMBERS) as copy:
            for thing, own in members:
                copy.write_row((entry.pk, key_of(thing), json.dumps(facts_of(own))))
    return entry
