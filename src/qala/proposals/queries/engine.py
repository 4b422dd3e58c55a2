"""How the machinery stands: reading, teaching, jobs, announcements. Counts only, no texts and no names."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import connection
from django.db.models import Count, Max, Min
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinatePeriodicDefer

from qala.kernel.models import Announcement
from qala.proposals.models import Letter, Statement
from qala.proposals.queries import meaning, understanding
from qala.proposals.understanding.embedding import NAME


@dataclass(frozen=True)
class Reading:
    """Search by meaning: whether it is here, how many texts wait, how many have their vector."""

    here: bool
    waiting: int
    oldest: datetime | None
    vectors: int
    embedder: str


@dataclass(frozen=True)
class Teaching:
    """The category model: when and from what it was taught, and how officers' decisions agree with it."""

    taught_at: datetime | None
    facts: Mapping[str, Any]
    cases: int
    first: int
    three: int


@dataclass(frozen=True)
class JobLine:
    """One kind of job: how many wait, run and failed, and when it was last due."""

    name: str
    waiting: int
    running: int
    failed: int
    last_due: datetime | None


def reading() -> Reading:
    here = meaning.is_here()
    waiting = Statement.objects.filter(embedded_at=None).exclude(text="")
    oldest = waiting.aggregate(at=Min("proposal__received_at"))["at"]
    return Reading(here, waiting.count(), oldest, _vectors() if here else 0, NAME)


def _vectors() -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {meaning.TABLE}")  # noqa: S608 - a constant
        return int(cursor.fetchone()[0])


def teaching() -> Teaching:
    return Teaching(understanding.taught_at(), understanding.taught_facts(), **understanding.agreement())


def jobs() -> list[JobLine]:
    """Every job this city knows, periodic ones with the moment they were last due."""
    counts: dict[str, dict[str, int]] = {}
    rows = ProcrastinateJob.objects.values("task_name", "status").annotate(n=Count("id"))
    for row in rows:
        counts.setdefault(row["task_name"], {})[row["status"]] = row["n"]
    dues = dict(ProcrastinatePeriodicDefer.objects.values_list("task_name").annotate(at=Max("defer_timestamp")))
    return [
        JobLine(
            name,
            waiting=counts.get(name, {}).get("todo", 0),
            running=counts.get(name, {}).get("doing", 0),
            failed=counts.get(name, {}).get("failed", 0),
            last_due=_moment(dues.get(name)),
        )
        for name in sorted({*counts, *dues})
    ]


def _moment(seconds: int | None) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if seconds else None


def unheard() -> list[tuple[str, int, datetime]]:
    """Announcements no listener has heard: kind, how many, since when."""
    waiting = Announcement.objects.filter(deliveries=None).values("kind").order_by("kind")
    rows = waiting.annotate(n=Count("pk"), since=Min("announced_at"))
    return [(row["kind"], row["n"], row["since"]) for row in rows]


def post() -> dict[str, int]:
    """Letters by what became of them."""
    rows = Letter.objects.values_list("state").annotate(n=Count("pk")).order_by("state")
    return {state: n for state, n in rows if state in ("queued", "failed")}
