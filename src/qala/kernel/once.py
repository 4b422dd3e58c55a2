"""A row and what belongs to it, in one trip, once per key.

The door for messages that arrive by the hundred and are sent again when their answer was lost: no savepoint, no look
before the leap, and a second arrival of the same key writes nothing.
"""

from functools import lru_cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import Field, Model, OneToOneField

from qala.kernel.prepared import Prepared


def insert_once(first: Model, *belonging: Model, key: str) -> bool:
    """Insert `first` unless a row with its `key` is there, and the `belonging` with it; tell whether it was done.

    `key` names a field with a unique constraint. Each of `belonging` hangs on `first` by the one-to-one field that is
    its primary key. `first.pk` is set. Another broken constraint raises `IntegrityError`, as `save` does.
    """
    rows = (first, *belonging)
    here = connections[DEFAULT_DB_ALIAS]  # the wrapper itself: each field asks it several times
    values = [
        field.get_db_prep_save(field.pre_save(row, add=True), here)
        for row in rows
        for field in _fields(type(row))
    ]
    with connection.cursor() as cursor:
        cursor.execute(_statement(tuple(type(row) for row in rows), key).on(cursor), values)
        made = cursor.fetchone()
    if made is None:
        return False
    first.pk = made[0]
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias  # noqa: SLF001 - as `save` leaves a row
        if row is not first:
            row.pk = made[0]
    return True


@lru_cache(maxsize=32)
def _fields(model: type[Model]) -> tuple["Field[Any, Any]", ...]:
    """Every column but the primary key: that of `first` is given by the database, the others take it over."""
    return tuple(field for field in model._meta.concrete_fields if not field.primary_key)


@lru_cache(maxsize=32)
def _statement(models: tuple[type[Model], ...], key: str) -> Prepared:
    first, *others = models
    steps = ["first AS (" + _insert(first, "VALUES ({values})", key) + ")"]
    for at, model in enumerate(others):
        if not isinstance(model._meta.pk, OneToOneField):
            raise TypeError(f"{model.__name__} does not hang on its primary key")
        steps.append(f"other{at} AS (" + _insert(model, "SELECT key, {values} FROM first") + ")")  # noqa: S608
    name = f"once_{first._meta.db_table}"
    return Prepared(name, f"WITH {', '.join(steps)} SELECT key FROM first")  # noqa: S608 - names of columns


def _insert(model: type[Model], source: str, key: str = "") -> str:
    """One step: the first row, kept out by its key, or one that takes over the first's primary key."""
    names = [_column(model, field.name) for field in _fields(model)]
    # A bare parameter of a SELECT would be text: each says what it is.
    source = source.format(values=", ".join(f"%s::{field.db_type(connection)}" for field in _fields(model)))
    pk, ending = _column(model, model._meta.pk.name), ""
    if key:
        ending = f" ON CONFLICT ({_column(model, key)}) DO NOTHING RETURNING {pk} AS key"
    else:
        names.insert(0, pk)
    return f"INSERT INTO {_quoted(model._meta.db_table)} ({', '.join(names)}) {source}{ending}"


def _column(model: type[Model], name: str) -> str:
    """The quoted column of a field that is stored."""
    field = model._meta.get_field(name)
    if not isinstance(field, Field) or field.column is None:
        raise TypeError(f"{model.__name__}.{name} has no column")
    return _quoted(field.column)


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
