"""Opaque keys: how a row of one part is named in the journal or in another part."""

import re

from django.db.models import Model

ROW = re.compile(r"[\w.:~-]{1,60}", re.ASCII)


def key_of(thing: Model | str) -> str:
    """``"proposals.proposal:123"``; a string is taken as a key already made."""
    if isinstance(thing, str):
        return thing
    return f"{thing._meta.label_lower}:{thing.pk}"


def split_key(key: str) -> tuple[str, str]:
    """``("proposals.proposal", "123")``; raises ValueError for anything else."""
    label, colon, pk = key.partition(":")
    if not (colon and "." in label and ROW.fullmatch(label) and ROW.fullmatch(pk)):
        raise ValueError(f"not an object key: {key!r}")
    return label, pk


def row_number(pk: str) -> int:
    """The number of a row, or 0, which no row has, where somebody typed anything else: keys stand in addresses too."""
    return int(pk) if pk.isascii() and pk.isdigit() and len(pk) <= 18 else 0
