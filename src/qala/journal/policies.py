"""Who may read what happened to an object."""

from qala.kernel.cards import Reference, reference
from qala.kernel.keys import split_key

READERS = frozenset({"auditor", "administrator", "statistician"})


def shown_reference(key: str, person: object, roles: frozenset[str]) -> Reference | None:
    """The object's title and address where its own part shows it to this reader; auditors see every key."""
    try:
        split_key(key)
    except ValueError:
        return None
    found = reference(key, person)
    if found is None and roles & READERS:
        return Reference(title=key, address="", state="")
    return found
