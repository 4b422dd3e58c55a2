"""Recount a month of meals from the open headers of the log, and hold it against the published totals.

A header of a meal: ``kind`` ("meal", or "meal_reversed" for one taken back), ``month`` ("2026-11"), ``tiyn``, and,
where enough meals exist that nobody shows, also ``school``, ``day`` and ``band``; where very few exist, no ``tiyn``.
Totals are JSON: ``{"month", "meals", "tiyn", "without_price", "rows": [{"school", "day", "band", "meals", "tiyn"}]}``;
`rows` list what the headers name, `without_price` counts meals whose money stands in no sum.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from qala_verify.canonical import read

SIGN = {"meal": 1, "meal_reversed": -1}
Group = tuple[str, str, str]


@dataclass
class Count:
    """Meals and tiyn of a month: all of them, and those whose headers name school, day and band."""

    meals: int = 0
    tiyn: int = 0
    without_price: int = 0
    groups: Counter[tuple[Group, str]] = field(default_factory=Counter)


def recount(entries: Iterable[bytes], month: str) -> Count:
    """Add up the sealed meals of a month."""
    count = Count()
    for entry in entries:
        header = read(entry)["header"]
        sign = SIGN.get(str(header.get("kind")), 0)
        if not sign or header.get("month", str(header.get("day", ""))[:7]) != month:
            continue
        if "tiyn" not in header:
            count.meals, count.without_price = count.meals + sign, count.without_price + sign
            continue
        meals, tiyn = sign, sign * whole(header["tiyn"])
        count.meals, count.tiyn = count.meals + meals, count.tiyn + tiyn
        if "school" in header:
            group = (str(header["school"]), str(header["day"]), str(header.get("band", "")))
            count.groups[group, "meals"] += meals
            count.groups[group, "tiyn"] += tiyn
    return count


def differences(count: Count, totals: Any) -> list[str]:
    """Where the published totals are not the sealed meals: name, published, sealed."""
    said = [
        f"{name}: {totals.get(name, 0)} ≠ {sealed}"
        for name, sealed in (("meals", count.meals), ("tiyn", count.tiyn), ("without_price", count.without_price))
        if whole(totals.get(name, 0)) != sealed
    ]
    published: dict[tuple[Group, str], int] = {}
    for row in totals.get("rows", ()):
        group = (str(row["school"]), str(row["day"]), str(row.get("band", "")))
        for name in ("meals", "tiyn"):
            published[group, name] = published.get((group, name), 0) + whole(row[name])
    for key in sorted({*published, *count.groups}):
        if published.get(key, 0) != count.groups[key]:
            group, name = key
            said.append(f"{' '.join(group)}, {name}: {published.get(key, 0)} ≠ {count.groups[key]}")
    return said


def whole(value: Any) -> int:
    if type(value) is not int:
        raise ValueError(f"{value!r} is no whole number")
    return value
