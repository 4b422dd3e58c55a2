"""Receipts: one file that opens a record to its owner and proves its place in the signed log.

A public door for parts above: `receipt_of(source, row)` for their own rows. Who may have one is their policy.
"""

from dataclasses import dataclass
from typing import Literal

from qala.journal.leaves import ENTRIES, MEMBERS, opened
from qala.journal.models import Entry as JournalEntry
from qala.journal.models import Leaf, Member, Secret
from qala.journal.rules.canonical import canonical
from qala.journal.rules.leaves import commitment, entry_of, salt_of, veiled
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


def receipt_of(source: int, row: int, folder: Folder | None = None) -> Receipt:
    """The receipt of one row of a source."""
    folder = folder or log_folder()
    leaf = Leaf.objects.filter(source=source, row=row).first()
    if leaf is None or leaf.number >= folder.size():
        return Receipt("waiting")
    note = _best_checkpoint(folder, leaf.number)
    size = Checkpoint.read(note.text).size
    path = inclusion_proof(leaf.number, size, node_reader(size, folder.hashes))
    extra, blind = _extra(leaf)
    return Receipt("blind" if blind else "sealed", Proof(leaf.number, path, note, extra))


def _best_checkpoint(folder: Folder, number: int) -> Note:
    """The newest checkpoint over a leaf that witnesses cosigned, else the newest."""
    newest = folder.note()
    assert newest is not None
    known = {(key.name, key.id) for key in witnesses() if key.kind == COSIGNATURE}
    if known:
        for note in [newest, *folder.kept()]:
            if Checkpoint.read(note.text).size <= number:
                break
            if any((line.name, line.key_id) in known for line in note.signatures):
                return note
    return newest


def _extra(leaf: Leaf) -> tuple[bytes, bool]:
    """What opens the leaf: record and salt; of an erased subject only what is public anyway."""
    entry = bytes(leaf.entry)
    for _row, subject, header, record in opened(leaf.source, [leaf.row]):
        kept = Secret.objects.filter(subject=subject).first()
        if kept is None:
            break
        secret = bytes(kept.secret)
        salt, sealed = salt_of(secret, leaf.source, leaf.row), veiled(record, secret)
        # A subject erased and spoken of again has another secret, which opens nothing of before.
        if entry_of(header, commitment(salt, sealed)) == entry:
            return canonical({"header": dict(header), "record": sealed, "salt": salt.hex()}), False
    return entry, True


def place_of(key: str, uid: str) -> tuple[int, int] | None:
    """Source and row of the line with this identifier in an object's history; None where it has no such line."""
    entry = JournalEntry.objects.filter(uid=uid).first()
    if entry is None:
        return None
    if entry.object == key:
        return ENTRIES, entry.pk
    member = Member.objects.filter(entry=entry, object=key).first()
    return (MEMBERS, member.pk) if member else None
