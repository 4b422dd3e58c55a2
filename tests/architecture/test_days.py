"""A day is the city's. UTC's day is yesterday's in the city until five in the morning, so nobody takes it for today.

A session of the database is UTC: its CURRENT_DATE, and an instant cast to a date, are UTC's day too.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.tree import House, expect_none, parsed

BELOW = ("src/qala", "tests", "benchmarks")
IN_SQL = re.compile(
    r"\bcurrent_date\b|\blocaltimestamp\b|\b(?:now|statement_timestamp|clock_timestamp)\(\)::date|\b(?:\w+_)?at::date",
    re.IGNORECASE,
)
#: Migrations are never rewritten; what this one defined is defined anew in roads' 0011. And this file names what it hears.
LEFT_OUT = {"src/qala/roads/migrations/0005_works_facts.py", "tests/architecture/test_days.py"}


def complaints(house: House) -> list[str]:
    roots = [house.root / name for name in BELOW if (house.root / name).is_dir()]
    files = [path for root in roots for path in house.python(root) if house.where(path) not in LEFT_OUT]
    return [house.where(path, line) for path in files for line in sorted({*taken(path), *taken_in_sql(path)})]


def taken(path: Path) -> Iterator[int]:
    """Lines where the day is taken off an instant of UTC: `now().date()`, `case.received_at.date()`."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "date":
            owner = node.func.value
            called = isinstance(owner, ast.Call) and ast.unparse(owner.func) in {"now", "timezone.now"}
            stored = isinstance(owner, ast.Attribute) and (owner.attr == "at" or owner.attr.endswith("_at"))
            if called or stored:
                yield node.lineno


def taken_in_sql(path: Path) -> Iterator[int]:
    """Lines of SQL where the session's day is taken; what a docstring says of it is no SQL."""
    tree = parsed(path)
    said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
            for met in IN_SQL.finditer(node.value):
                yield node.lineno + node.value.count("\n", 0, met.start())


def test_the_day_is_the_citys(house: House):
    expect_none(complaints(house))


def test_a_day_of_utc_is_heard(toy):
    house = toy({"src/qala/waste/queries.py": "a = now().date()\nb = bin.emptied_at.date()\nc = local(now()).date()\n"})
    assert complaints(house) == ["src/qala/waste/queries.py:1", "src/qala/waste/queries.py:2"]


def test_the_sessions_day_in_sql_is_heard(toy):
    sql = '"""The CURRENT_DATE of words."""\nA = """SELECT id\nWHERE until_on >= CURRENT_DATE"""\nB = "opened_at::date"\n'
    kept = "C = \"(now() AT TIME ZONE 'Asia/Almaty')::date, day::date\"\n"
    house = toy({"src/qala/waste/queries.py": sql + kept, "src/qala/roads/migrations/0005_works_facts.py": sql})
    assert complaints(house) == ["src/qala/waste/queries.py:3", "src/qala/waste/queries.py:4"]
