"""From leaves to a signed checkpoint: check that the tree only grows, write tiles, entries, checkpoint, then tidy."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from qala.journal.models import Checkpoint as SignedCheckpoint
from qala.journal.models import Leaf
from qala.journal.rules.merkle import edge_of, root_of
from qala.journal.rules.notes import ED25519, Checkpoint, Note
from qala.journal.rules.tiles import WIDTH, Tile, bundle, bundles_of, growth, node_reader, tiles_of
from qala.journal.sealing.claims import next_number
from qala.journal.sealing.folder import Folder, Lost
from qala.journal.sealing.keys import Signer, is_sound, signing_on
from qala.kernel.clock import local

STEP = 256 * WIDTH
BOTH_FOR = timedelta(days=30)


class Fork(RuntimeError):
    """The tree in the database does not grow out of what was published. Nothing is signed until a person looked."""


def published(folder: Folder, signers: Sequence[Signer]) -> Checkpoint | None:
    """What was signed last. Stops where the folder bears no signature of ours, or lost a checkpoint once signed."""
    note = folder.note()
    if note is None:
        if SignedCheckpoint.objects.exists():
            raise Fork(
                "The published folder has lost its checkpoint. Bring the folder back, or rebuild it (qala log publish):"
                " nothing is signed before."
            )
        return None
    checkpoint = Checkpoint.read(note.text)
    keys = {*folder.keys(), *(signer.key for signer in signers)}
    ours = [key for key in keys if key.kind == ED25519 and key.name == checkpoint.origin == signers[-1].key.name]
    if not [key for key in ours if note.signed_by(key, is_sound)]:
        raise Fork("The published checkpoint is not signed by a key of this log.")
    return checkpoint


def require_growth(folder: Folder, before: Checkpoint | None) -> None:
    """Stop unless the leaves in the database go on where the published tree ends."""
    size = next_number()
    if before is None or before.size == 0:
        return
    if size < before.size:
        raise Fork(
            f"The database holds {size} leaves, {before.size} are published and signed: it was restored to an earlier"
            " state. Replay what is missing; until then nothing is sealed."
        )
    if root_in(folder, before.size) != before.root:
        raise Fork("The published tiles do not give the root that was signed.")
    tile = Tile(0, (before.size - 1) // WIDTH, (before.size - 1) % WIDTH + 1)
    if _leaves(tile.index * WIDTH, before.size) != folder.hashes(tile)[: tile.width]:
        raise Fork("The database's last published leaves are not those that were signed.")


def publish(folder: Folder, signers: Sequence[Signer], at: datetime) -> Checkpoint | None:
    """Publish every numbered leaf and sign. Call it inside `folder.alone()`; returns the newest checkpoint."""
    before = published(folder, signers)
    require_growth(folder, before)
    size, now = before.size if before else 0, signing_on(signers, at, BOTH_FOR)
    total = next_number()
    while size < total or before is None or not _is_signed_by(folder, now):
        target = min(total, size + STEP)
        write_growth(folder, size, target)
        before = _sign(folder, target, now, at)
        tidy(folder, size, target)
        size = target
    _remember(folder, before)
    return before


def _is_signed_by(folder: Folder, signers: Sequence[Signer]) -> bool:
    note = folder.note()
    return note is not None and all(note.signed_by(signer.key, is_sound) for signer in signers)


def _leaves(start: int, end: int) -> list[bytes]:
    rows = Leaf.objects.filter(number__gte=start, number__lt=end).order_by("number").values_list("hash", flat=True)
    return [bytes(hash_) for hash_ in rows]


def _entries(start: int, end: int) -> list[bytes]:
    rows = Leaf.objects.filter(number__gte=start, number__lt=end).order_by("number").values_list("entry", flat=True)
    return [bytes(entry) for entry in rows]


def root_in(folder: Folder, size: int) -> bytes:
    """The root over the first `size` leaves, by the published tiles."""
    node = node_reader(size, folder.hashes)
    return root_of([node(level, index) for level, index in edge_of(size)])


def write_growth(folder: Folder, old: int, new: int) -> None:
    """Tiles first, then entries: a checkpoint never speaks of a file that is not there."""
    start = old - old % WIDTH
    for tile, hashes in growth(old, new, _leaves(start, new), folder.hashes):
        folder.write(tile.path, b"".join(hashes))
    entries = _entries(start, new)
    for tile in bundles_of(new, old):
        first = tile.index * WIDTH - start
        folder.write(tile.path, bundle(entries[first : first + tile.width]))


def _sign(folder: Folder, size: int, signers: Sequence[Signer], at: datetime) -> Checkpoint:
    checkpoint = Checkpoint(signers[0].key.name, size, root_in(folder, size))
    earlier = folder.note()
    folder.write_keys([signer.key for signer in signers])
    note = Note(checkpoint.text)
    if earlier and earlier.text == note.text:
        note = earlier
    elif earlier:
        _keep_of_its_day(folder, earlier, at)
    note = note.with_signatures(signer.sign(note.text) for signer in signers)
    folder.write("checkpoint", str(note).encode())
    return checkpoint


def _keep_of_its_day(folder: Folder, note: Note, at: datetime) -> None:
    """The last checkpoint of a day stays published, for those who compare days."""
    kept = SignedCheckpoint.objects.filter(size=Checkpoint.read(note.text).size).first()
    if kept and local(kept.signed_at).date() < local(at).date():
        folder.keep(note)


def _remember(folder: Folder, checkpoint: Checkpoint | None) -> None:
    """The database knows what was signed; a run killed before this line is made good by the next."""
    note = folder.note()
    if checkpoint is None or note is None:
        raise Lost("The checkpoint that was just signed is not there.")
    if not SignedCheckpoint.objects.filter(size=checkpoint.size).exists():
        SignedCheckpoint.objects.create(size=checkpoint.size, root=checkpoint.root, note=str(note))


def tidy(folder: Folder, old: int, new: int) -> None:
    """Drop the narrower forms of every tile that became full between two sizes."""
    for tile in [*tiles_of(new, old), *bundles_of(new, old)]:
        if tile == tile.full:
            folder.tidy(tile)
