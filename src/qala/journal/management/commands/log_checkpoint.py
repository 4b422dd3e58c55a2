"""``qala log checkpoint``: the newest signed checkpoint, to be kept elsewhere."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from qala.journal.sealing.sequencer import log_folder


class Command(BaseCommand):
    help = "Print the newest signed checkpoint. Keep it: it shows later whether history was rewritten."

    def handle(self, *args: Any, **told: Any) -> None:
        note = log_folder().note()
        if note is None:
            raise CommandError("Nothing is sealed yet. Seal what waits: qala log seal")
        self.stdout.write(str(note), ending="")
