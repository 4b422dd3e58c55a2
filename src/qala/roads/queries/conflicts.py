"""What stands in the way of a dig: one question over the ground table, and one over the programme in force."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.db.models import Max, Q

from qala.kernel.clock import now
from qala.planning.models import Choice
from qala.roads.models import Cut, Ground
from qala.roads.queries.groups import groups_of
from qala.roads.queries.works import norms_on
from qala.roads.rules.cuts import UNCOVERED, Conflict, Obstacle, is_offered, permit_due

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
SELECT 'guarantee_running', 'roads.cut:' || w.cut_id, w.until_on
FROM met JOIN roads_warranty w ON w.cut_id = met.cut_id
WHERE w.state <> 'released' AND w.begins_on <= %(until)s AND w.until_on >= %(since)s
UNION ALL
SELECT 'paved_recently', 'roads.works:' || w.id, (w.accepted_on + make_interval(years => %(paved)s))::date
FROM met JOIN roads_works w ON w.id = met.works_id
WHERE w.state = 'accepted' AND w.kind <> 'current' AND w.accepted_on + make_interval(years => %(paved)s) > %(since)s
UNION ALL
SELECT 'paving_programmed', 'roads.works:' || w.id,
  CASE WHEN w.programmed_year >= %(year)s THEN make_date(w.programmed_year, 12, 31) END
FROM met JOIN roads_works w ON w.id = met.works_id
WHERE w.state IN ('programmed', 'designed', 'tendered', 'contracted', 'in_work', 'suspended')
  AND w.kind <> 'current' AND w.programmed_year <= %(last_year)s
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
        "paved": int(norms["paved_years"]), "last_year": cut.until_on.year + int(norms["programmed_years"]),
        "joint_since": cut.from_on - near, "joint_until": cut.until_on + near,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(MEETING, asked)
        found = [Conflict(Obstacle(kind), about, until) for kind, about, until in cursor.fetchall()]
    found += _planned(cut, asked["last_year"])
    if is_offered(cut.area_m2, norms["offer_m2"]):
        found.append(Conflict(Obstacle.OFFER, "operators"))
    return found


def unseen_conflicts(cut: Cut) -> list[Conflict]:
    """Obstacles that stand in the way today and were not listed by a check."""
    known = set(cut.conflicts.values_list("obstacle", "about"))
    return [one for one in conflicts_of(cut) if (one.obstacle.value, one.about) not in known]


def _planned(cut: Cut, last_year: int) -> list[Conflict]:
    """Repairs that the programme in force has on the dig's segments: those to come, and late ones nobody has done."""
    lines = groups_of(set(cut.grounds.filter(valid_to=None).values_list("segment", flat=True)))
    chosen = Choice.objects.filter(
        plan__kind=KIND, plan__state="adopted", group__in=[one for line in lines.values() for one in line],
        year__lte=last_year,
    )  # fmt: skip
    done = _years_done(lines)
    by_plan = {
        plan: year
        for plan, year, group in chosen.order_by("-year").values_list("plan_id", "year", "group")
        if any(year > done.get(segment, 0) for segment, line in lines.items() if group in line)
    }
    since = cut.from_on.year
    return [
        Conflict(Obstacle.PROGRAMMED, f"planning.plan:{plan}", date(year, 12, 31) if year >= since else None)
        for plan, year in sorted(by_plan.items())
    ]


def _years_done(segments: Iterable[int]) -> dict[int, int]:
    """The year of the last repair accepted on each segment; patching is none."""
    rows = Ground.objects.present().filter(segment__in=list(segments), works__accepted_on__isnull=False)
    told = rows.exclude(works__kind="current").order_by("segment").values_list("segment")
    return {segment: day.year for segment, day in told.annotate(Max("works__accepted_on"))}


def overdue_of(operator: str, on: date, *, but: int | None = None) -> list[Cut]:
    """Digs of an operator left open or covered for a time past their day, and emergencies without a permit in time."""
    hours = norms_on(on)["emergency_hours"]
    late = Q(state__in=UNCOVERED) | Q(emergency=True, permitted_at=None) & ~Q(state="withdrawn")
    return [
        cut
        for cut in Cut.objects.filter(late, operator=operator).exclude(pk=but or 0)
        if cut.is_overdue(on) or (cut.opened_at and not cut.permitted_at and permit_due(cut.opened_at, hours) < now())
    ]
