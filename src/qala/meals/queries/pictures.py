"""Months as they were counted last: a row read instead of millions of meals. A month without a picture is counted now.

A picture is `PublicMonth` written down and read back, nothing else: a test holds the two against each other.
"""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from qala.kernel.clock import now
from qala.meals.models import Flag, Meal, MonthPicture, Payment, Reversal
from qala.meals.queries import published
from qala.meals.queries.open_meals import open_rows, rows_of
from qala.meals.queries.public_month import Money, PublicDay, PublicMonth, SchoolMonth, days_of, days_told
from qala.meals.queries.published import Counted
from qala.meals.queries.sealed import totals
from qala.meals.rules.months import last_of
from qala.meals.rules.withholding import Path
from qala.roster.models import Enrolment

#: From so many meals, or so many pupils who may be owed one, a month is shown as the night counted it.
MANY = 100_000


@dataclass(frozen=True)
class Picture:
    """What a page asks of `PublicMonth`, as it stood at `counted_at`."""

    month: date
    counted_at: datetime
    cap: float
    sums: Money
    schools: list[SchoolMonth]
    suppliers: list[tuple[str, str, int, Money]]
    entitled: int | None
    unlisted: int | None
    unserved: int | None
    questions: Counted

    def money(self, _path: Path = ()) -> Money:
        """The city's sums."""
        return self.sums


def seen(month: date) -> tuple[PublicMonth | Picture, datetime]:
    """A month as everybody may see it, and when it was counted."""
    row = MonthPicture.objects.filter(month=month, school="").first()
    return (hung(row), row.counted_at) if row else (PublicMonth(month), now())


def days_seen(month: date, school: str) -> list[PublicDay]:
    """The days of one school."""
    row = MonthPicture.objects.filter(month=month, school=school).first()
    return days_of(month, school) if row is None else [_day(told) for told in row.content["days"]]


def rows_seen(month: date) -> Iterator[dict[str, Any]]:
    """Every group of a month that may be told, school by school: from the picture, else counted now."""
    if _has_data(month):
        yield from _of_schools(month, "rows")
    else:
        yield from open_rows(month)


def totals_seen(month: date) -> dict[str, Any]:
    """A month's totals and the groups the log names; from a picture with the hour it was counted."""
    row = _has_data(month)
    if row is None:
        return totals(month)
    told: dict[str, Any] = row.content["totals"]
    return {**told, "counted_at": row.counted_at.isoformat(), "rows": list(_of_schools(month, "named"))}


def _has_data(month: date) -> MonthPicture | None:
    """The picture of a month, unless it was painted before pictures held its data."""
    return MonthPicture.objects.filter(month=month, school="", content__has_key="totals").first()


def _of_schools(month: date, what: str) -> Iterator[dict[str, Any]]:
    rows = MonthPicture.objects.filter(month=month).exclude(school="").order_by("school")
    for content in rows.values_list("content", flat=True).iterator(chunk_size=20):
        yield from content.get(what, ())


def painted(month: date) -> dict[str, dict[str, Any]]:
    """What a month looks like now, ready to be written down: the city under "", and each school's days."""
    told = PublicMonth(month)
    city = {
        "cap": told.cap,
        "sums": asdict(told.money()),
        "schools": [_without_names(asdict(line)) for line in told.schools],
        "suppliers": [(slug, schools, asdict(money)) for slug, _name, schools, money in told.suppliers],
        "entitled": told.entitled,
        "unlisted": told.unlisted,
        "unserved": told.unserved,
        "questions": asdict(told.questions),
    }
    sums = totals(month)
    city["totals"] = {name: value for name, value in sums.items() if name != "rows"}
    days: dict[str, dict[str, Any]] = {line.slug: {"days": [], "rows": [], "named": []} for line in told.schools}
    for school, seen_days in days_told(told.served).items():
        days[school]["days"] = [asdict(day) | {"day": day.day.isoformat()} for day in seen_days]
    for row in rows_of(told.served):
        days[row["school"]]["rows"].append(row)
    for row in sums["rows"]:
        days.setdefault(row["school"], {"days": [], "rows": [], "named": []})["named"].append(row)
    return {"": city, **days}


def hung(row: MonthPicture) -> Picture:
    """A picture as a page reads it, with names in the reader's language."""
    told = row.content
    names = published.names(
        slug for line in told["schools"] for slug in (line["slug"], line["supplier"])
    )
    return Picture(
        row.month,
        row.counted_at,
        told["cap"],
        Money(**told["sums"]),
        [_line(line, names) for line in told["schools"]],
        [(slug, names.get(slug, slug), schools, Money(**money)) for slug, schools, money in told["suppliers"]],
        told["entitled"],
        told["unlisted"],
        told["unserved"],
        Counted(**told["questions"]),
    )


def _without_names(line: dict[str, Any]) -> dict[str, Any]:
    return {key: told for key, told in line.items() if key not in {"name", "supplier_name"}}


def _line(line: dict[str, Any], names: dict[str, str]) -> SchoolMonth:
    named = {"name": names.get(line["slug"], line["slug"]), "supplier_name": names.get(line["supplier"], "")}
    parts = {"money": Money(**line["money"]), "counted": Counted(**line["counted"])}
    return SchoolMonth(**(line | named | parts))


def _day(told: dict[str, Any]) -> PublicDay:
    bands = tuple((band, count) for band, count in told["bands"])
    return PublicDay(date.fromisoformat(told["day"]), told["meals"], told["tiyn"], bands)


def is_large(month: date) -> bool:
    """Whether a month has too many meals or pupils to be counted while somebody waits."""
    meals = Meal.objects.filter(day__range=(month, last_of(month)))
    seats = Enrolment.objects.filter(from_on__lte=last_of(month), until_on__gt=month)
    return any(rows[MANY - 1 : MANY].exists() for rows in (meals, seats))


def due(months: Iterable[date]) -> list[date]:
    """Months to be counted anew: the large ones of these, and every one whose picture is older than what changed."""
    return sorted({month for month in months if is_large(month)} | set(outdated()))


def outdated() -> list[date]:
    """Months whose picture is older than something that was taken back, paid or answered since."""
    found = []
    for row in MonthPicture.objects.filter(school=""):
        days, since = (row.month, last_of(row.month)), row.counted_at
        changes = (
            Reversal.objects.filter(at__gt=since, meal__day__range=days),
            Payment.objects.filter(paid_at__gt=since, invoice__month=row.month),
            Flag.objects.filter(Q(answered_at__gt=since) | Q(raised_at__gt=since), day__range=days),
        )
        if any(rows.exists() for rows in changes):
            found.append(row.month)
    return found
