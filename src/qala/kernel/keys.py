"""Opaque keys: how a row of one part is named in the journal or in another part."""

from django.db.models import Model


def key_of(thing: Model | str) -> str:
    """``"proposals.proposal:123"``; a string is taken as a key already made."""
    if isinstance(thing, str):
        return thing
    return f"{thing._meta.label_lower}:{thing.pk}"


def split_key(key: str) -> tuple[str, str]:
    """``("proposals.proposal", "123")``; raises ValueError for anything else."""
    label, colon, pk = key.partition(":")
    if not (colon and pk and "." in label):
        raise ValueError(f"not an object key: {key!r}")
    return label, pk
