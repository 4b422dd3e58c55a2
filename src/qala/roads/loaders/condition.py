"""Files of condition: a PCI survey, a table of evenness, of deflection or of what the eye saw, a curve set."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import InvalidOperation
from pathlib import Path

from django.db import transaction

from qala.kernel.actors import Actor
from qala.places.loaders.files import fingerprint, table_of, text_of
from qala.places.models import Segment
from qala.places.rules.position import Position, Side, UnlawfulPositionError, metres
from qala.roads.actions.ratings import Procedure, Seen, load_curves, record_rating
from qala.roads.actions.surveys import record_survey
from qala.roads.loaders.surveys import number_in, read_survey
from qala.roads.queries.curves import curves_in_force
from qala.roads.rules.survey_sheet import Outing, TurnedAway

KINDS = ("survey", *Procedure, "curves")
COLUMNS = ("segment", "from_m", "to_m", "value")


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a file: rows taken, stretches that have no rating and why, rows turned away by line."""

    taken: int
    without: int
    refused: tuple[TurnedAway, ...]


@transaction.atomic
def load_condition(*, by: Actor, kind: str, path: Path, outing: Outing) -> Done:
    """Take a file in; one bad row of a unit turns the whole unit away, the rest is taken."""
    if kind == "curves":
        load_curves(by=by, text=text_of(path), on=outing.surveyed_on)
        return Done(1, 0, ())
    outing = replace(outing, sha256=fingerprint(path))
    if kind == "survey":
        read, curves = read_survey(path), curves_in_force()
        survey = record_survey(by=by, outing=outing, units=read.units, curves=curves.curves, curves_name=curves.name)
        return Done(len(read.units), len(survey.without_rating), tuple(read.refused))
    seen, refused = _read_ratings(path)
    record_rating(by=by, outing=outing, procedure=Procedure(kind), seen=seen)
    return Done(len(seen), 0, tuple(refused))


def _read_ratings(path: Path) -> tuple[list[Seen], list[TurnedAway]]:
    rows = list(table_of(path, COLUMNS))
    keys = {row["segment"] for _line, row in rows}
    segments = {one.source_id: one for one in Segment.objects.present().filter(source_id__in=keys)}
    seen: list[Seen] = []
    refused: list[TurnedAway] = []
    for line, row in rows:
        segment = segments.get(row["segment"])
        if segment is None:
            refused.append(TurnedAway(line, "unknown_segment"))
            continue
        try:
            one = _seen(row, segment)
        except (InvalidOperation, UnlawfulPositionError, ValueError):
            refused.append(TurnedAway(line, "not_a_number"))
            continue
        if one.there.fits(segment.measured_length_m) and not one.there.is_point:
            seen.append(one)
        else:
            refused.append(TurnedAway(line, "beyond_segment"))
    return seen, refused


def _seen(row: Mapping[str, str], segment: Segment) -> Seen:
    side = Side(row.get("side") or Side.BOTH)
    there = Position(segment.pk, metres(number_in(row["from_m"])), metres(number_in(row["to_m"])), side)
    return Seen(there, number_in(row["value"]), int(row["cracks"]) if row.get("cracks") else None)
