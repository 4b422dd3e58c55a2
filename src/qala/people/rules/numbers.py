"""The individual (IIN) and business (BIN) identification numbers of Kazakhstan.

The law on national registers of identification numbers fixes twelve digits and a check digit. What the other
digits mean (birth date, century, month of registration, kind of body) is the registers' practice. So a wrong
check digit is a *fault* and refuses the number; an odd birth date is only a *doubt* and is shown to a person.
"""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

LENGTH = 12
FIRST_WEIGHTS = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)
SECOND_WEIGHTS = (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)
MODULUS = 11
NO_DIGIT = 10
CENTURY = {"1": 1800, "2": 1800, "3": 1900, "4": 1900, "5": 2000, "6": 2000}
ASCII_DIGITS = frozenset("0123456789")
MONTHS = range(1, 13)
BIN_BODY_KINDS = frozenset("456")
BIN_SUBDIVISION_KINDS = frozenset("0123")


class Fault(StrEnum):
    """Why a number cannot be an IIN or a BIN."""

    LENGTH = "length"
    DIGITS = "digits"
    IMPOSSIBLE = "impossible"
    CHECK = "check"


class Doubt(StrEnum):
    """Why a number with a right check digit still looks odd."""

    CENTURY = "century"
    BIRTH_DATE = "birth_date"
    FUTURE = "future"
    VERY_OLD = "very_old"
    MONTH = "month"
    BODY_KIND = "body_kind"


def plain(text: str) -> str:
    """Return the number as written, without the spaces and dashes people put between its groups."""
    return "".join(letter for letter in text if not letter.isspace() and letter not in "-\u2010\u2011\u2013")


def _remainder(digits: Sequence[int], weights: Sequence[int]) -> int:
    return sum(digit * weight for digit, weight in zip(digits, weights, strict=True)) % MODULUS


def check_digit(eleven: str) -> int | None:
    """Return the check digit that belongs to eleven digits, or None where both passes give 10.

    A base with no check digit is never given out: such a number is impossible, not merely wrong.
    """
    digits = [int(letter) for letter in eleven]
    for weights in (FIRST_WEIGHTS, SECOND_WEIGHTS):
        remainder = _remainder(digits, weights)
        if remainder != NO_DIGIT:
            return remainder
    return None


def fault_of(number: str) -> Fault | None:
    """Return what makes this number impossible as an IIN or BIN, or None for a possible one."""
    if not set(number) <= ASCII_DIGITS:
        return Fault.DIGITS
    if len(number) != LENGTH:
        return Fault.LENGTH
    expected = check_digit(number[:-1])
    if expected is None:
        return Fault.IMPOSSIBLE
    return None if expected == int(number[-1]) else Fault.CHECK


def is_valid(number: str) -> bool:
    """Tell whether the number has twelve ASCII digits and the right check digit."""
    return fault_of(number) is None


def iin_birth_on(iin: str) -> date | None:
    """Return the birth date an IIN suggests by practice, or None where it suggests none."""
    century = CENTURY.get(iin[6:7])
    if century is None or fault_of(iin) is not None:
        return None
    try:
        return date(century + int(iin[0:2]), int(iin[2:4]), int(iin[4:6]))
    except ValueError:
        return None


def iin_doubts(iin: str, on: date, oldest: int = 120) -> tuple[Doubt, ...]:
    """Return what looks odd about a valid IIN on a day; a person decides, the program refuses nothing for it."""
    if iin[6:7] not in CENTURY:
        return (Doubt.CENTURY,)
    born = iin_birth_on(iin)
    if born is None:
        return (Doubt.BIRTH_DATE,)
    if born > on:
        return (Doubt.FUTURE,)
    return (Doubt.VERY_OLD,) if on.year - born.year > oldest else ()


def bin_doubts(number: str) -> tuple[Doubt, ...]:
    """Return what looks odd about a valid BIN: its month of registration, its kind of body."""
    doubts = []
    if int(number[2:4]) not in MONTHS:
        doubts.append(Doubt.MONTH)
    if number[4] not in BIN_BODY_KINDS or number[5] not in BIN_SUBDIVISION_KINDS:
        doubts.append(Doubt.BODY_KIND)
    return tuple(doubts)
