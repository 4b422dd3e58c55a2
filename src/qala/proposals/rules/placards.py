"""Placards: what each kind gives, and short codes a thumb can type (domain page, section 6).

A code is ten characters of Crockford's base 32 (no I, L, O, U): four name the serial, five are a keyed signature,
one is a check over GF(32) by which every wrong character and every swap of two characters is noticed.
Twenty-five bits cannot stop a patient guesser: look the serial up in the register too, and throttle guessing.
"""

import hmac
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from qala.kernel.translated import Translated

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SERIAL_LENGTH, SIGNATURE_LENGTH = 4, 5
LENGTH = SERIAL_LENGTH + SIGNATURE_LENGTH + 1
MAX_SERIAL = 32**SERIAL_LENGTH - 1

_VALUE = {char: value for value, char in enumerate(ALPHABET)}
_IGNORED = frozenset(" \u00a0\t-–—‑_.·")
#: What the eye takes for one of ours: letters Crockford leaves out, and Cyrillic twins (Kazakh І too).
_LOOKS_LIKE = dict(
    zip("OILАВЕКМНОРСТХУЗІ", "011ABEKMH0PCTXY31", strict=True),
)


class Problem(StrEnum):
    """Why a code is not taken: not a code at all, a slip of the thumb, or not signed by the city."""

    MALFORMED = "malformed"
    MISTYPED = "mistyped"
    FORGED = "forged"


@dataclass(frozen=True)
class CodeProblem:
    """The form still works with such a code, with a notice and without the place."""

    kind: Problem


def _times(left: int, right: int) -> int:
    """Product in GF(32) with the polynomial x^5 + x^2 + 1."""
    product = 0
    while right:
        if right & 1:
            product ^= left
        left <<= 1
        if left & 32:
            left ^= 0b100101
        right >>= 1
    return product


def _weights() -> tuple[int, ...]:
    """Distinct non-zero weights, one per place: powers of the generator 2."""
    found = [1]
    while len(found) < LENGTH:
        found.append(_times(found[-1], 2))
    return tuple(found)


_PRODUCTS = tuple(tuple(_times(value, weight) for value in range(32)) for weight in _weights())


def _checksum(values: Sequence[int]) -> int:
    """The weighted sum over GF(32): zero for every code as printed. The check's own weight is 1."""
    total = 0
    for value, products in zip(reversed(values), _PRODUCTS, strict=True):
        total ^= products[value]
    return total


def _spell(number: int, length: int) -> list[int]:
    return [(number >> (5 * place)) & 31 for place in reversed(range(length))]


def _sign(serial: int, key: bytes) -> list[int]:
    digest = hmac.digest(key, b"qala placard %d" % serial, sha256)
    return _spell(int.from_bytes(digest[:4], "big") & (32**SIGNATURE_LENGTH - 1), SIGNATURE_LENGTH)


def make_code(serial: int, key: bytes) -> str:
    """The printed code of a placard. ``serial`` is 0 to 1,048,575; ``key`` is the city's newest secret."""
    if not 0 <= serial <= MAX_SERIAL:
        raise ValueError(f"serial must be 0 to {MAX_SERIAL}")
    if not key:
        raise ValueError("a placard is signed with a key")
    values = [*_spell(serial, SERIAL_LENGTH), *_sign(serial, key), 0]
    values[-1] = _checksum(values)
    return "".join(ALPHABET[value] for value in values)


def shown(code: str) -> str:
    """The code as printed, in groups that are easy to copy: `04K2-7QX-9MD`."""
    return f"{code[:4]}-{code[4:7]}-{code[7:]}"


def normalised(text: str) -> str:
    """Case, spaces, dashes and look-alikes put right; other characters stay and will be refused."""
    found = []
    for char in unicodedata.normalize("NFKC", text).upper():
        if char in _IGNORED:
            continue
        digit = unicodedata.digit(char, None)
        found.append(str(digit) if digit is not None else _LOOKS_LIKE.get(char, char))
    return "".join(found)


def read_code(text: str, keys: Sequence[bytes] | bytes) -> int | CodeProblem:
    """The serial behind a typed or scanned code, or why it is not taken. Older keys stay valid while listed."""
    code = normalised(text[:64])
    if len(code) != LENGTH or any(char not in _VALUE for char in code):
        return CodeProblem(Problem.MALFORMED)
    values = [_VALUE[char] for char in code]
    if _checksum(values):
        return CodeProblem(Problem.MISTYPED)
    serial = 0
    for value in values[:SERIAL_LENGTH]:
        serial = serial * 32 + value
    given = bytes(values[SERIAL_LENGTH:-1])
    known = [keys] if isinstance(keys, bytes) else keys
    if any(hmac.compare_digest(given, bytes(_sign(serial, key))) for key in known if key):
        return serial
    return CodeProblem(Problem.FORGED)


@dataclass(frozen=True)
class PlacardKind:
    """What the place of a placard tells, and what must be watched."""

    slug: str
    title: Translated
    gives_point: bool = False
    gives_area: bool = False
    gives_vehicle: bool = False
    gives_institution: bool = False
    authors_may_be_minors: bool = False
    masks_flats: bool = False


KINDS = {
    kind.slug: kind
    for kind in (
        PlacardKind("bus", Translated(kk="Автобус", ru="Автобус", en="Bus"), gives_vehicle=True),
        PlacardKind("stop", Translated(kk="Аялдама", ru="Остановка", en="Stop"), gives_point=True),
        PlacardKind("park", Translated(kk="Саябақ", ru="Парк", en="Park"), gives_area=True),
        PlacardKind(
            "school",
            Translated(kk="Мектеп", ru="Школа", en="School"),
            gives_point=True,
            gives_institution=True,
            authors_may_be_minors=True,
        ),
        PlacardKind(
            "building", Translated(kk="Ғимарат", ru="Здание", en="Building"), gives_point=True, masks_flats=True
        ),
    )
}
