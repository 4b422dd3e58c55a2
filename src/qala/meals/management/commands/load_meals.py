"""``qala load meals proofs FILE``: what registers say of children's categories, line by line."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from qala.kernel.actors import Job
from qala.kernel.refusals import Refusal
from qala.meals import loaders

SHOWN = 20
AT_MOST_REFUSED = 0.25
WORDS = {
    "wrong_columns": "the line has more or fewer columns than the first one",
    "unknown_pupil": "no pupil of the register has this key",
    "unknown_basis": "no such category",
    "from_on_is_no_day": "from_on is no day like 2026-09-01",
    "until_on_is_no_day": "until_on is no day like 2027-06-01",
    "ends_before_it_begins": "it ends before it begins",
    "register_missing": "the register has no name, or one longer than 40 letters",
    "came_before": "the same proof came before in the file",
}


class Command(BaseCommand):
    help = "Load a CSV of proofs (pupil,basis,from_on,until_on,register). Exits with 1 when the file is refused."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=("proofs",))
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, and change nothing")
        parser.add_argument("--at-most", type=float, default=AT_MOST_REFUSED, help="the greatest share of bad lines")

    def handle(self, *args: Any, **told: Any) -> None:
        try:
            found = loaders.read_proofs(told["file"])
            self._show(found)
            if len(found.refused) > told["at_most"] * (len(found.refused) + len(found.sound)):
                raise CommandError("The file is refused: too many of its lines are bad.", returncode=1)
            if told["dry_run"]:
                self.stdout.write("dry run: nothing changed")
                return
            new = loaders.load_proofs(by=Job("meals.load"), found=found)
        except Refusal as refusal:
            raise CommandError(str(refusal.reason), returncode=1) from refusal
        self.stdout.write(f"{new} new, {len(found.sound) - new} known")

    def _show(self, found: loaders.ProofFile) -> None:
        self.stdout.write(f"accepted {len(found.sound)}, refused {len(found.refused)}")
        for line in found.refused[:SHOWN]:
            self.stdout.write(f"  refused line {line.number}: {WORDS[line.why]}")
        if len(found.refused) > SHOWN:
            self.stdout.write(f"  … {len(found.refused) - SHOWN} more")
