"""``qala load meals proofs FILE``: what registers say of children's categories, line by line.

``qala load meals settings|bands FILE``: the city's own numbers. The difference is shown; `--yes` writes it down.
"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from qala.kernel.actors import Job
from qala.kernel.refusals import Refusal
from qala.meals import loaders, loaders_values

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
    "came_before": "the same row came before in the file",
    "source_missing": "the source is missing, or longer than 300 letters",
    "verified_is_yes_or_no": "verified is yes or no",
    "unknown_setting": "no such setting; /meals/values/?format=csv lists them",
    "no_whole_number": "this is no whole number",
    "outside_its_bounds": "the number is too small or too large for what it is",
    "another_row_that_day": "another row begins on that day, and rows never change: choose a later day",
    "reaches_back": "meals are counted on days that this would change: choose a later day",
    "name_missing": "the band needs a plain name and a title in kk, ru and en",
    "ages_are_wrong": "the ages are whole years from 0 to 30, the second above the first",
}


class Command(BaseCommand):
    help = "Load a CSV of proofs, settings or age bands. Exits with 1 when the file is refused."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=("proofs", *loaders_values.COLUMNS))
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, and change nothing")
        parser.add_argument("--yes", action="store_true", help="write the difference of settings or bands down")
        parser.add_argument("--at-most", type=float, default=AT_MOST_REFUSED, help="the greatest share of bad lines")

    def handle(self, *args: Any, **told: Any) -> None:
        try:
            if told["what"] == "proofs":
                self._proofs(**told)
            else:
                self._values(**told)
        except Refusal as refusal:
            raise CommandError(str(refusal.reason), returncode=1) from refusal

    def _proofs(self, **told: Any) -> None:
        found = loaders.read_proofs(told["file"])
        self._show(len(found.sound), found.refused)
        if len(found.refused) > told["at_most"] * (len(found.refused) + len(found.sound)):
            raise CommandError("The file is refused: too many of its lines are bad.", returncode=1)
        if told["dry_run"]:
            self.stdout.write("dry run: nothing changed")
            return
        new = loaders.load_proofs(by=Job("meals.load"), found=found)
        self.stdout.write(f"{new} new, {len(found.sound) - new} known")

    def _values(self, **told: Any) -> None:
        """A city's numbers are taken whole: one bad line, and somebody looks at the file again."""
        found = loaders_values.read_values(told["what"], told["file"])
        self._show(len(found.difference) + found.known, found.refused)
        for line in found.difference:
            self.stdout.write(f"  {line}")
        if found.refused:
            raise CommandError("The file is refused: nothing of it is written.", returncode=1)
        if found.difference and (told["dry_run"] or not told["yes"]):
            self.stdout.write("nothing is written yet; run it again with --yes")
            return
        new = loaders_values.load_values(by=Job("meals.load"), found=found)
        self.stdout.write(f"{new} new, {found.known} known")

    def _show(self, accepted: int, refused: list[loaders.Refused]) -> None:
        self.stdout.write(f"accepted {accepted}, refused {len(refused)}")
        for line in refused[:SHOWN]:
            self.stdout.write(f"  refused line {line.number}: {WORDS[line.why]}")
        if len(refused) > SHOWN:
            self.stdout.write(f"  … {len(refused) - SHOWN} more")
