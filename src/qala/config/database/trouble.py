"""What is said when there is no usable database."""

import sys


class DatabaseTrouble(Exception):
    """The database cannot be used; the text says why and what to do, for a person at a terminal."""


def say(line: str) -> None:
    """Tell the person at the terminal one thing they would want to know; never on standard output."""
    sys.stderr.write(f"qala: {line}\n")
