"""Which works, digs and guarantees somebody may open at the desk, and whose the files are that were kept with them."""

from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from qala.kernel.keys import row_number
from qala.people.models import Person
from qala.people.queries import organisations_of
from qala.roads.models import Cut, Evidence, Paper, RoadPhoto, Warranty, Works
from qala.roads.policies import OUTSIDERS, may_open_every_case

Case = TypeVar("Case", bound=Model)
OWNERS: dict[type[Model], tuple[str, ...]] = {
    Works: ("contractor__in",),
    Cut: ("operator__in",),
    Warranty: ("works__contractor__in", "cut__operator__in"),
}


def own_cases(by: Person, rows: QuerySet[Case]) -> QuerySet[Case]:
    """The rows that somebody may open: `may_open_case`, for a whole list."""
    if may_open_every_case(by):
        return rows
    bodies = [body.slug for role in OUTSIDERS for body in organisations_of(by, role)]
    return rows.filter(Q(*((owner, bodies) for owner in OWNERS[rows.model]), _connector=Q.OR))


def kept_rows(sha256: str) -> list[tuple[str, Works | Cut | None]]:
    """Where a file lies, and the works or the dig it was kept with; a street's own file belongs to no case."""
    proofs: list[tuple[str, Works | Cut | None]] = [
        (one.path, one.works) for one in Evidence.objects.filter(sha256=sha256).select_related("works")
    ]
    photos = RoadPhoto.objects.filter(sha256=sha256).values_list("path", "source")
    papers = Paper.objects.filter(sha256=sha256).values_list("path", "about")
    return proofs + [(path, _case(key)) for path, key in (*photos, *papers)]


def _case(key: str) -> Works | Cut | None:
    label, _colon, pk = key.partition(":")
    if label == "roads.works":
        return Works.objects.filter(pk=row_number(pk)).first()
    return Cut.objects.filter(pk=row_number(pk)).first() if label == "roads.cut" else None
