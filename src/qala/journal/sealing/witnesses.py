"""Witnesses: those who keep the log's last checkpoint and put their name under the next only if it grew out of it."""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from qala.journal.rules.notes import COSIGNATURE, ED25519, Checkpoint, Key, NotANote, Note, Signature
from qala.journal.sealing.folder import Folder
from qala.journal.sealing.keys import is_sound
from qala.journal.sealing.publication import root_in


@dataclass(frozen=True)
class Cosigned:
    """A checkpoint of ours, and the witnesses' signatures under it that we had not yet."""

    note: Note
    checkpoint: Checkpoint
    fresh: tuple[Signature, ...]


def witnesses() -> list[Key]:
    """The witnesses this city listens to: one key a line in LOG_WITNESSES_FILE, lines with # are notes."""
    file = Path(settings.LOG_WITNESSES_FILE)
    lines = file.read_text("utf-8").splitlines() if file.is_file() else []
    return [Key.read(line) for line in lines if line.strip() and not line.startswith("#")]


def cosignatures(folder: Folder, content: str) -> Cosigned:
    """What a witness brings: a checkpoint we signed, of the tree we publish, with sound signatures of known witnesses.

    NotANote for anything else. Each witness counts once for a checkpoint.
    """
    note = Note.read(content)
    checkpoint = Checkpoint.read(note.text)
    listed = folder.keys()
    ours = [key for key in listed if key.kind == ED25519 and key.name == checkpoint.origin]
    if not [key for key in ours if note.signed_by(key, is_sound)]:
        raise NotANote("this checkpoint does not bear our signature")
    if checkpoint.size > folder.size() or root_in(folder, checkpoint.size) != checkpoint.root:
        raise NotANote("this checkpoint is not of the tree we publish")
    standing = standing_note(folder, checkpoint) or Note(
        note.text, tuple(line for line in note.signatures if (line.name, line.key_id) in _ids(ours))
    )
    seen = {(line.name, line.key_id) for line in standing.signatures}
    sound = [key for key in witnesses() if key.kind == COSIGNATURE and note.signed_by(key, is_sound)]
    fresh = {(line.name, line.key_id): line for line in note.signatures if (line.name, line.key_id) in _ids(sound)}
    return Cosigned(standing, checkpoint, tuple(line for place, line in fresh.items() if place not in seen))


def standing_note(folder: Folder, checkpoint: Checkpoint) -> Note | None:
    """The same checkpoint as it stands published, with every signature it has by now."""
    newest = folder.note()
    found = [note for note in folder.kept() if note.text == checkpoint.text]
    return next(iter([*([newest] if newest and newest.text == checkpoint.text else []), *found]), None)


def publish_cosigned(folder: Folder, cosigned: Cosigned) -> None:
    """Put the signatures under the checkpoint: the kept one, and the newest where it is the same."""
    with folder.alone():
        standing = standing_note(folder, cosigned.checkpoint) or cosigned.note
        note = standing.with_signatures(cosigned.fresh)
        folder.write_keys([key for key in witnesses() if (key.name, key.id) in _places(cosigned.fresh)])
        folder.keep(note)
        folder.list_cosigned()
        newest = folder.note()
        if newest and newest.text == note.text:
            folder.write("checkpoint", str(note).encode())


def _ids(keys: list[Key]) -> set[tuple[str, bytes]]:
    return {(key.name, key.id) for key in keys}


def _places(lines: tuple[Signature, ...]) -> set[tuple[str, bytes]]:
    return {(line.name, line.key_id) for line in lines}
