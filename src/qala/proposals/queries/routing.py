"""Which department a case goes to by the active table, and why."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from qala.kernel.clock import today
from qala.kernel.refusals import Refusal
from qala.people.models import Organisation
from qala.proposals.models import Category, Proposal, RoutingRow, RoutingTable
from qala.proposals.rules.routing import Facts, Hours, Row, Table, route


@dataclass(frozen=True)
class Why:
    """The department, and the row, version and conditions that chose it."""

    department: Organisation
    version: int
    row: str
    matched: Mapping[str, str]


def as_rule(table: RoutingTable) -> Table:
    """A stored table as the pure rules read it."""
    rows = list(table.rows.select_related("department"))
    defaults = {slug: row.department.slug for row in rows if row.is_default for slug in row.categories}
    return Table(table.version, defaults, tuple(row_rule(row) for row in rows if not row.is_default))


def row_rule(row: RoutingRow) -> Row:
    """One stored row; an empty condition means any."""
    hours = Hours.between(row.from_hour, row.until_hour) if row.from_hour and row.until_hour else None
    return Row(
        slug=row.slug,
        department=row.department.slug,
        categories=frozenset(row.categories) or None,
        areas=frozenset(row.areas) or None,
        placard_kinds=frozenset(row.placard_kinds) or None,
        tracks=frozenset({row.track}) if row.track else None,
        weekdays=frozenset(row.weekdays) or None,
        hours=hours,
    )


def facts_of(proposal: Proposal, placard_kind: str | None = None) -> Facts:
    """What the table may ask about a case. Whoever knows the placard's kind already spares its reading."""
    if placard_kind is None:
        placard_kind = proposal.placard.kind if proposal.placard else ""
    return Facts(
        category=proposal.category_id or "other",
        at=proposal.received_at,
        track=proposal.track,
        area=proposal.district_id or "",
        placard_kind=placard_kind,
    )


def why_routed(proposal: Proposal) -> Why:
    """Ask the active table. Without one a case is assigned by hand only."""
    table = RoutingTable.objects.filter(state=RoutingTable.State.ACTIVE).first()
    if table is None:
        raise Refusal(_("No routing table is active. Choose the department by hand."), code="no-table")
    routed = route(as_rule(table), facts_of(proposal))
    department = Organisation.objects.get(slug=routed.department)
    return Why(department, routed.version, routed.row or "default", dict(routed.matched))


def live_categories() -> tuple[str, ...]:
    """The categories a table must cover."""
    return tuple(Category.objects.filter(active=True).values_list("slug", flat=True))


def live_departments() -> tuple[str, ...]:
    """The departments a table may name: those that exist today."""
    return tuple(Organisation.objects.live(today()).values_list("slug", flat=True))
