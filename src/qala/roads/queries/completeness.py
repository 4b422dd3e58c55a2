"""How complete the register is: of one street, and of the whole city at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection, transaction

from qala.places.models import Street
from qala.roads.queries.passport_condition import surveyed_metres
from qala.roads.queries.register import Stretch, holding_on
from qala.roads.rules.completeness import COLUMNS, Field, Share, covered_m, overall

ZERO = Decimal(0)


def shares_of(street: Street, stretches: Sequence[Stretch], day: date) -> list[Share]:
    """Known, assumed and all metres of one street, field by field."""
    whole = sum((one.length_m for one in stretches), ZERO)
    measured = sum((one.length_m for one in stretches if one.segment.length_is_measured), ZERO)
    shares = [Share(Field.LENGTH, measured, whole - measured, whole)]
    for field, column in COLUMNS.items():
        known, assumed = ZERO, ZERO
        for stretch in stretches:
            said = [row for row in stretch.carriageways if _says(row, column)]
            sure = covered_m((row.from_m, row.to_m) for row in said if column not in row.assumed)
            known += sure
            assumed += covered_m((row.from_m, row.to_m) for row in said) - sure
        shares.append(Share(field, known, assumed, whole))
    layered = sum((covered_m((row.from_m, row.to_m) for row in one.layers) for one in stretches), ZERO)
    walked = sum((one.length_m for one in stretches if one.elements), ZERO)
    held = whole if holding_on(street, day) is not None else ZERO
    surveyed = min(Decimal(str(surveyed_metres([street.pk], day).get(street.pk, 0))), whole)
    return [
        *shares,
        Share(Field.LAYERS, layered, ZERO, whole),
        Share(Field.ELEMENTS, walked, ZERO, whole),
        Share(Field.HOLDER, held, ZERO, whole),
        Share(Field.CONDITION, surveyed, ZERO, whole),
    ]


def _says(row: Any, column: str) -> bool:
    return getattr(row, column) not in {None, "", "unknown"}


@dataclass(frozen=True, slots=True)
class StreetShares:
    """One street of the city with its shares."""

    street: int
    shares: tuple[Share, ...]

    @property
    def overall(self) -> float:
        """The mean over all fields."""
        return overall(self.shares)

    @property
    def known(self) -> list[float]:
        """The known part of each field, 0 to 1."""
        return [one.share for one in self.shares]

    @property
    def all_m(self) -> Decimal:
        """Metres of the street."""
        return self.shares[0].all_m if self.shares else ZERO


# One pass: metres of each present street, and of its carriageways, layers and elements that held on the day. Two sides
# of one place are joined by range_agg, so that no metre counts twice.
CITY = """
WITH segments AS (
  SELECT s.id, s.street_id, s.measured_length_m AS m, s.length_is_measured FROM places_segment s
  WHERE s.street_id IS NOT NULL AND (%(streets)s::bigint[] IS NULL OR s.street_id = ANY(%(streets)s))
    AND (s.valid_to IS NULL OR s.valid_to > %(day)s)
    AND (s.valid_from <= %(day)s OR NOT EXISTS (SELECT 1 FROM places_succession p WHERE p.successor_id = s.id))
), rows AS (
  SELECT c.*, numrange(c.from_m, c.to_m) AS here FROM roads_carriageway c JOIN segments ON segments.id = c.segment_id
  WHERE c.valid_from <= %(day)s AND (c.valid_to IS NULL OR c.valid_to > %(day)s)
), said AS (
  SELECT segment_id, {said} FROM rows GROUP BY segment_id
), layered AS (
  SELECT segment_id, range_agg(numrange(from_m, to_m)) AS here FROM roads_layer JOIN segments s ON s.id = segment_id
  WHERE valid_from <= %(day)s AND (valid_to IS NULL OR valid_to > %(day)s) GROUP BY segment_id
), walked AS (
  SELECT DISTINCT segment_id FROM roads_element JOIN segments s ON s.id = segment_id
  WHERE valid_from <= %(day)s AND (valid_to IS NULL OR valid_to > %(day)s)
), held AS (
  SELECT street_id FROM roads_holding WHERE valid_from <= %(day)s AND (valid_to IS NULL OR valid_to > %(day)s)
)
SELECT segments.street_id, sum(m), sum(m) FILTER (WHERE length_is_measured), {sums},
  sum((SELECT sum(upper(r) - lower(r)) FROM unnest(layered.here) r)),
  sum(m) FILTER (WHERE walked.segment_id IS NOT NULL),
  sum(m) FILTER (WHERE held.street_id IS NOT NULL)
FROM segments LEFT JOIN said ON said.segment_id = segments.id LEFT JOIN layered ON layered.segment_id = segments.id
  LEFT JOIN walked ON walked.segment_id = segments.id LEFT JOIN held ON held.street_id = segments.street_id
GROUP BY segments.street_id ORDER BY segments.street_id
"""


def city_shares(day: date, streets: Sequence[int] | None = None) -> list[StreetShares]:
    """Every street of the day (or of these) with its shares; one query, and those of the surveys."""
    with transaction.atomic(), connection.cursor() as cursor:
        # A table that was emptied and filled again in one breath is guessed to hold one row, and a loop over "one row"
        # of 4,000 segments took longer than five minutes.
        cursor.execute("SET LOCAL enable_nestloop = off")
        cursor.execute(_statement(), {"day": day, "streets": None if streets is None else list(streets)})
        rows = cursor.fetchall()
        cursor.execute("SET LOCAL enable_nestloop = DEFAULT")
    surveyed = surveyed_metres([row[0] for row in rows], day)
    return [_street(row, Decimal(str(surveyed.get(row[0], 0)))) for row in rows]


def _statement() -> str:
    said, sums = [], []
    for field, column in COLUMNS.items():
        known = f"{column} IS NOT NULL AND {column}::text NOT IN ('', 'unknown')"
        sure = f"{known} AND NOT ('{column}' = ANY(assumed))"
        said += [
            f"range_agg(here) FILTER (WHERE {sure}) AS {field}_sure",
            f"range_agg(here) FILTER (WHERE {known}) AS {field}_all",
        ]
        sums += [
            f"sum((SELECT sum(upper(r) - lower(r)) FROM unnest(said.{field}_{kind}) r))"  # noqa: S608 - our own words
            for kind in ("sure", "all")
        ]
    return CITY.format(said=", ".join(said), sums=", ".join(sums))


def _street(row: Sequence[Any], surveyed: Decimal) -> StreetShares:
    street, whole, measured = row[0], row[1], row[2] or ZERO
    shares = [Share(Field.LENGTH, measured, whole - measured, whole)]
    for at, field in enumerate(COLUMNS):
        known, told = row[3 + 2 * at] or ZERO, row[4 + 2 * at] or ZERO
        shares.append(Share(field, known, told - known, whole))
    layered, walked, held = (value or ZERO for value in row[-3:])
    shares += [
        Share(Field.LAYERS, layered, ZERO, whole),
        Share(Field.ELEMENTS, walked, ZERO, whole),
        Share(Field.HOLDER, held, ZERO, whole),
        Share(Field.CONDITION, min(surveyed, whole), ZERO, whole),
    ]
    return StreetShares(street, tuple(shares))


def together(streets: Sequence[StreetShares]) -> list[Share]:
    """The whole city, field by field: numerators and denominators added up."""
    return [
        Share(
            field,
            sum((one.shares[at].known_m for one in streets), ZERO),
            sum((one.shares[at].assumed_m for one in streets), ZERO),
            sum((one.shares[at].all_m for one in streets), ZERO),
        )
        for at, field in enumerate(Field)
    ]
