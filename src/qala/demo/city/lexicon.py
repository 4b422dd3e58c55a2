"""Reads the word lists in ``words/``: our own texts, CC0, one row a line, fields parted by ``|``, ``#`` for remarks."""

from functools import cache
from pathlib import Path

from qala.demo.city.shapes import Names

_FOLDER = Path(__file__).parent / "words"


@cache
def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """Give the rows of ``words/<name>.tsv``; a row of another width than the first is the author's mistake."""
    lines = (_FOLDER / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    found = tuple(
        tuple(part.strip() for part in line.split("|")) for line in lines if line.strip() and not line.startswith("#")
    )
    for row in found:
        if len(row) != len(found[0]):
            raise ValueError(f"words/{name}.tsv: {row} has {len(row)} fields, not {len(found[0])}")
    return found


@cache
def named(name: str) -> tuple[Names, ...]:
    """Give the rows of a list whose three fields are a Kazakh, a Russian and an English name."""
    return tuple(Names(*row[:3]) for row in rows(name))
