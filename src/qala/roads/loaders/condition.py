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
from qala.roads.loaders.named import NamedSegments, fault_of
from qala.roads.loaders.surveys import number_in, read_survey
from qala.roads.queries.curves import curves_in_force
from qala.roads.rules.placing import collisions
from qala.roads.rules.survey_sheet import Outing, TurnedAway

KINDS = ("survey", *Procedure, "curves")
COLUMNS = ("segment", "from_m", "to_m", "value")
CRACKS = range(1, 6)


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
    segments = NamedSegments([row for _line, row in rows], "segment")
    seen: dict[int, Seen] = {}
    refused: list[TurnedAway] = []
    for line, row in rows:
        named = segments.of(row)
        if len(named) != 1:
            refused.append(TurnedAway(line, fault_of(named)))
            continue
        try:
            one = _seen(row, named[0])
        except (InvalidOperation, UnlawfulPositionError, ValueError):
            refused.append(TurnedAway(line, "not_a_number"))
            continue
        if one.there.fits(named[0].measured_length_m) and not one.there.is_point:
            seen[line] = one
        else:
            refused.append(TurnedAway(line, "beyond_segment"))
    twice = _on_one_another(seen)
    refused += [TurnedAway(line, "overlapping_references") for line in twice]
    taken = [one for line, one in seen.items() if line not in twice]
    return taken, sorted(refused, key=lambda row: row.line)


def _on_one_another(seen: Mapping[int, Seen]) -> set[int]:
    """Lines of rows that lie on one another: which of them is right nobody can say."""
    met = collisions((str(line), one.there) for line, one in seen.items())
    return {int(line) for pair in met.items() for line in pair}


def _seen(row: Mapping[str, str], segment: Segment) -> Seen:
    side = Side(row.get("side") or Side.BOTH)
    there = Position(segment.pk, metres(number_in(row["from_m"])), metres(number_in(row["to_m"])), side)
    cracks = int(row["cracks"]) if row.get("cracks") else None
    if cracks not in {None, *CRACKS}:
        raise ValueError(cracks)
    return Seen(there, number_in(row["value"]), cracks)
