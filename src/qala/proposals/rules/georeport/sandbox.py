"""Tokens of the test endpoint: they say that a submission was sound, and keep nothing of it."""

import hmac
import re
from hashlib import sha256

MARK = "sandbox-"
_NONCE = re.compile(r"[0-9a-f]{12}")


def token_of(nonce: str, secret: bytes) -> str:
    """A token for twelve hexadecimal signs; nobody else can make one."""
    if not _NONCE.fullmatch(nonce):
        raise ValueError("a nonce is twelve hexadecimal signs")
    seal = hmac.digest(secret, b"georeport sandbox " + nonce.encode(), sha256)[:8].hex()
    return f"{MARK}{nonce}-{seal}"


def number_of(token: str, secret: bytes) -> str:
    """The number behind a token of ours, such as `sandbox-0123456789ab`; nothing where it is none."""
    nonce = token.removeprefix(MARK)[:12]
    if not _NONCE.fullmatch(nonce) or not hmac.compare_digest(token.encode(), token_of(nonce, secret).encode()):
        return ""
    return f"{MARK}{nonce}"
