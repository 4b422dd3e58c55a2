"""What the routing editor asks: versions, the proof of a table, its digest, and a dry run on past cases."""

import json
from hashlib import sha256

from qala.places.models import District
from qala.proposals.models import PlacardKind, Proposal, RoutingRow, RoutingTable
from qala.proposals.queries.routing import as_rule, facts_of, live_categories, live_departments
from qala.proposals.rules.routing import DryRun, Facts, Table, dry_run
from qala.proposals.rules.routing_checks import Report, Vocabulary, check

LAST_CASES = 500
MOST_CASES = 5_000
NOBODY = ""  # where no table decides yet


def active() -> RoutingTable | None:
    return RoutingTable.objects.filter(state=RoutingTable.State.ACTIVE).first()


def draft() -> RoutingTable | None:
    return RoutingTable.objects.filter(state=RoutingTable.State.DRAFT).first()


def vocabulary() -> Vocabulary:
    """What a table may speak of today."""
    return Vocabulary(
        categories=live_categories(),
        departments=live_departments(),
        areas=tuple(District.objects.values_list("pk", flat=True)),
        placard_kinds=tuple(PlacardKind.values),
    )


def proof(table: RoutingTable) -> Report:
    """Whether every case reaches exactly one live department by this table; what stands in the way where not."""
    return check(as_rule(table), vocabulary())


def digest(table: RoutingTable) -> str:
    """The rows' fingerprint, with the version in force: a dry run speaks of exactly these two tables."""
    now_active = active()
    told = [now_active.version if now_active else None, *(_content(row) for row in table.rows.all())]
    return sha256(json.dumps(told).encode()).hexdigest()


def _content(row: RoutingRow) -> list[object]:
    hours = [at.isoformat() if at else None for at in (row.from_hour, row.until_hour)]
    sides = [sorted(side) for side in (row.categories, row.areas, row.placard_kinds, row.weekdays)]
    return [row.pk, row.order, *sides, row.track, *hours, row.is_default, row.department_id]


def past_cases(last: int = LAST_CASES) -> list[tuple[str, Facts]]:
    """The newest cases as the table would see them. A case of a category no longer in use cannot come again."""
    living = set(live_categories())
    cases = Proposal.objects.select_related("placard").order_by("-received_at", "-pk")[: min(last, MOST_CASES)]
    told = ((case.number, facts_of(case)) for case in cases)
    return [(number, facts) for number, facts in told if facts.category in living]


def tried(table: RoutingTable, last: int = LAST_CASES) -> DryRun:
    """Which of the last cases would go elsewhere by this table than by the one in force."""
    in_force = active()
    return dry_run(_everywhere(as_rule(in_force) if in_force else None), as_rule(table), past_cases(last))


def _everywhere(table: Table | None) -> Table:
    """The table in force; it sends what it does not know to nobody, as a case of that kind would find out."""
    known = table or Table(0, {})
    return Table(known.version, {**dict.fromkeys(live_categories(), NOBODY), **known.defaults}, known.rows)


def departments_of(table: RoutingTable) -> dict[str, int]:
    """The default department of each category, by key."""
    rows = table.rows.filter(is_default=True)
    return {slug: row.department_id for row in rows for slug in row.categories}
