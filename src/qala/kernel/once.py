"""A row and what belongs to it, in one trip, once per key.

The door for messages that arrive by the hundred and are sent again when their answer was lost: no savepoint, no look
before the leap, and a second arrival of the same key writes nothing.
"""

from functools import lru_cache
from itertools import chain
from typing import Any, TypeAlias

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Field, Model, OneToOneField

from qala.kernel.prepared import Prepared

#: A table and those of its columns that are told.
Shape: TypeAlias = tuple[type[Model], tuple[str, ...]]


def insert_once(first: Model, *belonging: Model, key: str) -> bool:
    """Insert `first` unless a row with its `key` is there, and the `belonging` with it; tell whether it was done.

    `key` names a field with a unique constraint. Each of `belonging` hangs on `first` by the one-to-one field that is
    its primary key. `first.pk` is set. Another broken constraint raises `IntegrityError`, as `save` does.
    """
    rows = (first, *belonging)
    here = connections[DEFAULT_DB_ALIAS]  # the wrapper itself: each field asks it several times
    shapes, values = zip(*(_told(row, here) for row in rows), strict=True)
    with here.cursor() as cursor:
        cursor.execute(_statement(shapes, key).on(cursor), list(chain.from_iterable(values)))
        made = cursor.fetchone()
    if made is None:
        return False
    first.pk = made[0]
    for row in rows:
        row._state.adding, row._state.db = False, here.alias  # noqa: SLF001 - as `save` leaves a row
        if row is not first:
            row.pk = made[0]
    return True


def _told(row: Model, here: BaseDatabaseWrapper) -> tuple[Shape, list[Any]]:
    """The columns that hold something and their values: half the columns of a new case are empty, and each costs."""
    names, values = [], []
    for field in _fields(type(row)):
        value = field.pre_save(row, add=True)
        if value is not None or field.has_db_default():
            names.append(field.name)
            values.append(field.get_db_prep_save(value, here))
    return (type(row), tuple(names)), values


@lru_cache(maxsize=32)
def _fields(model: type[Model]) -> tuple["Field[Any, Any]", ...]:
    """Every column but the primary key: that of `first` is given by the database, the others take it over."""
    return tuple(field for field in model._meta.concrete_fields if not field.primary_key)


@lru_cache(maxsize=256)
def _statement(shapes: tuple[Shape, ...], key: str) -> Prepared:
    first, *others = shapes
    steps = ["first AS (" + _insert(first, "VALUES ({values})", key) + ")"]
    for at, shape in enumerate(others):
        if not isinstance(shape[0]._meta.pk, OneToOneField):
            raise TypeError(f"{shape[0].__name__} does not hang on its primary key")
        steps.append(f"other{at} AS (" + _insert(shape, "SELECT {values} FROM first") + ")")  # noqa: S608
    name = f"once_{first[0]._meta.db_table}"
    return Prepared(name, f"WITH {', '.join(steps)} SELECT key FROM first")  # noqa: S608 - names of columns


def _insert(shape: Shape, source: str, key: str = "") -> str:
    """One step: the first row, kept out by its key, or one that takes over the first's primary key."""
    model, told = shape
    names = [_column(model, name) for name in told]
    # A bare parameter of a SELECT would be text: each says what it is.
    values = [f"%s::{field.db_type(connection)}" for field in _fields(model) if field.name in told]
    pk, ending = _column(model, model._meta.pk.name), ""
    if key:
        ending = f" ON CONFLICT ({_column(model, key)}) DO NOTHING RETURNING {pk} AS key"
    else:
        names, values = [pk, *names], ["key", *values]
    source = source.format(values=", ".join(values))
    return f"INSERT INTO {_quoted(model._meta.db_table)} ({', '.join(names)}) {source}{ending}"


def _column(model: type[Model], name: str) -> str:
    """The quoted column of a field that is stored."""
    field = model._meta.get_field(name)
    if not isinstance(field, Field) or field.column is None:
        raise TypeError(f"{model.__name__}.{name} has no column")
    return _quoted(field.column)


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
