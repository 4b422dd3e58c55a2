"""What the programme in force has for the ground of works: neither contradicts the other unseen."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from qala.planning.models import Choice, Plan
from qala.planning.queries import adopted_plan
from qala.roads.models import Works
from qala.roads.queries.groups import groups_of
from qala.roads.queries.network import KIND
from qala.roads.queries.works import places_of
from qala.roads.rules.works import Kind


@dataclass(frozen=True, slots=True)
class Planned:
    """The plan in force and its steps on the ground of works, the earliest first; none where it leaves it alone."""

    plan: Plan
    steps: tuple[Choice, ...]

    @property
    def years(self) -> list[int]:
        """The years it mends this ground in, each once."""
        return sorted({step.year for step in self.steps})


def planned_for(works: Works) -> Planned | None:
    """What the plan in force says of works; None without a plan, and for current repair, which no plan speaks of."""
    plan = adopted_plan(KIND)
    if plan is None or works.kind == Kind.CURRENT:
        return None
    lines = groups_of({there.segment for there in places_of(works)})
    steps = plan.choices.filter(group__in=[group for line in lines.values() for group in line])
    return Planned(plan, tuple(steps.order_by("year", "group", "option")))


def otherwise_planned(planned: Planned) -> str:
    """What the plan in force has for this ground, in words."""
    if not planned.years:
        return _("The programme in force mends nothing here.")
    return _("The programme in force mends this place in %(years)s.") % {"years": ", ".join(map(str, planned.years))}
