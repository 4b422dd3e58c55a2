"""Signalen's routing expressions, read as rows of our table: `or` makes rows, `and` narrows conditions."""

import re

from qala.proposals.rules.routing import DAY, Hours, Row

TOKEN = re.compile(r'\s*(\d+:\d+(?::\d+)?|\d+|"[^"]*"|[a-z_]\w*|[=!<>]=|[<>()])')
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
NUMBERS = range(-1, 5)
LISTS = {"list": frozenset({"geo1", "geo2"})}
#: Their variables as our conditions: the table has no numbers, so numbers stand as slugs of areas.
FIELDS = {"testint": "areas", "maincat": "categories", "listval": "placard_kinds", "time": "hours", "day": "weekdays"}
SLUGS = {
    "areas": frozenset(map(str, NUMBERS)),
    "categories": frozenset({"dieren", "test", "geo1", "geo2"}),
    "placard_kinds": frozenset({"geo1", "geo2"}),
}


def rows_of(expression, department="yes"):
    """The rows that hold exactly when the expression is true."""
    tokens = TOKEN.findall(expression)
    alternatives = _either(tokens)
    assert not tokens, tokens
    return tuple(
        Row(f"row-{number}", department, **conditions) for number, conditions in enumerate(alternatives)
    )


def _either(tokens):
    found = _both(tokens)
    while tokens and tokens[0] == "or":
        tokens.pop(0)
        found = found + _both(tokens)
    return found


def _both(tokens):
    found = _single(tokens)
    while tokens and tokens[0] == "and":
        tokens.pop(0)
        right = _single(tokens)
        found = [merged for a in found for b in right for merged in _narrow(a, b)]
    return found


def _single(tokens):
    first = tokens.pop(0)
    if first == "(":
        inner = _either(tokens)
        assert tokens.pop(0) == ")"
        return inner
    return _compare(FIELDS[first], tokens.pop(0), tokens.pop(0))


def _compare(name, operator, value):
    if name == "hours":
        return [{name: hours} for hours in _times(operator, value)]
    chosen = _slugs(name, operator, value)
    return [{name: chosen}] if chosen else []


def _slugs(name, operator, value):
    if operator == "in":
        return LISTS[value] & SLUGS[name]
    if name == "weekdays":
        day = WEEKDAYS.index(value.strip('"'))
        return frozenset({day}) if operator == "==" else frozenset(range(7)) - {day}
    if name == "areas":
        limit = int(value)
        test = {"==": limit.__eq__, "!=": limit.__ne__, ">": limit.__lt__, ">=": limit.__le__,
                "<": limit.__gt__, "<=": limit.__ge__}[operator]  # fmt: skip
        return frozenset(str(number) for number in NUMBERS if test(number))
    slug = frozenset({value.strip('"')})
    return slug if operator == "==" else SLUGS[name] - slug


def _times(operator, value):
    at = sum(int(part) * unit for part, unit in zip(value.split(":"), (3600, 60, 1), strict=False))
    start, end = {
        "==": (at, at + 1), "!=": (at + 1, at), ">": (at + 1, DAY), ">=": (at, DAY), "<": (0, at), "<=": (0, at + 1),
    }[operator]  # fmt: skip
    return [Hours(start, end)]


def _narrow(left, right):
    """Both sets of conditions at once; nothing where they exclude each other."""
    if "hours" in left and "hours" in right:
        shared = [
            (max(a[0], b[0]), min(a[1], b[1])) for a in left["hours"].pieces for b in right["hours"].pieces
        ]
        return [
            merged
            for start, end in shared
            if start < end
            for merged in _narrow({**left, "hours": Hours(start, end)}, {k: v for k, v in right.items() if k != "hours"})
        ]
    merged = dict(left)
    for name, value in right.items():
        merged[name] = merged[name] & value if name in merged else value
        if isinstance(merged[name], frozenset) and not merged[name]:
            return []
    return [merged]
