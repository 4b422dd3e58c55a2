"""``qala meals recheck-signatures``: read stored presses again, and name those their terminal did not sign."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from qala.kernel.actors import Job
from qala.meals.actions.flags import recheck_signatures

SHOWN = 50


class Command(BaseCommand):
    help = "Read stored presses again; every unsound one raises a question. Exits with 1 where there is one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--since", type=date.fromisoformat, help="the first day, like 2026-11-01; all without it")

    def handle(self, *_args: Any, since: date | None = None, **_options: Any) -> None:
        """Print what does not hold, by its identifier."""
        found = recheck_signatures(by=Job("meals.recheck"), since=since)
        for one in found[:SHOWN]:
            self.stdout.write(f"{one.uid} {one.day} {one.wrong}")
        if found:
            raise CommandError(f"{len(found)} presses do not hold; the department and the auditor are asked about them")
        self.stdout.write("every stored press was signed by its terminal and stands as it was signed")
