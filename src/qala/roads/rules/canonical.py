"""One spelling of a document: the same facts always give the same bytes and the same fingerprint."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any


def canonical(document: Mapping[str, Any]) -> bytes:
    """Keys in order, no spaces, UTF-8. Numbers with fractions stand as text, so that no reader rounds them."""
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def fingerprint(document: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical spelling, in hexadecimal."""
    return hashlib.sha256(canonical(document)).hexdigest()
