"""One turn of the sequencer: check, number what waits, publish, sign. One at a time, by the folder's lock."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from qala.journal.rules.notes import Checkpoint
from qala.journal.sealing.claims import BATCH, number_waiting
from qala.journal.sealing.folder import Folder
from qala.journal.sealing.keys import Signer, add_key, read_signers
from qala.journal.sealing.publication import publish, published, require_growth
from qala.kernel.clock import now


@dataclass(frozen=True)
class Turn:
    """What one turn did."""

    sealed: int
    checkpoint: Checkpoint


def log_folder() -> Folder:
    return Folder(Path(settings.LOG_DIR))


def signers() -> list[Signer]:
    """The log's keys. A machine of its own (no QALA_LOG_KEY_FILE said) makes its first key itself."""
    file = Path(settings.LOG_KEY_FILE)
    if settings.LOG_KEY_MADE_HERE and not file.exists():
        add_key(file, settings.LOG_ORIGIN, now())
    return read_signers(file)


def seal(limit: int = BATCH, at: datetime | None = None) -> Turn:
    """Seal up to `limit` waiting rows. Raises Fork before numbering anything that does not grow out of the signed."""
    folder, keys = log_folder(), signers()
    with folder.alone():
        require_growth(folder, published(folder, keys))
        sealed = number_waiting(limit)
        checkpoint = publish(folder, keys, at or now())
    assert checkpoint is not None
    return Turn(sealed, checkpoint)
