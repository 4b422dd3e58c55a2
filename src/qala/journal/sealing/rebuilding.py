"""A lost publication, from the database again: the same bytes, and nothing signed that was not signed before."""

from base64 import b64decode
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import pairwise

from qala.journal.models import Checkpoint as SignedCheckpoint
from qala.journal.models import Entry
from qala.journal.rules.notes import Checkpoint, Key, Note, Signature
from qala.journal.sealing.claims import next_number
from qala.journal.sealing.folder import Folder
from qala.journal.sealing.keys import Signer
from qala.journal.sealing.publication import STEP, Fork, root_in, tidy, write_growth
from qala.journal.sealing.witnesses import witnesses
from qala.kernel.clock import local

COSIGNED = "journal.checkpoint.cosigned"


def rebuild(folder: Folder, signers: Sequence[Signer], kept: Sequence[Note]) -> Checkpoint:
    """Write every file of the publication anew; call it inside `folder.alone()`.

    `kept` are checkpoints that others keep: the database must hold them all, or it was restored to an earlier state and
    would be published as a fork. Raises Fork there, where a checkpoint is still published, and where the leaves do not
    give the roots that were signed.
    """
    if folder.note() is not None:
        raise Fork("A checkpoint is published. Move what is left of the folder away first.")
    signed = [(one.size, one.signed_at) for one in SignedCheckpoint.objects.order_by("size")]
    if not signed or signed[-1][0] > next_number():
        raise Fork("The database holds no checkpoint, or fewer leaves than it signed for.")
    _grow(folder, [size for size, _at in signed])
    for note in kept:
        checkpoint = Checkpoint.read(note.text)
        if checkpoint.size > signed[-1][0] or root_in(folder, checkpoint.size) != checkpoint.root:
            raise Fork(f"Somebody keeps a checkpoint of {checkpoint.size} leaves that this database does not hold.")
    folder.write_keys(_keys(signers))
    lines = _cosignatures()
    for size in sorted({*_last_of_days(signed), *lines}):
        folder.keep(_note(folder, size, lines.get(size, [])))
    folder.list_cosigned()
    newest = _note(folder, signed[-1][0], lines.get(signed[-1][0], []))
    folder.write("checkpoint", str(newest).encode())
    return Checkpoint.read(newest.text)


def _grow(folder: Folder, sizes: Sequence[int]) -> None:
    """Tiles and entries, through every size that left a narrow tile: those after the last full tile of tiles."""
    last = sizes[-1]
    whole = last - last % STEP
    steps = [0, *range(STEP, whole + 1, STEP), *(size for size in sizes if size > whole)]
    for old, new in pairwise(steps):
        write_growth(folder, old, new)
        tidy(folder, old, new)


def _note(folder: Folder, size: int, cosigned: Sequence[Signature]) -> Note:
    """A checkpoint as it was signed, with its witnesses. Stops where the rebuilt tree is another."""
    note = Note.read(SignedCheckpoint.objects.get(size=size).note)
    if root_in(folder, size) != Checkpoint.read(note.text).root:
        raise Fork(f"The leaves do not give the root that was signed over {size} of them.")
    return note.with_signatures(cosigned)


def _last_of_days(signed: Sequence[tuple[int, datetime]]) -> Iterator[int]:
    for (size, at), (_size, later) in pairwise(signed):
        if local(at).date() < local(later).date():
            yield size


def _cosignatures() -> dict[int, list[Signature]]:
    """The witnesses' lines by size of the checkpoint, as the journal holds them."""
    names = {key.id.hex(): key.name for key in witnesses()}
    found: dict[int, list[Signature]] = {}
    for entry in Entry.objects.filter(verb=COSIGNED, facts__has_key="signature").order_by("pk"):
        number = entry.facts["key"]
        if number in names:
            line = Signature(names[number], bytes.fromhex(number), b64decode(entry.facts["signature"]))
            found.setdefault(int(entry.object.rpartition(":")[2]), []).append(line)
    return found


def _keys(signers: Sequence[Signer]) -> list[Key]:
    """Whoever signed, in the order in which they first did."""
    since = [(one.made_at, one.key) for one in signers]
    for key in witnesses():
        first = Entry.objects.filter(verb=COSIGNED, facts__key=key.id.hex()).order_by("pk").first()
        since += [(first.recorded_at, key)] if first else []
    return [key for _at, key in sorted(since, key=lambda one: one[0])]
