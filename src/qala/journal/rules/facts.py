"""What may stand in the journal: records that any canonical JSON writes the same way.

The log of the next floor hashes these records (RFC 8785). So keys are ASCII, values are short strings, integers
below 2**53, booleans, nulls, or lists of those; no floats, no free text, no nesting.
"""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from uuid import UUID

LARGEST = 2**53 - 1
LONGEST = 200
KEY = re.compile(r"^[a-z][a-z0-9_]*$")
# Identifiers, slugs, numbers and days. Letters beyond ASCII are a sign of free text or of a name.
IDENTIFIER = re.compile(r"^[\x21-\x7e]*$")

Fact = str | int | bool | None | list["Fact"]


class NotForTheJournal(ValueError):
    """A fact that cannot be erased later must not be a name or a text."""


def plain(key: str, value: object) -> Fact:
    """One fact in its canonical form; refuses names, texts, floats and nesting."""
    if isinstance(value, list | tuple | frozenset | set):
        items = sorted(value, key=str) if isinstance(value, frozenset | set) else value
        return [_scalar(key, item) for item in items]
    return _scalar(key, value)


def _scalar(key: str, value: object) -> str | int | bool | None:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        if abs(value) > LARGEST:
            raise NotForTheJournal(f"{key}: {value} is beyond 2**53")
        return int(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, str) and IDENTIFIER.match(value) and len(value) <= LONGEST:
        return str(value)
    raise NotForTheJournal(f"{key}: only identifiers, numbers, slugs and days are recorded")


def facts_of(facts: Mapping[str, object]) -> dict[str, Fact]:
    """All facts in canonical form, keys sorted."""
    for key in facts:
        if not KEY.match(key):
            raise NotForTheJournal(f"{key!r} is not a plain key")
    return {key: plain(key, facts[key]) for key in sorted(facts)}
