"""RFC 8785: the one way to write a JSON value down, so that everybody hashes the same bytes."""

import json
import math
from typing import Any

SHORT = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
LARGEST = 2**53 - 1


def canonical(value: Any) -> bytes:
    """The canonical bytes; ValueError where JSON has no such value."""
    return written(value).encode("utf-8")


def read(text: str | bytes) -> Any:
    """JSON as it was meant: a name given twice, NaN and infinities are refused."""
    return json.loads(text, object_pairs_hook=once, parse_constant=refuse)


def written(value: Any) -> str:
    """The canonical text of a value and of everything in it; ValueError as above."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, int):
        if abs(value) > LARGEST:
            raise ValueError(f"{value} is beyond 2**53")
        return str(value)
    if isinstance(value, float):
        return number(value)
    if isinstance(value, list | tuple):
        return "[" + ",".join(map(written, value)) + "]"
    if isinstance(value, dict):
        # Names stand in the order of their UTF-16 units, which is not that of code points.
        names = sorted(value, key=lambda name: name.encode("utf-16-be"))
        return "{" + ",".join(f"{quoted(name)}:{written(value[name])}" for name in names) + "}"
    raise ValueError(f"JSON has no {type(value).__name__}")


def quoted(text: str) -> str:
    return '"' + "".join(SHORT.get(sign) or (sign if sign >= " " else f"\\u{ord(sign):04x}") for sign in text) + '"'


def number(value: float) -> str:
    """As ECMAScript writes a double: the fewest digits that come back to it, a power only far from the point."""
    if not math.isfinite(value):
        raise ValueError("JSON has no infinity")
    if value == 0:
        return "0"
    sign = "-" if value < 0 else ""
    mantissa, _e, power = f"{abs(value)!r}".partition("e")
    whole, _dot, part = mantissa.partition(".")
    digits = (whole + part).lstrip("0")
    # The value is 0.DIGITS × 10^point.
    point = len(whole) + int(power or 0) if whole.strip("0") else int(power or 0) - (len(part) - len(part.lstrip("0")))
    digits = digits.rstrip("0")
    if len(digits) <= point <= 21:
        return sign + digits + "0" * (point - len(digits))
    if 0 < point <= 21:
        return f"{sign}{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return f"{sign}0.{'0' * -point}{digits}"
    tail = f".{digits[1:]}" if len(digits) > 1 else ""
    return f"{sign}{digits[0]}{tail}e{'+' if point > 0 else '-'}{abs(point - 1)}"


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(found := dict(pairs)) != len(pairs):
        raise ValueError("a name stands twice in one object")
    return found


def refuse(name: str) -> Any:
    raise ValueError(f"JSON has no {name}")
