"""A term of school meals: contracts, lists, counters, closed months. Everything by the part's own actions."""

from collections.abc import Callable

from qala.demo.city.shapes import CityPlan
from qala.demo.fill.corners import tell_rare_days
from qala.demo.fill.crowd import Crowd
from qala.demo.fill.kitchens import furnish_kitchens
from qala.demo.fill.lunches import serve_term
from qala.demo.fill.settling import days_are_over, settle


def feed(plan: CityPlan, crowd: Crowd, say: Callable[[str], None]) -> int:
    """Fill the part `meals` for the small city; the full-size one has schools and children only."""
    if plan.scale != "small":
        return 0
    told = furnish_kitchens(plan, crowd)
    events = serve_term(plan, told.houses)
    say(f"School meals: {events} presses at the counters")
    tell_rare_days(plan, told)
    settle(plan, told)
    days_are_over()
    return events
