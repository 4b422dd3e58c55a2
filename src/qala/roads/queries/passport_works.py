"""The passport's seam for works: what was done on a street until a day, and which guarantees run."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Max, Q

from qala.places.models import Street
from qala.roads.models import Ground, Warranty
from qala.roads.rules.cuts import DUG


def works_told(street: Street, day: date) -> list[dict[str, Any]]:
    """A plain row for each stretch of works and of digs: key, kind, state, segment, from_m, to_m, contractor,
    accepted_on, warranty_until.

    Rows hold keys, numbers, dates as ISO text and slugs only, the newest first.
    """
    rows = (
        Ground.objects.on(day)
        .filter(segment__street=street)
        .filter(Q(works__isnull=False) & ~Q(works__state="cancelled") | Q(cut__state__in=DUG))
    )
    return [
        _told(row, day)
        for row in rows.select_related("works__warranty", "cut__warranty").order_by("-valid_from", "-pk")
    ]


def _told(row: Ground, day: date) -> dict[str, Any]:
    thing = row.works or row.cut
    warranty = getattr(thing, "warranty", None)
    act = row.works.accepted_on if row.works else row.cut.inspected_on if row.cut else None
    known = act is not None and act <= day
    return {
        "key": f"roads.works:{row.works_id}" if row.works else f"roads.cut:{row.cut_id}",
        "kind": row.works.kind if row.works else "cut",
        "state": thing.state if thing else "",
        "segment": row.segment_id,
        "from_m": str(row.from_m),
        "to_m": str(row.to_m),
        "contractor": row.works.contractor if row.works else row.cut.operator if row.cut else "",
        "accepted_on": act.isoformat() if act and known else "",
        "warranty_until": warranty.until_on.isoformat() if warranty and known else "",
    }


def last_acts(streets: list[int], until: date) -> dict[int, date]:
    """The day of the newest acceptance act on each street, where there is one."""
    rows = Ground.objects.filter(segment__street__in=streets, works__accepted_on__lte=until)
    return dict(rows.order_by().values_list("segment__street").annotate(Max("works__accepted_on")))


def guarantees_until(segments: Iterable[int], on: date) -> dict[int, date]:
    """The last day of a guarantee of works that runs on a day on any part of each segment, where one does."""
    running = Warranty.objects.filter(begins_on__lte=on, until_on__gte=on, works__isnull=False).exclude(
        state="released"
    )
    rows = Ground.objects.present().filter(segment__in=list(segments), works__warranty__in=running)
    return dict(rows.order_by().values_list("segment").annotate(Max("works__warranty__until_on")))
