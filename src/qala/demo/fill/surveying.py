"""Three surveys of the roads, what they teach of wear, and the repair programme that follows. By roads' own doors."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

from qala.demo.city.paving import dice
from qala.demo.city.reading import SOURCE
from qala.demo.fill.ground import LOADER
from qala.kernel.clock import today
from qala.people.models import Appointment, Person
from qala.places.rules.position import Position
from qala.planning.actions import adopt, ask
from qala.planning.rules.solving import Effort
from qala.roads.actions.surveys import fit_wear, record_survey
from qala.roads.loaders.curve_files import name_of, read_curves
from qala.roads.models import Carriageway
from qala.roads.programming import solve_programme
from qala.roads.queries.condition import PCI
from qala.roads.queries.network import KIND
from qala.roads.rules.asked import Asked
from qala.roads.rules.columns import Horizon
from qala.roads.rules.programme import Budget
from qala.roads.rules.surfaces import Severity, Surface
from qala.roads.rules.survey_sheet import Outing, UnitSheet
from qala.roads.rules.surveyed import Found

YEARS = (2022, 2024, 2026)
UNIT_M2 = 225
UNSURVEYED = 14
"""Every fourteenth stretch was never looked at: the map shows it grey, never green."""
SHARE = Decimal("0.03")
"""A year's money as a share of what rebuilding every fifth square metre would cost."""
TIYN_M2 = 58_500_00
WORN = (("alligator", "medium"), ("crack", "low"), ("rutting", "low"), ("pothole", "low"))


def survey_roads(say: Callable[[str], None]) -> None:
    """Survey most stretches three times, and learn from it how roads wear."""
    ways = _ways()
    curves = read_curves()
    for year in YEARS:
        units = [unit for line, way in enumerate(ways, start=1) for unit in _unit(line, way, year)]
        outing = Outing(date(year, 6, 15), kind="yearly", crew="crew-1", device="by eye")
        record_survey(by=LOADER, outing=outing, units=units, curves=curves, curves_name=name_of(curves))
    fit_wear(by=LOADER, procedure=PCI, on=date(2026, 7, 1))
    say(f"Roads surveyed: {len(ways)} stretches in {', '.join(map(str, YEARS))}")


def _ways() -> list[Carriageway]:
    rows = Carriageway.objects.present().filter(surface="asphalt", source=SOURCE).select_related("segment")
    return [way for way in rows if dice(f"{way.source_id}:seen", UNSURVEYED)]


def _unit(line: int, way: Carriageway, year: int) -> Iterator[UnitSheet]:
    """One sample unit in the middle of a stretch; cracks and ruts grow from survey to survey."""
    width = way.width_max_m or Decimal(7)
    length = min(way.to_m - way.from_m, Decimal(UNIT_M2) / width).quantize(Decimal("0.01"))
    size = (length * width).quantize(Decimal("0.01"))
    if size < 1:
        return
    begin = way.from_m + (way.to_m - way.from_m - length) / 2
    wear = 1 + dice(f"{way.source_id}:wear", 9)
    age = year - YEARS[0] + dice(f"{way.source_id}:age", 9)
    found = tuple(
        Found(kind, Severity(severity), (size * wear * age / (1_500 * place)).quantize(Decimal("0.01")))
        for place, (kind, severity) in enumerate(WORN[: 1 + wear // 3], start=1)
        if age
    )
    there = Position(way.segment_id, begin, begin + length)
    whole = length == way.to_m - way.from_m
    section = size if whole else max(size, (way.area_m2 or size).quantize(Decimal("0.01")))
    yield UnitSheet(line, there, Surface.ASPHALT, size, section, found=tuple(one for one in found if one.quantity > 0))


def plan_repairs() -> None:
    """A programme from what was surveyed: the engineer asks, the director adopts."""
    year, area = today().year + 1, sum((way.area_m2 or Decimal(0) for way in _ways()), Decimal(0))
    money = int(area / 5 * TIYN_M2 * SHARE)
    horizon = Horizon(year, most=2)
    budgets = tuple(Budget(year + at, "local", money) for at in range(horizon.years))
    engineer, director = _holder("road_engineer"), _holder("road_director")
    title = f"{year}–{year + horizon.years - 1}"
    plan = ask(by=engineer, kind=KIND, title=title, asked=Asked(horizon, budgets).told())
    # Ends by its quality, not by the clock, so that the city is the same on every machine.
    plan = solve_programme(plan, Effort(seconds=120, whole_seconds=60, freed=300, enough=3e-3))
    adopt(by=director, plan=plan, reason="Мәслихат бюджетті бекітті. Маслихат утвердил бюджет.")


def _holder(role: str) -> Person:
    return Appointment.objects.filter(role=role).order_by("pk")[0].person
