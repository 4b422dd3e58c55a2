"""One-time codes: six digits, kept by nobody but the letter that carries them."""

import hmac
import secrets
from hashlib import sha256

DIGITS = 6
MINUTES = 15
TRIES = 6
LETTERS_A_DAY = 5


def new_code() -> str:
    """Six digits from the machine's own randomness."""
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"


def digest(code: str, case: int, address: str, key: str) -> str:
    """What may travel with the browser: tells nothing of the code without the key."""
    return hmac.digest(key.encode(), f"code:{case}:{address}:{code}".encode(), sha256).hex()


def as_typed(text: str) -> str:
    """The digits of what was typed, whatever stands between them."""
    return "".join(sign for sign in text if sign.isdecimal())[: 2 * DIGITS]


def is_same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())
