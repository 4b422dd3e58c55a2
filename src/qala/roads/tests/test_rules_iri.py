"""Evenness has a grade by pavement and category; a boundary belongs to the better one."""

from datetime import date
from decimal import Decimal

import pytest

from qala.roads.rules.iri import FIRST_LIMITS, SOURCE, Grade, iri_grade

DAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("iri", "pavement", "category", "grade"),
    [("2.6", "capital", "IA", Grade.EXCELLENT), ("2.61", "capital", "IB", Grade.GOOD),
     ("4.2", "capital", "IV-fast", Grade.SATISFACTORY), ("4.3", "capital", "II", Grade.UNSATISFACTORY),
     ("1.0", "capital", "IV", Grade.SATISFACTORY), ("5.0", "capital", "IV", Grade.SATISFACTORY),
     ("5.1", "capital", "IV", Grade.UNSATISFACTORY), ("4.6", "light", "IV", Grade.GOOD),
     ("7.1", "transitional", "V", Grade.SATISFACTORY), ("7.7", "gravel", "V", Grade.SATISFACTORY),
     ("8.01", "earth", "V", Grade.UNSATISFACTORY)],
)  # fmt: skip
def test_each_evenness_has_its_grade(iri, pavement, category, grade):
    assert iri_grade(Decimal(iri), pavement, category, DAY) is grade


def test_rows_are_dated_sourced_and_not_verified():
    assert len(FIRST_LIMITS) == 15
    assert {(row.source, row.verified) for row in FIRST_LIMITS} == {(SOURCE, False)}
    with pytest.raises(LookupError, match="no limits"):
        iri_grade(Decimal(3), "capital", "IA", date(1999, 1, 1))
    with pytest.raises(LookupError, match="no limits"):
        iri_grade(Decimal(3), "gravel", "IA", DAY)


def test_limits_rise_from_grade_to_grade():
    for row in FIRST_LIMITS:
        told = [limit for limit in (row.excellent, row.good, row.satisfactory) if limit is not None]
        assert told == sorted(told)
    with pytest.raises(ValueError, match="not negative"):
        iri_grade(Decimal(-1), "capital", "IA", DAY)
