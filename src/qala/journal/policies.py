"""Who may read what happened to an object, and whose key they see."""

import hmac
from hashlib import sha256

from django.conf import settings

from qala.kernel.actors import Actor
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


def shown_actor(actor: str, key: str, roles: frozenset[str]) -> str:
    """A person's key as this reader sees it: auditors the key itself, others a mark that holds for one object.

    Residents act too (submit, support, confirm): one key on all their cases would tie those together for everybody.
    The mark still tells whether two lines of one object are of one hand.
    """
    label, _colon, pk = actor.partition(":")
    if label != "person" or roles & READERS:
        return actor
    mark = hmac.digest(settings.SECRET_KEY.encode(), f"{key}|{pk}".encode(), sha256)[:5].hex()
    return f"person:~{mark}"


def may_cosign(by: Actor) -> bool:
    """Anybody may bring a checkpoint: only sound signatures of known witnesses under our own are taken from it."""
    return bool(by.actor_key)


def may_erase_secret(by: Actor) -> bool:
    """Parts erase a subject after their own policy; somebody nameless erases nothing."""
    return by.actor_key not in {"", "resident", "witness"}
