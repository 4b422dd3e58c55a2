"""What a receipt proves: its record opened, its way up the tree, who signed the root. A browser does the same."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from qala.journal.rules.canonical import canonical
from qala.journal.rules.leaves import agrees, commitment, entry_of
from qala.journal.rules.merkle import climb, is_included, leaf_hash
from qala.journal.rules.notes import Checkpoint, Key, NotANote
from qala.journal.rules.proofs import Proof
from qala.journal.sealing.keys import is_sound

NAMES = ({"header", "record", "salt"}, {"commitment", "header"})


@dataclass(frozen=True)
class Shown:
    """One step as a page shows it, in hexadecimal."""

    is_left: bool
    beside: str
    found: str


@dataclass(frozen=True)
class Proved:
    """A receipt judged. `record` is None where the person's data was erased: the place stands, nobody can read it."""

    index: int
    size: int
    origin: str
    leaf: str
    steps: tuple[Shown, ...]
    root: str
    is_included: bool
    signers: tuple[str, ...]
    header: dict[str, Any]
    record: dict[str, Any] | None

    @property
    def rising(self) -> tuple[Shown, ...]:
        """The steps from the root down, as they stand on the page."""
        return self.steps[::-1]

    @property
    def closed(self) -> list[tuple[str, str]]:
        """What only the receipt opens, name by name."""
        told = sorted((self.record or {}).items())
        return [(name, value if isinstance(value, str) else json.dumps(value)) for name, value in told]


def proved(content: str, keys: Sequence[Key]) -> Proved:
    """Judge a receipt by keys; ValueError for a text that is none, and for a signature that is wrong."""
    proof = Proof.read(content.replace("\r\n", "\n"))
    checkpoint = Checkpoint.read(proof.checkpoint.text)
    header, record, sealed = _opened(proof.extra)
    if record is not None and not agrees(header, record):
        raise NotANote("the open header says something else than the sealed record")
    leaf = leaf_hash(entry_of(header, sealed))
    ours = [key for key in keys if key.name == checkpoint.origin]
    return Proved(
        index=proof.index, size=checkpoint.size, origin=checkpoint.origin, leaf=leaf.hex(),
        steps=tuple(
            Shown(one.is_left, one.beside.hex(), one.found.hex())
            for one in climb(leaf, proof.index, checkpoint.size, proof.path)
        ),
        root=checkpoint.root.hex(),
        is_included=is_included(leaf, proof.index, checkpoint.size, proof.path, checkpoint.root),
        signers=tuple(key.name for key in ours if proof.checkpoint.signed_by(key, is_sound)),
        header=header, record=record,
    )  # fmt: skip


def _opened(extra: bytes) -> tuple[dict[str, Any], dict[str, Any] | None, bytes]:
    """Header, record and commitment; one lawful spelling of everything, so that a changed sign is a changed receipt."""
    try:
        opened = json.loads(extra)
        if set(opened) not in NAMES or canonical(opened) != extra:
            raise NotANote("this is no receipt as the city writes it")
        if "commitment" in opened:
            return opened["header"], None, bytes.fromhex(opened["commitment"])
        salt = bytes.fromhex(opened["salt"])
        if salt.hex() != opened["salt"]:
            raise NotANote("a salt is written in one way")
        return opened["header"], opened["record"], commitment(salt, opened["record"])
    except (TypeError, AttributeError) as broken:
        raise NotANote("this is no receipt as the city writes it") from broken
