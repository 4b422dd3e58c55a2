"""Grades of evenness: International Roughness Index in m/km by pavement and road category.

The rows are a profile norm, read from a flattened copy of the table (merged cells unchecked): `verified` is false.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

SOURCE = "GOST 33388-2015, https://docs.cntd.ru/document/1200135143/titles/7EO0KL"
SINCE = date(2016, 9, 1)


class Grade(StrEnum):
    """What the limits call it, best first."""

    EXCELLENT = "excellent"
    GOOD = "good"
    SATISFACTORY = "satisfactory"
    UNSATISFACTORY = "unsatisfactory"


@dataclass(frozen=True, slots=True)
class IriLimit:
    """Upper limits of one pavement and category, m/km. Two grades only: the first two limits are absent."""

    pavement: str
    category: str
    excellent: Decimal | None
    good: Decimal | None
    satisfactory: Decimal
    valid_from: date = SINCE
    valid_to: date | None = None
    source: str = SOURCE
    verified: bool = False

    def holds(self, pavement: str, category: str, on: date) -> bool:
        """Whether the row speaks of that road on that day."""
        ends = self.valid_to or date.max
        return (self.pavement, self.category) == (pavement, category) and self.valid_from <= on <= ends

    def grade(self, iri: Decimal) -> Grade:
        """A boundary value belongs to the better grade."""
        if iri < 0:
            raise ValueError("evenness is not negative")
        limits = ((self.excellent, Grade.EXCELLENT), (self.good, Grade.GOOD), (self.satisfactory, Grade.SATISFACTORY))
        return next((grade for limit, grade in limits if limit is not None and iri <= limit), Grade.UNSATISFACTORY)


_TABLE = """
capital IA 2.6 3.1 3.7
capital IB 2.6 3.1 3.7
capital IV-fast 3.1 3.6 4.2
capital II 3.1 3.6 4.2
capital III 3.3 3.8 4.5
capital IV - - 5.0
light III 3.8 4.4 5.3
light IV 3.9 4.6 5.7
light V - - 6.1
transitional III 4.3 5.0 6.0
transitional IV 4.6 5.3 6.4
transitional V - - 7.1
gravel IV 5.7 6.5 7.5
gravel V 6.0 6.8 7.7
earth V - - 8.0
"""
# Categories IА, IБ, IВ of the norm in Latin letters; IВ is written "IV-fast", so that nobody reads it as IV.


def _row(line: str) -> IriLimit:
    pavement, category, *limits = line.split()
    excellent, good, satisfactory = (None if limit == "-" else Decimal(limit) for limit in limits)
    assert satisfactory is not None
    return IriLimit(pavement, category, excellent, good, satisfactory)


FIRST_LIMITS = tuple(_row(line) for line in _TABLE.strip().splitlines())


def iri_grade(iri: Decimal, pavement: str, category: str, on: date, rows: Iterable[IriLimit] = FIRST_LIMITS) -> Grade:
    """The grade on a day. LookupError where no row speaks of that pavement and category."""
    found = [row for row in rows if row.holds(pavement, category, on)]
    if not found:
        raise LookupError(f"no limits of evenness for {pavement} {category} on {on}")
    return max(found, key=lambda row: row.valid_from).grade(iri)
