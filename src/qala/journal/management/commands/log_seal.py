"""``qala log seal``: seal everything that waits, now."""

from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from qala.journal.sealing.keys import NoKey
from qala.journal.sealing.publication import Fork
from qala.journal.sealing.sequencer import seal


class Command(BaseCommand):
    help = "Number what waits, publish tiles and entries, sign a checkpoint. Exits with 1 rather than sign a fork."

    def handle(self, *args: Any, **told: Any) -> None:
        begun, sealed = monotonic(), 0
        try:
            while (turn := seal()).sealed:
                sealed += turn.sealed
                self.stderr.write(f"\r{turn.checkpoint.size} leaves", ending="")
        except (Fork, NoKey) as trouble:
            raise CommandError(str(trouble), returncode=1) from trouble
        took = monotonic() - begun
        self.stdout.write(f"sealed {sealed}, the log holds {turn.checkpoint.size}, {sealed / took:.0f} a second")
