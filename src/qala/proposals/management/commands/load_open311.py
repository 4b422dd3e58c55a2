"""``qala load open311 FILE --city sf``: another city's Open311 export, mended or refused line by line."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console

from qala.kernel.actors import Job
from qala.kernel.refusals import Refusal
from qala.proposals import loaders

SHOWN = 20
AT_MOST_REFUSED = 0.25

#: Each rule in words, so that a reader of the output needs no source code.
RULES = {
    "status_in_capitals": "status written small",
    "zipcode_as_number": "zip code was a number, kept as text",
    "no_offset": "time without offset, read by the clock of --zone",
    "updated_before_requested_dropped": "updated before it was requested: that time is dropped",
    "description_cut": "description cut at 4,000 characters",
    "null_island": "the point is 0,0",
    "unknown_status": "status is neither open nor closed",
    "half_a_point": "only one of lat and long",
    "point_off_the_earth": "the point is off the earth",
    "no_place": "neither point nor address",
    "duplicate_id": "this number came before in the file",
    "not_an_object": "not an object",
    "number_unreadable": "the number is longer than 60 signs or not readable",
    "time_out_of_range": "the year is not between 1970 and 2100",
}


class Command(BaseCommand):
    help = "Load another city's Open311 export. Exits with 1 when the file is refused as a whole."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--city", required=True, help="where it comes from, such as sf; numbers are unique in it")
        parser.add_argument("--zone", default="UTC", help="clock of times without an offset, such as America/New_York")
        parser.add_argument("--categories", type=Path, help="JSON object: their service codes to our categories")
        parser.add_argument("--language", choices=("kk", "ru", "en"), default="en", help="of their texts")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, and change nothing")
        parser.add_argument("--show", type=int, default=SHOWN, help="how many refused lines to print")
        parser.add_argument(
            "--at-most", type=float, default=AT_MOST_REFUSED, help="refuse the file above this share of bad lines"
        )

    def handle(self, *args: Any, **told: Any) -> None:
        console = Console(file=self.stdout, highlight=False, soft_wrap=True, markup=False)  # type: ignore[arg-type]
        try:
            zone = ZoneInfo(told["zone"])
        except (KeyError, ValueError, OSError) as trouble:
            raise CommandError(f"--zone: no such clock: {told['zone']}") from trouble
        try:
            export = loaders.read_export(told["file"], zone)
            categories = loaders.read_categories(told["categories"])
            _print_lines(console, export, told["show"])
            _judge(export, told["at_most"])
            if told["dry_run"]:
                known = loaders.known_count(told["city"], loaders.cases_of(export, categories))
                console.print(f"dry run: {len(export.sound) - known} new, {known} known, nothing changed")
                return
            loaded = loaders.load_export(
                by=Job("proposals.load"), export=export, origin=told["city"], categories=categories,
                language=told["language"],
            )  # fmt: skip
        except Refusal as refusal:
            raise CommandError(str(refusal.reason), returncode=1) from refusal
        console.print(f"{len(loaded.cases)} new, {loaded.known} known")


def _print_lines(console: Console, export: loaders.Export, shown: int) -> None:
    console.print(f"accepted {len(export.sound)}, refused {len(export.refused)}")
    for rule, count in sorted(export.mended.items()):
        console.print(f"  mended {count}: {RULES[rule]}")
    if export.hours_lost:
        console.print("  note: no hour outside 1 to 12, so AM and PM are lost; measure no hours by this file")
    for line in export.refused[:shown]:
        console.print(f"  refused line {line.number}: {RULES.get(line.refused, line.refused)}")
    if len(export.refused) > shown:
        console.print(f"  … {len(export.refused) - shown} more")


def _judge(export: loaders.Export, at_most: float) -> None:
    """A file with nothing good in it, or with too much bad, is refused as a whole."""
    bad = len(export.refused)
    if not export.sound:
        raise CommandError("The file is refused: no line of it can be taken.", returncode=1)
    if bad / len(export.lines) > at_most:
        raise CommandError(f"The file is refused: {bad} of {len(export.lines)} lines are bad.", returncode=1)
