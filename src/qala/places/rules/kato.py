"""The state classifier of territories: what a nine-digit code says about itself (NK RK 11)."""

import re
from typing import Final

CODE: Final = re.compile(r"^[1-9]\d{8}$")
LEVELS: Final = ("oblast", "district", "sub_district", "settlement")
STEPS: Final = (2, 4, 6, 9)


def is_code(text: str) -> bool:
    """Nine plain digits, the first not zero."""
    return text.isascii() and bool(CODE.match(text))


def ancestors(code: str) -> tuple[str, ...]:
    """Codes of everything that may stand above, nearest first; not each of them exists.

    A code is read in steps of 2, 2, 2 and 3 digits; what follows a step is zero for the territory above.
    """
    padded = (code[:step].ljust(9, "0") for step in reversed(STEPS))
    return tuple(dict.fromkeys(above for above in padded if above != code))


def parent_of(code: str, known: frozenset[str] | set[str]) -> str:
    """The nearest territory above that the register knows; empty for an oblast.

    In Shymkent no row of level `district` stands between the city and its districts.
    """
    return next((above for above in ancestors(code) if above in known), "")
