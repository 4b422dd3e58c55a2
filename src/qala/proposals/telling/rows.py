"""The rows of many stories, gathered before anything is written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Model

from qala.people.models import Organisation
from qala.proposals.models import Incident, Proposal, WorksOrder
from qala.proposals.rules.history import Posts
from qala.proposals.rules.routing import Table
from qala.proposals.telling.almanac import Almanac


@dataclass(frozen=True)
class Known:
    """What the registers hold while stories are told: bodies, posts, the routing table, earlier cases and orders."""

    almanac: Almanac
    departments: Mapping[str, Organisation]
    posts: Posts
    table: Table | None
    placard_kinds: Mapping[int, str]
    cases: Mapping[UUID, Proposal]
    orders: Mapping[UUID, WorksOrder]


@dataclass
class Rows:
    """Parents first: `add` keeps every other row with its kind, in the order it was told."""

    cases: dict[UUID, Proposal] = field(default_factory=dict)
    orders: dict[UUID, WorksOrder] = field(default_factory=dict)
    ordered: list[tuple[WorksOrder, Proposal]] = field(default_factory=list)
    incidents: dict[str, Incident] = field(default_factory=dict)
    others: dict[type[Model], list[Model]] = field(default_factory=dict)

    def add(self, row: Model) -> None:
        self.others.setdefault(type(row), []).append(row)

    def take(self, told: "Rows") -> None:
        """Add what one story has told; the two share nothing but parents."""
        self.cases, self.orders, self.incidents = told.cases, told.orders, told.incidents
        self.ordered += told.ordered
        for kind, rows in told.others.items():
            self.others.setdefault(kind, []).extend(rows)
