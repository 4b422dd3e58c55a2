"""Why a case went where it went: each hop with the row that chose it, and every row as it stands to the case."""

from dataclasses import dataclass
from datetime import datetime

from qala.proposals.models import Assignment, Proposal, RoutingRow
from qala.proposals.queries.routing import as_rule, facts_of, row_rule
from qala.proposals.queries.routing_editor import active
from qala.proposals.queries.routing_words import CONDITION_WORDS, Condition, Names, conditions_of, matched_words
from qala.proposals.rules.routing import CONDITIONS, NoRoute, Routed, route


@dataclass(frozen=True)
class Hop:
    """One assignment: the department, and the row of the version that named it; by hand where there is none."""

    at: datetime
    department: str
    by: str
    version: int | None
    row: str
    conditions: list[Condition]
    matched: list[Condition]

    @property
    def is_by_default(self) -> bool:
        return self.row == "default"


@dataclass(frozen=True)
class Held:
    """A row of the table in force that holds for the case; the one with most conditions decides."""

    row: RoutingRow
    conditions: list[Condition]
    department: str
    decides: bool


@dataclass(frozen=True)
class WhyRouted:
    """Everything the page says: what is known of the case, its hops, and what the table in force says today."""

    facts: list[Condition]
    hops: list[Hop]
    version: int | None
    held: list[Held]
    today: str
    by_default: bool


def why_page(proposal: Proposal) -> WhyRouted:
    """Read the stored hops, and ask the table in force anew."""
    names, table = Names(), active()
    hops = [_hop(row, names) for row in proposal.assignments.select_related("department")]
    facts = facts_of(proposal)
    if table is None:
        return WhyRouted(_facts(proposal, names), hops, None, [], "", by_default=False)
    rule = as_rule(table)
    try:
        routed: Routed | None = route(rule, facts)
    except NoRoute:
        routed = None
    holding = {row.slug for row in rule.rows if row.holds(facts)}
    deciding = routed.row if routed else None
    rows = [row for row in table.rows.select_related("department") if row.slug in holding]
    held = [
        Held(row, conditions_of(row_rule(row), names), str(row.department.name), row.slug == deciding)
        for row in sorted(rows, key=lambda row: -row_rule(row).specificity)
    ]
    department = names.of("departments", routed.department) if routed else ""
    return WhyRouted(
        _facts(proposal, names), hops, table.version, held, department, by_default=bool(routed and routed.row is None)
    )


def _facts(proposal: Proposal, names: Names) -> list[Condition]:
    facts = facts_of(proposal)
    values = (facts.category, facts.area, facts.placard_kind, facts.track, facts.weekday, _clock(facts.second))
    pairs = zip(CONDITIONS, values, strict=True)
    return [Condition(name, str(CONDITION_WORDS[name]), names.of(name, value)) for name, value in pairs]


def _clock(second: int) -> str:
    return f"{second // 3600:02}:{second % 3600 // 60:02}"


def _hop(assignment: Assignment, names: Names) -> Hop:
    row = _row_of(assignment.row)
    return Hop(
        at=assignment.at,
        department=str(assignment.department.name),
        by=assignment.by,
        version=assignment.table_version,
        row=assignment.row,
        conditions=conditions_of(row_rule(row), names) if row else [],
        matched=matched_words(assignment.matched, names),
    )


def _row_of(slug: str) -> RoutingRow | None:
    """The stored row behind `row-12`; rows of retired versions stay."""
    key = slug.removeprefix("row-")
    return RoutingRow.objects.select_related("department").filter(pk=int(key)).first() if key.isdigit() else None
