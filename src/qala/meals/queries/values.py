"""Every number the programme uses, as the dated row it is: what holds, what held before, what is coming."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time

from django.db.models import QuerySet

from qala.meals.models import AgeBand, Service, Setting, Tariff
from qala.meals.queries.settings import hours


@dataclass(frozen=True)
class Dated:
    """A setting's rows: the one that holds on the day, earlier ones newest first, and those to come."""

    holds: Setting | None
    earlier: list[Setting]
    coming: list[Setting]


def dated(rows: Iterable[Setting], day: date) -> Dated:
    """Part a setting's rows by a day."""
    begun = sorted((row for row in rows if row.from_on <= day), key=lambda row: row.from_on, reverse=True)
    coming = sorted((row for row in rows if row.from_on > day), key=lambda row: row.from_on)
    return Dated(begun[0] if begun else None, begun[1:], coming)


def settings_on(day: date) -> dict[str, Dated]:
    """Every setting by its slug."""
    found: dict[str, list[Setting]] = defaultdict(list)
    for row in Setting.objects.order_by("slug"):
        found[row.slug].append(row)
    return {slug: dated(rows, day) for slug, rows in found.items()}


def band_sets(day: date) -> list[tuple[date, bool, list[AgeBand]]]:
    """Sets of age bands, the newest first: from which day, whether it holds on the day, its bands."""
    sets: dict[date, list[AgeBand]] = defaultdict(list)
    for row in AgeBand.objects.order_by("-from_on", "from_age"):
        sets[row.from_on].append(row)
    holds = max((first for first in sets if first <= day), default=None)
    return [(first, first == holds, rows) for first, rows in sets.items()]


def services(day: date) -> list[tuple[Service, time, time]]:
    """The meals of a day with their hours, the earliest first."""
    return sorted(((one, *hours(one, day)) for one in Service.objects.all()), key=lambda told: told[1:])


def prices(day: date) -> QuerySet[Tariff]:
    """Prices of contracts that run on the day or later, with their act and source."""
    rows = Tariff.objects.filter(contract__until_on__gte=day).select_related("contract__supplier")
    return rows.order_by("contract__number", "band", "-from_on")
