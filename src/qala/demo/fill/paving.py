"""Every street gets what the register of roads tells of it, and most get their first passport. By roads' own doors."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from qala.demo.city import paving
from qala.demo.city.reading import SOURCE
from qala.demo.city.shapes import CityPlan, SegmentPlan
from qala.demo.fill.crowd import Crowd
from qala.demo.fill.ground import LOADER
from qala.kernel.actors import Job
from qala.places.models import Segment, Street
from qala.places.rules.position import Position, Side
from qala.roads.actions import holdings, register
from qala.roads.actions.passports import take_over_passports
from qala.roads.rules.entries import Entry
from qala.roads.rules.register import Basis

TAKE = {
    "carriageways": register.register_carriageways,
    "layers": register.register_layers,
    "elements": register.register_elements,
    "structures": register.register_structures,
    "lines": register.register_lines,
}
INVENTORY = date(2025, 2, 1)
AT_ONCE = 500
"""Streets whose passports are written together: a passport tells every row of its street."""
SURVEYOR, CHECKER, SIGNER = Job("demo.road_engineer"), Job("demo.road_inspector"), Job("demo.signer")


def pave(plan: CityPlan, crowd: Crowd, say: Callable[[str], None]) -> int:
    """Lay carriageways, layers, elements, structures and lines."""
    there = {
        key: (pk, length)
        for key, pk, length in Segment.objects.present()
        .filter(source=SOURCE)
        .values_list("source_id", "pk", "measured_length_m")
    }
    rows: dict[str, list[Entry]] = defaultdict(list)
    for segment in plan.segments:
        if segment.key in there:
            for entry in _entries(segment, *there[segment.key]):
                rows[entry[0]].append(entry[1])
    for noun, take in TAKE.items():
        take(by=LOADER, entries=rows[noun])
    _hold(_streets(), crowd)
    say(f"Roads: {sum(map(len, rows.values()))} rows of the register")
    return sum(map(len, rows.values()))


def approve_passports(say: Callable[[str], None]) -> int:
    """Give most streets their first passport, then count what the register held on that day; returns how many."""
    streets = [street for street in _streets() if paving.dice(f"{street.source_id}:passport", 10) > 1]
    for at in range(0, len(streets), AT_ONCE):
        some = streets[at : at + AT_ONCE]
        take_over_passports(by=SIGNER, streets=some, on=INVENTORY, surveyed_by=SURVEYOR, checked_by=CHECKER)
        say(f"  {at + len(some)} of {len(streets)} street passports")
    holdings.count_inventory(by=LOADER, on=INVENTORY)
    return len(streets)


def count_register() -> None:
    """Count what the register holds now that works and surveys are in it."""
    holdings.count_inventory(by=LOADER)


def _streets() -> list[Street]:
    return list(Street.objects.filter(source=SOURCE).order_by("pk"))


def _entries(segment: SegmentPlan, pk: int, length_m: Decimal) -> list[tuple[str, Entry]]:
    since, found = paving.begun_on(segment), []
    told = [
        paving.carriageway(segment, length_m),
        *paving.layers(segment, length_m),
        *paving.elements(segment, length_m),
        *paving.structures(segment, length_m),
        *paving.lines(segment, length_m),
    ]
    for one in told:
        there = Position(pk, one.from_m, one.to_m, Side(one.side))
        basis = Basis.DOCUMENT if one.noun == "lines" else Basis.MEASURED
        found.append((one.noun, Entry(there, since, one.facts, SOURCE, one.key, basis)))
    return found


def _hold(streets: list[Street], crowd: Crowd) -> None:
    """The city owns its streets; the roads department holds them on its balance."""
    owner, holder = str(crowd.bodies["akimat"]), str(crowd.bodies["passenger_transport_roads"])
    holdings.register_holdings(
        by=LOADER,
        entries=[
            holdings.HoldingEntry(street.pk, owner, holder, date(2024, 1, 1), "№ 12, 2023", SOURCE)
            for street in streets
        ],
    )
