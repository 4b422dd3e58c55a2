"""A leaf: an open header anyone may add up, beside a salted commitment that only its owner can open.

The salt is derived from the secret of the leaf's subject. Erase the secret and every leaf of that subject is blind,
while the tree over them stays as valid as it was.
"""

import hmac
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

from qala.journal.rules.canonical import canonical
from qala.kernel.clock import local

TAG = b"qala/v1/leaf\0"
SECRET_BYTES = 32


def salt_of(secret: bytes, source: int, number: int) -> bytes:
    """Never the same twice: the pair (source, number) names one row for ever."""
    return hmac.digest(secret, b"qala/v1/salt\0" + source.to_bytes(2, "big") + number.to_bytes(8, "big"), sha256)


def commitment(salt: bytes, record: Mapping[str, object]) -> bytes:
    return sha256(TAG + salt + canonical(dict(record))).digest()


def entry_of(header: Mapping[str, object], committed: bytes) -> bytes:
    """The bytes the log publishes and hashes."""
    return canonical({"commitment": committed.hex(), "header": dict(header)})


def agrees(header: Mapping[str, Any], record: Mapping[str, Any]) -> bool:
    """Whether an open header says what its record says: totals are added up from headers alone.

    What is taken back counts against the month of what was drawn; the books may take a day on a later one.
    """
    if "verb" in record:
        at = datetime.fromisoformat(record["at"])
        told = {"kind": "journal", "part": record["verb"].partition(".")[0]}
        if "published" in record["facts"]:
            told |= {"published": record["facts"]["published"], "verb": record["verb"]}
        return any(header == {**told, "month": f"{one:%Y-%m}"} for one in (at, local(at)))
    day, month = header.get("day", ""), header["month"]
    return (
        header["kind"] == ("released" if record["phase"] == "release" else record["code"])
        and header.get("tiyn", record["tiyn"]) == record["tiyn"]
        and month <= record["day"][:7]
        and day <= record["day"]
        and (not day or day.startswith(month) or record["reverses"] is not None)
    )


def veiled(record: Mapping[str, object], secret: bytes) -> dict[str, object]:
    """The record as it is sealed: a person who acted is a mark that holds for this subject only.

    A receipt opens the record to whoever may read of the subject; the same hand on two subjects must not show. An
    auditor who has the secret recomputes the mark from the journal's key.
    """
    actor = record.get("actor")
    if not (isinstance(actor, str) and actor.startswith("person:")):
        return dict(record)
    mark = hmac.digest(secret, b"qala/v1/actor\0" + actor.encode(), sha256)[:16].hex()
    return {**record, "actor": f"person:~{mark}"}
