"""What is sealed, who signed it, who saw it."""

from dataclasses import dataclass
from datetime import UTC, datetime

from qala.journal.models import Checkpoint as SignedCheckpoint
from qala.journal.rules.notes import COSIGNATURE, ED25519, Checkpoint, Key, Note, cosigned_at
from qala.journal.sealing.claims import waiting
from qala.journal.sealing.folder import Folder


@dataclass(frozen=True)
class Seen:
    """A witness under a checkpoint: name, time of the signature, how many leaves it saw."""

    name: str
    at: datetime
    size: int


@dataclass(frozen=True)
class LogState:
    """What the page of the log shows."""

    size: int
    root: str
    signed_at: datetime | None
    note: str
    keys: tuple[Key, ...]
    witnesses: tuple[Seen, ...]
    waiting: int
    waiting_since: datetime | None


def log_state(folder: Folder) -> LogState:
    """What is sealed, who signed it and who saw it; works before the first seal too."""
    note, listed = folder.note(), folder.keys()
    checkpoint = Checkpoint.read(note.text) if note else None
    kept = SignedCheckpoint.objects.filter(size=checkpoint.size).first() if checkpoint else None
    count, since = waiting()
    return LogState(
        size=checkpoint.size if checkpoint else 0,
        root=checkpoint.root.hex() if checkpoint else "",
        signed_at=kept.signed_at if kept else None,
        note=str(note) if note else "",
        keys=tuple(key for key in listed if key.kind == ED25519),
        witnesses=_seen([note, *folder.kept()] if note else [], listed),
        waiting=count,
        waiting_since=since,
    )


def _seen(notes: list[Note], listed: list[Key]) -> tuple[Seen, ...]:
    """Each witness with the newest checkpoint it put its name under."""
    found: dict[str, Seen] = {}
    known = {(key.name, key.id) for key in listed if key.kind == COSIGNATURE}
    for note in notes:
        for line in note.signatures:
            if (line.name, line.key_id) in known and line.name not in found:
                at = datetime.fromtimestamp(cosigned_at(line), UTC)
                found[line.name] = Seen(line.name, at, Checkpoint.read(note.text).size)
    return tuple(found.values())
