"""RFC 8785 bytes of a record, by the library `rfc8785`; the public's checker has a writing of its own."""

import json

import rfc8785

LARGEST = 2**53 - 1


def canonical(value: object) -> bytes:
    """The one byte string any RFC 8785 program makes of `value`; ValueError where there is none (NaN, 2**53, …).

    Records hold no floats, and names in ASCII; for those the standard library writes the same bytes, ten times as fast.
    """
    if is_plain(value):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
    return rfc8785.dumps(value)  # type: ignore[arg-type]  # its own error tells what is not JSON


def is_plain(value: object) -> bool:
    """Whether nothing in it is written differently by anybody: no float, no name beyond ASCII, no number past 2**53."""
    kind = type(value)
    if kind is dict:
        return all(type(key) is str and key.isascii() and is_plain(one) for key, one in value.items())  # type: ignore[attr-defined]
    if kind is list:
        return all(map(is_plain, value))  # type: ignore[call-overload]
    return kind is str or value is None or kind is bool or (kind is int and -LARGEST <= value <= LARGEST)  # type: ignore[operator]
