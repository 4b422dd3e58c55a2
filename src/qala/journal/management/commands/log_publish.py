"""``qala log publish``: rebuild a lost publication from the database, byte for byte."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from qala.journal.rules.notes import Note
from qala.journal.sealing.keys import NoKey
from qala.journal.sealing.publication import Fork
from qala.journal.sealing.rebuilding import rebuild
from qala.journal.sealing.sequencer import log_folder, signers


class Command(BaseCommand):
    help = (
        "Write the published folder anew from the database, after it was lost. Signs nothing. Say with --since which"
        " checkpoints others keep (a witness, a newspaper, a backup of the folder): a database restored to an earlier"
        " state is not published over them."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        kept = parser.add_mutually_exclusive_group(required=True)
        kept.add_argument("--since", type=Path, action="append", default=[], metavar="CHECKPOINT")
        kept.add_argument("--nobody-keeps-one", action="store_true", help="nobody outside has ever kept a checkpoint")

    def handle(self, *args: Any, since: list[Path], **told: Any) -> None:
        folder = log_folder()
        try:
            kept = [Note.read(path.read_text("utf-8")) for path in since]
            with folder.alone():
                checkpoint = rebuild(folder, signers(), kept)
        except (Fork, NoKey, OSError, ValueError) as trouble:
            raise CommandError(str(trouble), returncode=1) from trouble
        self.stdout.write(f"The log of {checkpoint.size} leaves is published again. Now: qala log audit")
