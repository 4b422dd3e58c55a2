"""A published repair programme, recounted: every lawful course of every road, the spending, the value and the bound.

Nothing of the solver is believed. For any prices of one unit of each limit, no plan within the limits is worth more
than the limits at these prices plus, for each road, its best course less what that course costs at them. Whoever
publishes worse prices only proves less. Whole numbers throughout: hundredths of a condition point, m², tiyn.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from qala_verify.canonical import read as opened

FORMAT, ADOPTED = "qala plan 1", "planning.plan.adopted"
FULL, MILLION = 10_000, 1_000_000
LEAST = {
    "horizon": {"years": 1, "growth": 0, "most": 0, "apart": 1},
    "treatments": {"gain": 0, "price": 0, "low": 0, "high": 0, "slow": 0},
    "roads": {"length": 0, "area": 0, "users": 0, "condition": 0, "decay": 0},
    "proof": {"per": 1},
}
"""Below these a figure turns the recount around: a road of less than no area would give money back."""

Step = tuple[int, int]
"""Year from the first, and the number of a way: a treatment paid from a source."""


@dataclass
class Report:
    """What the recount gives. ``faults``: (word, slots) of everything that does not hold."""

    roads: int = 0
    courses: int = 0
    value: int = 0
    bound: Fraction = Fraction(0)
    spent: dict[str, int] = field(default_factory=dict)
    faults: list[tuple[str, tuple[object, ...]]] = field(default_factory=list)

    def fault(self, word: str, *slots: object) -> None:
        """Note what does not hold."""
        self.faults.append((word, slots))

    @property
    def gap(self) -> Fraction:
        """The share of the bound this plan misses: nothing better by more than this exists."""
        return (self.bound - self.value) / self.bound if self.bound > 0 else Fraction(0)


@dataclass(frozen=True)
class Way:
    """A treatment paid from one source: gain, window and price of each year."""

    name: tuple[str, str]
    gain: int
    low: int
    high: int
    slow: int
    prices: list[int]
    rows: list[str]


@dataclass(frozen=True)
class City:
    """The document, read."""

    start: int
    years: int
    most: int
    apart: int
    ways: list[Way]
    limits: dict[str, tuple[str, int]]
    prices: dict[str, int]
    per: int
    promises: list[dict[str, Any]]


def check(document: dict[str, Any]) -> Report:
    """Recount a programme. Raises ValueError, KeyError or TypeError where the document is none."""
    if document["format"] != FORMAT:
        raise ValueError(f"{document['format']!r} is not {FORMAT!r}")
    whole(document)
    report, city = Report(), read(document)
    look_over(report, city, document)
    if report.faults:
        return report
    plan = {entry["road"]: steps_of(city, entry) for entry in document["plan"]}
    report.spent = dict.fromkeys(city.limits, 0)
    known = {road["key"] for road in document["roads"]}
    if len(known) != len(document["roads"]) or len(plan) != len(document["plan"]):
        report.fault("plan_twice")
    for stranger in sorted(set(plan) - known):
        report.fault("plan_stranger", stranger)
    above = 0
    for road in document["roads"]:
        above += recount(report, city, road, plan.get(road["key"], ()))
    if any(price < 0 for price in city.prices.values()):
        report.fault("plan_negative_price")
    above += sum(
        (price if city.limits[key][0] == "at_most" else -price) * city.limits[key][1]
        for key, price in city.prices.items()
    )
    report.bound = Fraction(above, city.per)
    judge(report, city, document["value"])
    return report


def whole(value: object) -> None:
    """Refuse fractions and truths where a document counts: sums must be exact."""
    if isinstance(value, float | bool):
        raise TypeError(f"{value!r} is no whole number")
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        whole(inner)


def look_over(report: Report, city: City, document: dict[str, Any]) -> None:
    """Find what would count twice or backwards, before anything is counted."""
    names = [key for key, _limit in limits_of(document)] + [" ".join(way.name) for way in city.ways]
    for name, times in Counter(names).items():
        if times > 1:
            report.fault("plan_named_twice", name)
    for part, least in LEAST.items():
        for entry in document[part] if isinstance(document[part], list) else [document[part]]:
            for name, low in least.items():
                if entry[name] < low or (name == "condition" and entry[name] > FULL):
                    report.fault("plan_figure", f"{entry.get('key', part)} {name}", entry[name])


def judge(report: Report, city: City, value: object) -> None:
    """Hold what was recounted against the limits and what is claimed."""
    for key, (sense, limit) in city.limits.items():
        spent = report.spent[key]
        if limit < 0 or (spent > limit if sense == "at_most" else spent < limit):
            report.fault("plan_limit", key, spent, limit)
    if value != report.value:
        report.fault("plan_value", value, report.value)
    if report.bound < report.value:
        report.fault("plan_bound")


def read(document: dict[str, Any]) -> City:
    """The document's money and treatments; prices grow by the stated share each year, half a tiyn up."""
    horizon = document["horizon"]
    start, years = horizon["start"], horizon["years"]
    limits = dict(limits_of(document))
    if {sense for sense, _limit in limits.values()} - {"at_most", "at_least"}:
        raise ValueError("a promise is neither at_most nor at_least")
    ways = [
        Way((one["key"], source), one["gain"], one["low"], one["high"], one["slow"],
            [grown(one["price"], horizon["growth"], year) for year in range(years)],
            [f"budget:{start + year}:{source}" for year in range(years)])
        for one in document["treatments"] for source in one["sources"]
    ]  # fmt: skip
    proof = document["proof"]
    if set(proof["prices"]) != set(limits):
        raise ValueError("the prices are not those of the limits")
    return City(
        start, years, horizon["most"], horizon["apart"], ways, limits, proof["prices"], proof["per"],
        document["promises"],
    )  # fmt: skip


def limits_of(document: dict[str, Any]) -> list[tuple[str, tuple[str, int]]]:
    """The limits in the document's order, by how they are called: sense and tiyn of every budget and promise."""
    budgets = [(f"budget:{one['year']}:{one['source']}", ("at_most", one["tiyn"])) for one in document["budgets"]]
    return budgets + [
        (f"{one['sense']}:{one['field']}:{one['value']}", (one["sense"], one["tiyn"])) for one in document["promises"]
    ]


def grown(price: int, growth: int, year: int) -> int:
    """A price after so many years."""
    top: int = price * (MILLION + growth) ** year
    bottom: int = MILLION**year
    return (2 * top + bottom) // (2 * bottom)


def steps_of(city: City, entry: dict[str, Any]) -> tuple[Step, ...]:
    """A road's published steps as years and ways."""
    number = {way.name: place for place, way in enumerate(city.ways)}
    return tuple((year - city.start, number[treatment, source]) for year, treatment, source in entry["steps"])


def recount(report: Report, city: City, road: dict[str, Any], chosen: tuple[Step, ...]) -> int:
    """Find the chosen course among all lawful ones; add its value and spending. Gives the road's share of the bound."""
    weight, area = road["length"] * road["users"], road["area"]
    best: int | None = None
    found: int | None = None
    own = promises_of(city, road)
    toll = tolls(city, own)
    committed = {(year, key) for year, key in road.get("committed", ())}
    for steps, gain in courses(city, road):
        if committed and not committed <= {(city.start + year, city.ways[way].name[0]) for year, way in steps}:
            continue
        report.courses += 1
        rest = weight * gain * city.per - area * sum(toll[way][year] for year, way in steps)
        if best is None or rest > best:
            best = rest
        if steps == chosen:
            found = weight * gain
    report.roads += 1
    if best is None:
        report.fault("plan_promise_broken", road["key"])
        return 0
    if found is None:
        report.fault("plan_unlawful", road["key"])
        return best
    report.value += found
    for year, way in chosen:
        tiyn = area * city.ways[way].prices[year]
        for key in (city.ways[way].rows[year], *own):
            report.spent[key] += tiyn
    return best


def promises_of(city: City, road: dict[str, Any]) -> list[str]:
    """The keys of the promises a road counts for."""
    return [
        f"{one['sense']}:{one['field']}:{one['value']}"
        for one in city.promises
        if road.get(one["field"], "") == one["value"]
    ]


def tolls(city: City, promises: list[str]) -> list[list[int]]:
    """What a m² costs at the published prices, for each way and year; a promise "at least" makes it cheaper."""
    more = sum(city.prices[key] if city.limits[key][0] == "at_most" else -city.prices[key] for key in promises)
    return [
        [(city.prices[row] + more) * price for row, price in zip(way.rows, way.prices, strict=True)]
        for way in city.ways
    ]


def courses(city: City, road: dict[str, Any]) -> Iterator[tuple[tuple[Step, ...], int]]:
    """Every lawful course of a road with the points it gains over doing nothing; doing nothing first."""
    yield (), 0
    nothing = points(road["condition"], road["decay"], city.years)
    first = max(0, road.get("first", city.start) - city.start)
    last = road.get("last", city.start + city.years - 1) - city.start
    waiting: list[tuple[tuple[Step, ...], int, int, int, int]] = [((), road["condition"], road["decay"], 0, 0)]
    while waiting:
        steps, condition, decay, since, gathered = waiting.pop()
        begin = max(first, since + city.apart if steps else 0)
        for year in range(begin, min(last, city.years - 1) + 1):
            before = max(0, condition - decay * (year - since))
            so_far = gathered + points(condition, decay, year - since)
            for number, way in enumerate(city.ways):
                if not way.low <= before <= way.high:
                    continue
                lifted, slower = min(FULL, before + way.gain), (road["decay"] * way.slow + 50) // 100
                grown_steps = (*steps, (year, number))
                yield grown_steps, so_far + points(lifted, slower, city.years - year) - nothing
                if len(grown_steps) < city.most:
                    waiting.append((grown_steps, lifted, slower, year, so_far))


def points(condition: int, decay: int, years: int) -> int:
    """The sum of the condition at the ends of so many years, never below zero."""
    if decay <= 0:
        return sum(max(0, condition - decay * year) for year in range(1, years + 1))
    above = min(years, condition // decay)
    return above * condition - decay * above * (above + 1) // 2


def adoptions(entries: Iterable[bytes]) -> Iterator[tuple[int, str, str]]:
    """Place, month and SHA-256 of every plan that a log says was adopted."""
    for place, entry in enumerate(entries):
        if ADOPTED.encode() in entry:
            header = opened(entry)["header"]
            if header.get("verb") == ADOPTED:
                yield place, str(header["month"]), str(header["published"])
