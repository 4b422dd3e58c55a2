"""Does the open header of a leaf say what its sealed record says? Totals are added up from headers alone."""

from datetime import datetime, timedelta
from typing import Any

WHAT_FOR = ("for", "recover", "recovered")  # of a movement that is about no person
CITY_AHEAD = timedelta(hours=6)  # the city's clock was UTC+6 until 1 March 2024 and is UTC+5 since


def agrees(header: dict[str, Any], record: dict[str, Any]) -> bool:
    """Whether kind, part, amount, month and day of the header are those of the record, as far as it tells them."""
    if "verb" in record:
        return _is_of_entry(header, record)
    return _is_of_transfer(header, record)


def _is_of_entry(header: dict[str, Any], record: dict[str, Any]) -> bool:
    at = datetime.fromisoformat(str(record["at"]))
    return (
        header.get("kind") == "journal"
        and header.get("part") == str(record["verb"]).partition(".")[0]
        and header.get("verb", record["verb"]) == record["verb"]
        and header.get("published") == record["facts"].get("published")
        and header.get("month") in {f"{at:%Y-%m}", f"{at + CITY_AHEAD:%Y-%m}"}
    )


def _is_of_transfer(header: dict[str, Any], record: dict[str, Any]) -> bool:
    """What is taken back counts against the month of what was drawn; the books may take a day on a later one."""
    kind = "released" if record["phase"] == "release" else record["code"]
    month, day = str(header.get("month")), str(header.get("day", ""))
    return (
        header.get("kind") == kind
        and header.get("tiyn", record["tiyn"]) == record["tiyn"]
        and all(header.get(name) == record.get(name) for name in WHAT_FOR)
        and month <= record["day"][:7]
        and day <= record["day"]
        and (not day or day.startswith(month) or bool(record["reverses"]))
    )
