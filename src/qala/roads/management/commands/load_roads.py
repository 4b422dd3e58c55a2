"""``qala load roads osm FILE``: streets with their carriageways; ``layers FILE``: what lies on them; ``survey FILE``,
``iri FILE``, ``deflection FILE``, ``visual FILE``, ``curves FILE``: condition; ``works FILE``: works of earlier years;
``holdings FILE``: whose streets are.
"""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console

from qala.kernel.actors import Job
from qala.kernel.clock import today
from qala.kernel.refusals import Refusal
from qala.places.loaders import (
    AT_MOST_REFUSED,
    city_box,
    insist_on_consent,
    insist_on_good,
    read,
    show_difference,
    tell_difference,
)
from qala.places.loaders.features import Frame
from qala.places.rules.entries import Reading
from qala.roads.actions.ratings import Procedure
from qala.roads.loaders import TABLES, load_streets, load_table
from qala.roads.loaders.condition import KINDS as CONDITION
from qala.roads.loaders.condition import load_condition
from qala.roads.queries.streets import not_surveyed
from qala.roads.rules.survey_sheet import Outing

LOADER = Job("roads.load")
STREETS = ("osm", "geojson", "geopackage", "shapefile")
SHOWN = 20


class Command(BaseCommand):
    help = "Load streets, a table of what lies on them, or surveys and curves of condition; 1 on refusal."

    def add_arguments(self, parser: ArgumentParser) -> None:
        kinds = parser.add_subparsers(dest="kind", required=True)
        for kind in (*STREETS, *TABLES, *CONDITION):
            sub = kinds.add_parser(kind)
            sub.add_argument("file", type=Path)
            sub.add_argument("--on", type=date.fromisoformat, help="from which day the rows hold (today)")
            sub.add_argument("--show", type=int, default=SHOWN, help="how many refused rows to print")
            sub.add_argument("--source", default="osm" if kind == "osm" else "register")
            if kind in CONDITION:
                sub.add_argument("--crew", default="", help="who went out, without names")
                sub.add_argument("--device", default="")
            if kind in STREETS:
                sub.add_argument("--diff", action="store_true", help="show what would change, and change nothing")
                sub.add_argument("--accept", action="store_true", help="take in what changes or ends known rows")
                sub.add_argument("--complete", action="store_true", help="the file is all its source has")
                sub.add_argument("--name-language", choices=("kk", "ru", "en"), default="kk")
                sub.add_argument("--layer", default="streets")
                sub.add_argument("--at-most", type=float, default=AT_MOST_REFUSED)

    def handle(self, *args: Any, **told: Any) -> None:
        console = Console(file=self.stdout, highlight=False, soft_wrap=True)  # type: ignore[arg-type]
        kind = told["kind"]
        try:
            (_load_streets if kind in STREETS else _load_condition if kind in CONDITION else _load_table)(console, told)
        except Refusal as refusal:
            raise CommandError(str(refusal.reason), returncode=1) from refusal


def _load_streets(console: Console, told: dict[str, Any]) -> None:
    frame = Frame(source=told["source"], city=city_box(), language=told["name_language"])
    reading = read(told["kind"], told["file"], layer=told["layer"], frame=frame)
    _print_refused(console, reading, told["show"])
    insist_on_good(reading, told["at_most"])
    differences = show_difference(reading, complete=told["complete"])
    tell_difference(console, differences, shown=told["show"])
    if told["diff"]:
        return
    insist_on_consent(differences, accepted=told["accept"])
    done = load_streets(
        by=LOADER, reading=reading, path=told["file"], on=told["on"] or today(), complete=told["complete"]
    )
    console.print(f"carriageways drafted [set] {done.drafted}, rows carried over {done.carried}, lost {done.lost_m} m")
    console.print(f"streets with assumptions only: {not_surveyed()}")


def _load_table(console: Console, told: dict[str, Any]) -> None:
    taken = load_table(by=LOADER, kind=told["kind"], path=told["file"], on=told["on"], source=told["source"])
    console.print(f"added {len(taken.added)}, ended {len(taken.ended)}, same {taken.same}, refused {len(taken.turned)}")
    for row in taken.turned[: told["show"]]:
        console.print(f"  refused line {row.line}: {row.code}. {row.reason}", markup=False)
    if taken.turned and not (taken.added or taken.same):
        raise CommandError("The file is refused: no row can be taken.", returncode=1)


def _load_condition(console: Console, told: dict[str, Any]) -> None:
    kind = told["kind"]
    method = kind if kind in set(Procedure) else "pci"
    outing = Outing(told["on"] or today(), method=method, device=told["device"], crew=told["crew"])
    done = load_condition(by=LOADER, kind=kind, path=told["file"], outing=outing)
    console.print(f"taken {done.taken}, without a rating {done.without}, refused {len(done.refused)}")
    for row in done.refused[: told["show"]]:
        console.print(f"  refused line {row.line}: {row.reason}", markup=False)


def _print_refused(console: Console, reading: Reading, shown: int) -> None:
    console.print(f"accepted {reading.accepted}, refused {len(reading.refused)}")
    for row in reading.refused[:shown]:
        console.print(f"  refused {row.line}: {row.code}. {row.reason}", markup=False)
