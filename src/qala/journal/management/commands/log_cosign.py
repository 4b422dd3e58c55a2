"""``qala log cosign FILE``: take a checkpoint that a witness signed."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from qala.journal.actions import Witness, cosign
from qala.journal.sealing.sequencer import log_folder
from qala.kernel.refusals import Refusal


class Command(BaseCommand):
    help = "Publish the cosignatures of known witnesses under a checkpoint of ours."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **told: Any) -> None:
        try:
            cosigned = cosign(by=Witness(), folder=log_folder(), content=file.read_text("utf-8"))
        except (Refusal, OSError, ValueError) as trouble:
            raise CommandError(str(trouble), returncode=1) from trouble
        for line in cosigned.fresh:
            self.stdout.write(f"{line.name} cosigned the checkpoint of {cosigned.checkpoint.size} leaves")
