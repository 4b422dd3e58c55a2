"""The passport's seam for works: what was done on a street until a day, and which guarantees run."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Case, Max, Min, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from qala.places.models import Street
from qala.roads.models import CutStep, Ground, Warranty, WorksStep
from qala.roads.models.works import SIGNED
from qala.roads.rules.cuts import CUT, DUG
from qala.roads.rules.works import WORKS


def works_told(street: Street, day: date) -> list[dict[str, Any]]:
    """A plain row for each stretch of works and of digs as they stood on a day: key, kind, state, segment, from_m,
    to_m, contractor, accepted_on, warranty_until.

    Rows hold keys, numbers, dates as ISO text and slugs only, the newest first.
    """
    rows = with_state(Ground.objects.on(day).filter(segment__street=street), day)
    rows = rows.filter(Q(works__isnull=False) & ~Q(stood="cancelled") | Q(cut__isnull=False, stood__in=DUG))
    return [
        stretch_told(row, str(row.stood), day)
        for row in rows.select_related("works__warranty", "cut__warranty").order_by("-valid_from", "-pk")
    ]


def with_state(rows: QuerySet[Ground], day: date) -> QuerySet[Any]:
    """The same stretches with the state (`stood`) in which their work or dig was on a day."""
    unmoved = Case(When(cut__isnull=False, then=Value(CUT.start)), When(~Q(works__act=""), then=Value("accepted")))
    stood = Coalesce(_after(WorksStep, "works", day), _after(CutStep, "cut", day), unmoved, Value(WORKS.start))
    return rows.annotate(stood=stood)


def _after(steps: type[WorksStep | CutStep], of: str, day: date) -> Subquery:
    """Where the last step until a day led; the paper acts of earlier years have none."""
    taken = steps._default_manager.filter(**{of: OuterRef(f"{of}_id")}, at__date__lte=day)  # noqa: SLF001
    return Subquery(taken.order_by("-pk").values("after")[:1])


def stretch_told(row: Ground, state: str, day: date) -> dict[str, Any]:
    """One stretch of works or of a dig as it stood on a day."""
    thing = row.works or row.cut
    warranty = getattr(thing, "warranty", None)
    act = row.works.accepted_on if row.works else row.cut.inspected_on if row.cut else None
    known = act is not None and act <= day
    contractor = row.works.contractor if row.works and state in SIGNED else ""
    return {
        "key": f"roads.works:{row.works_id}" if row.works else f"roads.cut:{row.cut_id}",
        "kind": row.works.kind if row.works else "cut",
        "state": state,
        "segment": row.segment_id,
        "from_m": str(row.from_m),
        "to_m": str(row.to_m),
        "contractor": row.cut.operator if row.cut else contractor,
        "accepted_on": act.isoformat() if act and known else "",
        "warranty_until": warranty.until_on.isoformat() if warranty and known else "",
    }


def next_act(street: int, after: date | None, until: date) -> date | None:
    """The day of the first acceptance act on a street after a day (of all of them without one), where there is one."""
    rows = Ground.objects.filter(segment__street=street, works__accepted_on__lte=until)
    if after is not None:
        rows = rows.filter(works__accepted_on__gt=after)
    found: date | None = rows.aggregate(first=Min("works__accepted_on"))["first"]
    return found


def guarantees_until(segments: Iterable[int], on: date) -> dict[int, date]:
    """The last day of a guarantee of works that runs on a day on any part of each segment, where one does."""
    running = Warranty.objects.filter(begins_on__lte=on, until_on__gte=on, works__isnull=False).exclude(
        state="released"
    )
    rows = Ground.objects.present().filter(segment__in=list(segments), works__warranty__in=running)
    return dict(rows.order_by().values_list("segment").annotate(Max("works__warranty__until_on")))
