"""Receipts: one file that opens a record to its owner and proves its place in the signed log.

A public door for parts above: `receipt_of(source, row)` and `receipts_of(source, rows)` for rows of their own. Who may
have one is their policy.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from qala.journal.leaves import ENTRIES, MEMBERS, opened
from qala.journal.models import Entry as JournalEntry
from qala.journal.models import Leaf, Member, Secret
from qala.journal.rules.canonical import canonical
from qala.journal.rules.leaves import commitment, salt_of, veiled
from qala.journal.rules.merkle import inclusion_proof
from qala.journal.rules.notes import COSIGNATURE, Checkpoint, Note
from qala.journal.rules.proofs import Proof
from qala.journal.rules.tiles import node_reader
from qala.journal.sealing.folder import Folder
from qala.journal.sealing.sequencer import log_folder
from qala.journal.sealing.witnesses import witnesses


@dataclass(frozen=True)
class Receipt:
    """A row's state in the log: waiting, sealed and openable, or sealed with its subject erased."""

    state: Literal["waiting", "sealed", "blind"]
    proof: Proof | None = None

    @property
    def content(self) -> str:
        return str(self.proof) if self.proof else ""


def receipt_of(source: int, row: int) -> Receipt:
    """The receipt of one row of a source."""
    return receipts_of(source, [row])[row]


def receipts_of(source: int, rows: Sequence[int]) -> dict[int, Receipt]:
    """The receipts of many rows of a source: three trips to the database, each tile read once."""
    folder = log_folder()
    newest = folder.note()
    size = folder.size()
    leaves = [leaf for leaf in Leaf.objects.filter(source=source, row__in=rows) if leaf.number < size]
    found = dict.fromkeys(rows, Receipt("waiting"))
    if newest is None or not leaves:
        return found
    notes = _cosigned(folder, newest)
    openings = _openings(source, leaves)
    nodes = cache(lambda size: cache(node_reader(size, cache(folder.hashes))))
    for leaf in leaves:
        note = next((note for note in notes if Checkpoint.read(note.text).size > leaf.number), newest)
        size = Checkpoint.read(note.text).size
        path = inclusion_proof(leaf.number, size, nodes(size))
        opening = openings.get(leaf.row)
        proof = Proof(leaf.number, path, note, opening or bytes(leaf.entry))
        found[leaf.row] = Receipt("sealed" if opening else "blind", proof)
    return found


def _cosigned(folder: Folder, newest: Note) -> list[Note]:
    """The checkpoints that witnesses put their names under, newest first: better proof than the newest alone."""
    known = {(key.name, key.id) for key in witnesses() if key.kind == COSIGNATURE}
    notes = [newest, *folder.kept()] if known else []
    return [note for note in notes if any((line.name, line.key_id) in known for line in note.signatures)]


def _openings(source: int, leaves: Sequence[Leaf]) -> dict[int, bytes]:
    """What opens each leaf: record and salt. An erased subject's leaf has none, only what is public anyway."""
    entries = {leaf.row: bytes(leaf.entry) for leaf in leaves}
    rows = list(opened(source, list(entries)))
    kept = Secret.objects.filter(subject__in={subject for _, subject, _, _ in rows})
    known = {subject: bytes(secret) for subject, secret in kept.values_list("subject", "secret")}
    found = {}
    for row, subject, _header, record in rows:
        if (secret := known.get(subject)) is None:
            continue
        salt, sealed = salt_of(secret, source, row), veiled(record, secret)
        # A subject erased and spoken of again has another secret, which opens nothing of before. The header is the
        # published one: what it may tell was decided when it was sealed.
        told = json.loads(entries[row])
        if commitment(salt, sealed).hex() == told["commitment"]:
            found[row] = canonical({"header": told["header"], "record": sealed, "salt": salt.hex()})
    return found


def place_of(key: str, uid: str) -> tuple[int, int] | None:
    """Source and row of the line with this identifier in an object's history; None where it has no such line."""
    entry = JournalEntry.objects.filter(uid=uid).first()
    if entry is None:
        return None
    if entry.object == key:
        return ENTRIES, entry.pk
    member = Member.objects.filter(entry=entry, object=key).first()
    return (MEMBERS, member.pk) if member else None
