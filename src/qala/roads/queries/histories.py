"""The city's own ratings as the histories wear is learnt from."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from qala.roads.models import Ground, Rating, WearFit
from qala.roads.queries.condition import PCI
from qala.roads.queries.ratings import procedures
from qala.roads.rules.deterioration import HUNDRED, LEAST_PAIRS, TEN, Wear, fit, taught
from qala.roads.rules.panel import Pair, Visit, pairs_of

WORSE_UPWARD = frozenset({"iri", "deflection"})
"""Where more is worse: these are no points that wear away."""


def learnt(procedure: str, on: date) -> Wear:
    """What the ratings known on a day teach of wear, repairs left out. ValueError where there are too few."""
    pairs = taught(pairs_known(procedure, on), on.year, works_known(on))
    return replace(fit(pairs, HUNDRED if procedure == PCI else TEN), surfaces=surfaces_of(pairs, procedure))


def surfaces_of(pairs: Iterable[Pair], procedure: str) -> tuple[str, ...]:
    """The surfaces that enough of the pairs were seen on: others do not wear as these do."""
    lying = dict(Rating.objects.filter(procedure=procedure).order_by("pk").values_list("segment_id", "surface"))
    seen = Counter(lying.get(int(pair.block), "") for pair in pairs)
    return tuple(sorted(surface for surface, count in seen.items() if surface and count >= LEAST_PAIRS))


def unlearnt(on: date) -> list[str]:
    """Procedures whose ratings teach something else by now than the last fit says; those of too few pairs left out."""
    return [one for one in procedures() if one not in WORSE_UPWARD and _teaches_anew(one, on)]


def _teaches_anew(procedure: str, on: date) -> bool:
    try:
        wear = learnt(procedure, on)
    except ValueError:
        return False
    last = WearFit.objects.filter(procedure=procedure).order_by("-fitted_on", "-pk").first()
    return last is None or (last.pairs, last.told) != (wear.pairs, wear.told())


def pairs_known(procedure: str, on: date) -> list[Pair]:
    """Pairs of ratings of one procedure on one segment, as known on a day; synthetic ones are never learnt from
    beside real ones.
    """
    rows = Rating.objects.filter(procedure=procedure, rated_on__lte=on).order_by("segment_id", "rated_on", "pk")
    if rows.filter(synthetic=False).exists():
        rows = rows.filter(synthetic=False)
    found: dict[str, dict[int, Visit]] = defaultdict(dict)
    for segment, day, value, cracks in rows.values_list("segment_id", "rated_on", "value", "cracks"):
        found[str(segment)].setdefault(day.year, Visit(day.year, float(value), cracks))
    return pairs_of({segment: tuple(by_year.values()) for segment, by_year in found.items()})


def works_known(on: date) -> dict[str, list[int]]:
    """Years in which works on each segment were accepted until a day."""
    found: dict[str, list[int]] = defaultdict(list)
    rows = Ground.objects.filter(works__accepted_on__lte=on).order_by("segment_id")
    for segment, day in rows.values_list("segment_id", "works__accepted_on"):
        found[str(segment)] += [day.year] if day else []
    return found
