"""What stands in the way of a dig: one question over the ground table, and one over the programme in force."""

from datetime import date, timedelta
from typing import Any

from django.db import connection

from qala.planning.models import Choice
from qala.roads.models import Cut
from qala.roads.queries.works import norms_on
from qala.roads.rules.cuts import Conflict, Obstacle, is_offered, permit_due

KIND = "roads.repairs"
MEETING = """
WITH met AS MATERIALIZED (
  SELECT DISTINCT o.works_id, o.cut_id FROM roads_ground g
  JOIN roads_ground o ON o.segment_id = g.segment_id AND o.valid_to IS NULL
    AND qala_meet(g.from_m, g.to_m, g.side, o.from_m, o.to_m, o.side)
  WHERE g.cut_id = %(cut)s AND g.valid_to IS NULL AND o.cut_id IS DISTINCT FROM g.cut_id
)
SELECT 'guarantee_running', 'roads.works:' || w.works_id, w.until_on
FROM met JOIN roads_warranty w ON w.works_id = met.works_id
WHERE w.state <> 'released' AND w.begins_on <= %(until)s AND w.until_on >= %(since)s
UNION ALL
SELECT 'paved_recently', 'roads.works:' || w.id, (w.accepted_on + make_interval(years => %(paved)s))::date
FROM met JOIN roads_works w ON w.id = met.works_id
WHERE w.state = 'accepted' AND w.kind <> 'current' AND w.accepted_on + make_interval(years => %(paved)s) > %(since)s
UNION ALL
SELECT 'paving_programmed', 'roads.works:' || w.id, make_date(w.programmed_year, 12, 31)
FROM met JOIN roads_works w ON w.id = met.works_id
WHERE w.state IN ('programmed', 'designed', 'tendered', 'contracted', 'in_work', 'suspended')
  AND w.kind <> 'current' AND w.programmed_year BETWEEN %(year)s AND %(year)s + %(programmed)s
UNION ALL
SELECT 'joint_trench', 'roads.cut:' || c.id, c.until_on
FROM met JOIN roads_cut c ON c.id = met.cut_id
WHERE c.state <> 'withdrawn' AND c.from_on <= %(joint_until)s AND c.until_on >= %(joint_since)s
ORDER BY 1, 2
"""


def conflicts_of(cut: Cut) -> list[Conflict]:
    """Every obstacle of a dig, by overlapping position and dates, as the norms of its day say."""
    norms = norms_on(cut.asked_on)
    near = timedelta(days=int(365.25 * float(norms["joint_years"])))
    asked: dict[str, Any] = {
        "cut": cut.pk, "since": cut.from_on, "until": cut.until_on, "year": cut.from_on.year,
        "paved": int(norms["paved_years"]), "programmed": int(norms["programmed_years"]),
        "joint_since": cut.from_on - near, "joint_until": cut.until_on + near,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(MEETING, asked)
        found = [Conflict(Obstacle(kind), about, until) for kind, about, until in cursor.fetchall()]
    found += _planned(cut, int(norms["programmed_years"]))
    if is_offered(cut.area_m2, norms["offer_m2"]):
        found.append(Conflict(Obstacle.OFFER, "operators"))
    return found


def unseen_conflicts(cut: Cut) -> list[Conflict]:
    """Obstacles that stand in the way today and were not listed by a check."""
    known = set(cut.conflicts.values_list("obstacle", "about"))
    return [one for one in conflicts_of(cut) if (one.obstacle.value, one.about) not in known]


def _planned(cut: Cut, years: int) -> list[Conflict]:
    """Repairs that the programme in force has on the dig's segments."""
    groups = [f"places.segment:{pk}" for pk in set(cut.grounds.filter(valid_to=None).values_list("segment", flat=True))]
    chosen = Choice.objects.filter(
        plan__kind=KIND, plan__state="adopted", group__in=groups,
        year__gte=cut.from_on.year, year__lte=cut.from_on.year + years,
    )  # fmt: skip
    told = sorted(set(chosen.values_list("plan_id", "year")))
    by_plan = dict(reversed(told))
    return [Conflict(Obstacle.PROGRAMMED, f"planning.plan:{p}", date(y, 12, 31)) for p, y in sorted(by_plan.items())]


def overdue_of(operator: str, on: date, *, but: int | None = None) -> list[Cut]:
    """Digs of an operator whose temporary cover is past its day, or whose emergency permit did not follow in time."""
    hours = norms_on(on)["emergency_hours"]
    covers = Cut.objects.filter(operator=operator, state="temporary_cover", cover_until__lt=on)
    late = Cut.objects.filter(operator=operator, emergency=True, permitted_at=None).exclude(state="withdrawn")
    found = [*covers, *(cut for cut in late if cut.opened_at and permit_due(cut.opened_at, hours).date() < on)]
    return [cut for cut in found if cut.pk != but]
