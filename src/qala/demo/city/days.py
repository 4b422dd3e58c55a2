"""When people write and when offices work: two years of seasons, local hours, office time."""

import math
from bisect import bisect
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import accumulate
from random import Random
from zoneinfo import ZoneInfo

CITY = ZoneInfo("Asia/Almaty")
FIRST, LAST = date(2024, 11, 24), date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 21, 0, tzinfo=CITY)
"""The moment the plan ends: nothing happens after it."""

# Days off that come every year; moved days are the city calendar's business, a plan only wants plausible office days.
_FREE = {
    (1, 1),
    (1, 2),
    (1, 7),
    (3, 8),
    (3, 21),
    (3, 22),
    (3, 23),
    (5, 1),
    (5, 7),
    (5, 9),
    (7, 6),
    (8, 30),
    (10, 25),
    (12, 16),
}
# Days on which one thing happened to the whole city: first day, length, category, how many times more voices.
EVENTS = (
    (date(2024, 12, 17), 4, "pavement", 5.0),
    (date(2025, 2, 6), 5, "heating", 5.0),
    (date(2025, 4, 3), 2, "sewer", 6.0),
    (date(2025, 6, 30), 6, "bus_service", 3.0),
    (date(2025, 7, 22), 3, "air", 6.0),
    (date(2025, 12, 8), 5, "pavement", 6.0),
    (date(2026, 1, 19), 5, "electricity", 5.0),
    (date(2026, 3, 12), 6, "pothole", 3.0),
    (date(2026, 5, 20), 2, "sewer", 7.0),
    (date(2026, 7, 14), 5, "water_supply", 5.0),
    (date(2026, 8, 9), 2, "air", 7.0),
)
STORM_ON = date(2026, 1, 21)
_HOURS = (4, 2, 1, 1, 1, 2, 5, 11, 17, 15, 12, 11, 13, 14, 11, 10, 11, 14, 19, 21, 20, 17, 13, 8)
# Monthly weight of a category, January first; a category that is not here is even all year round.
_SEASONS = {
    "pothole": (8, 11, 16, 13, 9, 6, 5, 5, 6, 8, 9, 8),
    "pavement": (14, 11, 8, 6, 5, 5, 5, 5, 6, 7, 9, 13),
    "street_light": (11, 9, 7, 6, 4, 3, 3, 4, 7, 10, 12, 13),
    "water_supply": (5, 5, 5, 6, 9, 14, 16, 14, 9, 6, 5, 5),
    "sewer": (6, 7, 10, 12, 9, 6, 5, 5, 5, 6, 7, 7),
    "electricity": (14, 11, 7, 5, 5, 8, 11, 9, 5, 5, 8, 13),
    "heating": (18, 15, 8, 2, 0, 0, 0, 0, 3, 15, 18, 18),
    "gas": (12, 10, 7, 4, 3, 2, 2, 2, 5, 9, 11, 13),
    "greening": (1, 2, 9, 14, 12, 12, 13, 11, 8, 6, 4, 2),
    "aryk": (1, 1, 8, 14, 15, 15, 14, 11, 7, 4, 2, 1),
    "air": (12, 9, 5, 4, 4, 6, 9, 9, 6, 6, 9, 12),
    "bus_service": (8, 7, 7, 6, 7, 10, 11, 9, 11, 8, 8, 8),
    "playground": (2, 2, 6, 10, 13, 14, 13, 12, 9, 6, 3, 2),
    "school": (7, 7, 7, 7, 6, 2, 2, 9, 16, 11, 9, 8),
    "noise": (4, 4, 5, 7, 9, 12, 13, 13, 10, 6, 5, 5),
}  # fmt: skip
_SHARE = {
    "pothole": 9.5, "road_surface": 5.5, "pavement": 5.5, "traffic_signals": 4, "parking": 4, "bus_service": 12,
    "bus_stop": 5, "street_light": 7.5, "water_supply": 5, "sewer": 4, "electricity": 3.5, "heating": 3, "gas": 1.6,
    "playground": 4.5,
    "greening": 4.5, "aryk": 3.5, "rubbish": 6, "dumping": 2.6, "air": 2.6, "stray_animals": 3.2, "noise": 2.2,
    "school": 2.4, "clinic": 2.0, "accessibility": 1.8, "other": 3.0,
}  # fmt: skip


def day_weights() -> tuple[list[date], list[float]]:
    """Give every day with how much is written on it: slow growth, fewer voices on Sundays, more on event days."""
    days = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
    weights = []
    for index, day in enumerate(days):
        weight = 0.6 + 0.8 * index / len(days)
        weight *= (1.15, 1.1, 1.05, 1.0, 1.0, 0.85, 0.75)[day.weekday()]
        weight *= 1 + sum(0.25 * boost for start, length, _, boost in EVENTS if 0 <= (day - start).days < length)
        weights.append(weight)
    return days, weights


@cache
def _categories_on(day: date) -> tuple[list[str], list[float]]:
    """Give the categories with their running weights: share, season, what has just happened."""
    boosts = {category: boost for start, length, category, boost in EVENTS if 0 <= (day - start).days < length}
    names, weights = [], []
    for category, share in _SHARE.items():
        season = _SEASONS.get(category)
        factor = season[day.month - 1] / (sum(season) / 12) if season else 1.0
        names.append(category)
        weights.append(share * factor * boosts.get(category, 1.0))
    return names, list(accumulate(weights))


def category_on(day: date, random: Random) -> str:
    """Draw what somebody writes about on a day."""
    names, running = _categories_on(day)
    return names[bisect(running, random.random() * running[-1])]


def moment(day: date, random: Random) -> datetime:
    """Draw the moment of a day at which somebody writes: mornings on the bus, evenings at home."""
    hour = random.choices(range(24), weights=_HOURS)[0]
    at = datetime.combine(day, time(hour, random.randrange(60), random.randrange(60)), CITY)
    return min(at, NOW - timedelta(minutes=5)).astimezone(UTC)


@cache
def is_office_day(day: date) -> bool:
    return day.weekday() < 5 and (day.month, day.day) not in _FREE


def office_time(at: datetime, random: Random) -> datetime:
    """Move a moment to the next time an office is open (09:00–18:30, Monday to Friday)."""
    local = at.astimezone(CITY)
    day = local.date()
    if local.time() >= time(18, 30):
        day += timedelta(days=1)
    while not is_office_day(day):
        day += timedelta(days=1)
    if day != local.date() or local.time() < time(9):
        local = datetime.combine(day, time(9, random.randrange(60), random.randrange(60)), CITY)
    return local.astimezone(UTC)


def office_days_later(at: datetime, days: int) -> date:
    """Give the day that lies so many office days after a moment's day."""
    day = at.astimezone(CITY).date()
    while days > 0:
        day += timedelta(days=1)
        days -= is_office_day(day)
    return day


def wait(median_days: float, random: Random, spread: float = 0.7) -> timedelta:
    """Draw a waiting time: half are shorter than the median, a few are many times longer."""
    return timedelta(days=min(120.0, median_days * math.exp(random.gauss(0, spread))))
