"""A command that takes a CSV in row by row, prints what was refused and why, and exits with 1 on a refused file."""

from abc import abstractmethod
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from qala.kernel.refusals import Refusal
from qala.roster.loaders.founding import Taken
from qala.roster.loaders.words import REASONS

SHOWN = 20


class TakingCommand(BaseCommand):
    """`take` says what to make of the file."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    @abstractmethod
    def take(self, octets: bytes, name: str) -> Taken:
        """Hand the file's octets to a loader."""

    def handle(self, *_args: Any, **told: Any) -> None:
        path: Path = told["file"]
        if not path.is_file():
            raise CommandError("There is no such file.", returncode=1)
        try:
            taken = self.take(path.read_bytes(), path.name)
        except Refusal as refusal:
            raise CommandError(str(refusal.reason), returncode=1) from refusal
        for row in taken.refused[:SHOWN]:
            self.stdout.write(f"  refused {row.file} line {row.line}: {REASONS.get(row.code, row.code)} ({row.about})")
        if len(taken.refused) > SHOWN:
            self.stdout.write(f"  … {len(taken.refused) - SHOWN} more")
        if taken.is_refused:
            raise CommandError("The file is refused: too many of its rows are bad, or none is good.", returncode=1)
        self.stdout.write(f"new {taken.new}, known {taken.same}, refused {len(taken.refused)}")
