"""``qala load roster FILE``: a register of pupils, our own CSV or a OneRoster 1.2 bundle (folder or ZIP)."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console

from qala.kernel.actors import Job
from qala.kernel.clock import today
from qala.kernel.refusals import Refusal
from qala.roster import loaders
from qala.roster.loaders.oneroster import is_oneroster
from qala.roster.loaders.words import REASONS
from qala.roster.queries.schools import year_on
from qala.roster.rules.reading import Reading, Refused

SHOWN = 20


class Command(BaseCommand):
    help = "Load classes, pupils and enrolments. Exits with 1 when the file is refused as a whole."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--diff", action="store_true", help="show what would change, and change nothing")
        parser.add_argument("--show", type=int, default=SHOWN, help="how many refused rows to print")

    def handle(self, *args: Any, **told: Any) -> None:
        console = Console(file=self.stdout, highlight=False, soft_wrap=True, markup=False)  # type: ignore[arg-type]
        day = today()
        try:
            reading = _read(told["file"])
            console.print(f"rows {reading.rows}, enrolments {len(reading.seats)}, refused {len(reading.refused)}")
            _print_refused(console, list(reading.refused), told["show"])
            year = year_on(day)
            if told["diff"] and year is not None:
                found = loaders.difference_of(reading, year)
            else:
                found = loaders.load(by=Job("roster.load"), reading=reading, on=day)
        except Refusal as refusal:
            raise CommandError(str(refusal.reason), returncode=1) from refusal
        _print_refused(console, found.refused, told["show"])
        console.print(", ".join(f"{noun} {count}" for noun, count in found.counts.items()))


def _read(path: Path) -> Reading:
    files = loaders.read(path)
    if is_oneroster(files):
        return loaders.read_oneroster(files, today())
    if len(files) != 1:
        raise CommandError("Give one CSV file, or a OneRoster bundle with its manifest.csv.", returncode=1)
    ((name, octets),) = files.items()
    return loaders.read_plain(octets, name, today())


def _print_refused(console: Console, rows: list[Refused], shown: int) -> None:
    for row in rows[:shown]:
        console.print(f"  refused {row.file} line {row.line}: {REASONS.get(row.code, row.code)} ({row.about})")
    if len(rows) > shown:
        console.print(f"  … {len(rows) - shown} more")
