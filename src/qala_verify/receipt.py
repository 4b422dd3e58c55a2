"""A receipt (c2sp.org/tlog-proof@v1): does this record stand, at this place, in the log that was signed?"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from qala_verify.canonical import canonical, read
from qala_verify.merkle import includes, leaf_hash
from qala_verify.notes import Key, Note, read_checkpoint, unbase

TAG = b"qala/v1/leaf\0"
NAMES = ({"header", "record", "salt"}, {"commitment", "header"})


@dataclass(frozen=True)
class Receipt:
    """What a receipt says. `record` is None where its subject was erased: a blind leaf of a valid tree."""

    index: int
    path: tuple[bytes, ...]
    checkpoint: Note
    header: dict[str, Any]
    record: dict[str, Any] | None
    leaf: bytes


@dataclass(frozen=True)
class Judged:
    """Who signed, of those whose keys were given, and whether the record stands in what they signed."""

    included: bool
    signers: tuple[str, ...]
    witnesses: tuple[str, ...]


def read_receipt(content: str) -> Receipt:
    """Take a receipt apart and compute its leaf anew; ValueError for anything that is not one."""
    head, _, note = content.partition("\n\n")
    first, extra, index, *path = head.split("\n") if head.count("\n") > 1 else ("", "", "")
    if first != "c2sp.org/tlog-proof@v1" or not extra.startswith("extra ") or not index.startswith("index "):
        raise ValueError("this is no receipt")
    number = index.removeprefix("index ")
    if not (number.isascii() and number.isdigit()):
        raise ValueError("a receipt names the place of its record")
    coded = unbase(extra.removeprefix("extra "))
    opened = read(coded)
    # One lawful spelling of everything, so that a changed byte is a changed receipt.
    if canonical(opened) != coded or set(opened) not in NAMES or str(int(number)) != number:
        raise ValueError("this is no receipt as the city writes it")
    header, record = opened["header"], opened.get("record")
    if "commitment" in opened:
        sealed = opened["commitment"]
    elif bytes.fromhex(opened["salt"]).hex() != opened["salt"]:
        raise ValueError("a salt is written in one way")
    else:
        sealed = sha256(TAG + bytes.fromhex(opened["salt"]) + canonical(record)).hexdigest()
    leaf = leaf_hash(canonical({"commitment": sealed, "header": header}))
    return Receipt(int(number), tuple(map(unbase, path)), read_checkpoint(note), header, record, leaf)


def judge(receipt: Receipt, keys: Sequence[Key], witnesses: Sequence[Key] = ()) -> Judged:
    """Hold a receipt against keys obtained elsewhere. A wrong signature is a ValueError."""
    note = receipt.checkpoint
    signers = tuple(key.name for key in keys if key.name == note.origin and note.signed_by(key))
    seen = tuple(key.name for key in witnesses if note.signed_by(key))
    return Judged(includes(receipt.leaf, receipt.index, note.size, receipt.path, note.root), signers, seen)
