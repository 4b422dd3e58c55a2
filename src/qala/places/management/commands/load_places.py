"""``qala load places osm FILE``: streets, districts, landmarks, territories from outside files."""

from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console

from qala.kernel.actors import Job
from qala.kernel.refusals import Refusal
from qala.places.loaders import (
    AT_MOST_REFUSED,
    READERS,
    city_box,
    insist_on_consent,
    insist_on_good,
    load,
    read,
    show_difference,
    tell_difference,
)
from qala.places.loaders.features import LAYERS, Frame
from qala.places.rules.entries import Reading, Refused
from qala.places.rules.geometry import Box

SHOWN = 20
WITH_FRAME = ("osm", "geojson", "geopackage", "shapefile", "points")


class Command(BaseCommand):
    help = "Load streets, districts, landmarks or territories. Exits with 1 when the file is refused."

    def add_arguments(self, parser: ArgumentParser) -> None:
        kinds = parser.add_subparsers(dest="kind", required=True)
        for kind in READERS:
            sub = kinds.add_parser(kind)
            sub.add_argument("file", type=Path)
            sub.add_argument("--diff", action="store_true", help="show what would change, and change nothing")
            sub.add_argument("--accept", action="store_true", help="take in what changes or ends known rows")
            sub.add_argument("--show", type=int, default=SHOWN, help="how many refused rows to print")
            sub.add_argument(
                "--at-most", type=float, default=AT_MOST_REFUSED, help="refuse the file above this share of bad rows"
            )
            if kind in WITH_FRAME:
                self._add_frame(sub, kind)

    def _add_frame(self, sub: ArgumentParser, kind: str) -> None:
        sub.add_argument("--name-language", choices=("kk", "ru", "en"), default="kk", help="of plain `name`")
        sub.add_argument("--box", help="west,south,east,north; else the known districts' box")
        sub.add_argument("--complete", action="store_true", help="the file is all its source has: close the rest")
        sub.add_argument("--with-doubtful", action="store_true", help="take doubtful rows too")
        sub.add_argument("--source", default="osm" if kind == "osm" else "register")
        if kind in ("geojson", "geopackage", "shapefile"):
            sub.add_argument("--layer", choices=sorted(LAYERS), default="streets")
            sub.add_argument("--attribution", default="")
        if kind != "osm":
            sub.add_argument("--landmark-kind", default="")

    def handle(self, *args: Any, **told: Any) -> None:
        console = Console(file=self.stdout, highlight=False, soft_wrap=True)  # type: ignore[arg-type]
        path: Path = told["file"]
        complete = bool(told.get("complete"))
        try:
            reading = read(told["kind"], path, layer=told.get("layer", "streets"), frame=_frame(told))
            if told.get("with_doubtful"):
                reading = reading.with_doubtful()
            _print_rows(console, reading, told["show"])
            insist_on_good(reading, told["at_most"])
            differences = show_difference(reading, complete=complete)
            tell_difference(console, differences, shown=told["show"])
            if told["diff"]:
                return
            insist_on_consent(differences, accepted=told["accept"])
            load(by=Job("places.load"), reading=reading, path=path, complete=complete)
        except Refusal as refusal:
            raise CommandError(str(refusal.reason), returncode=1) from refusal
        if reading.attribution:
            console.print(reading.attribution)


def _frame(told: dict[str, Any]) -> Frame:
    if told["kind"] not in WITH_FRAME:
        return Frame(source=told["kind"])
    return Frame(
        source=told["source"],
        city=_box(told["box"]) if told["box"] else city_box(),
        language=told["name_language"],
        kind=told.get("landmark_kind", ""),
        attribution=told.get("attribution", ""),
    )


def _box(text: str) -> Box:
    try:
        west, south, east, north = (float(edge) for edge in text.split(","))
    except ValueError as trouble:
        raise CommandError("--box takes four numbers: west,south,east,north") from trouble
    return Box(west, south, east, north)


def _print_rows(console: Console, reading: Reading, shown: int) -> None:
    console.print(f"accepted {reading.accepted}, refused {len(reading.refused)}, doubtful {len(reading.doubtful)}")
    for noun, count in reading.remarks.items():
        console.print(f"{noun}: {count}")
    _print_some(console, "refused", reading.refused, shown)
    _print_some(console, "doubtful", reading.doubtful, shown)


def _print_some(console: Console, noun: str, rows: Iterable[Refused], shown: int) -> None:
    every = list(rows)
    for row in every[:shown]:
        console.print(f"  {noun} {row.line}: {row.code}. {row.reason}", markup=False)
    if len(every) > shown:
        console.print(f"  … {len(every) - shown} more")
