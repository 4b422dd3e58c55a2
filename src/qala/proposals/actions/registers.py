"""Registers taken over whole: a proven routing table, ready replies. For a city that moves in with its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from qala.journal.log import record, record_many
from qala.kernel.actors import Actor
from qala.kernel.clock import CITY
from qala.kernel.refusals import Refusal, require
from qala.kernel.translated import Translated
from qala.people.models import Organisation
from qala.places.models import District
from qala.proposals.models import Category, PlacardKind, ReplyTemplate, RoutingRow, RoutingTable
from qala.proposals.policies import may_load
from qala.proposals.rules.routing import Row, Table
from qala.proposals.rules.routing_checks import Vocabulary, check

#: Defaults stand below every row with conditions.
LAST = 900


@dataclass(frozen=True)
class TemplateSheet:
    """A ready text for one verb."""

    slug: str
    verb: str
    title: Translated
    text: Translated
    category: str = ""


@transaction.atomic
def load_routing(*, by: Actor, defaults: Mapping[str, str], rows: Sequence[Row], since: date) -> RoutingTable:
    """Put the first routing table in force, proved total and free of ties like any other. There must be none yet."""
    require(may_load(by))
    if RoutingTable.objects.exists():
        raise Refusal(_("There is a routing table already. Draft a new version instead."), code="table-there")
    report = check(Table(1, defaults, tuple(rows)), _vocabulary())
    if not report.is_sound:
        raise Refusal(_("This routing table is not sound."), code="unsound-table")
    at = datetime.combine(since, time(9), CITY)
    table = RoutingTable.objects.create(version=1, made_at=at)
    bodies = dict(Organisation.objects.values_list("slug", "pk"))
    by_body: dict[str, list[str]] = {}
    for category, department in defaults.items():
        by_body.setdefault(department, []).append(category)
    last = [
        RoutingRow(table=table, order=LAST, categories=sorted(slugs), is_default=True, department_id=bodies[slug])
        for slug, slugs in sorted(by_body.items())
    ]
    first = [_row(table, row, bodies, order) for order, row in enumerate(rows)]
    RoutingRow.objects.bulk_create([*first, *last])
    table.state, table.activated_at = RoutingTable.State.ACTIVE, at
    table.save(update_fields=["state", "activated_at"])
    record(by, "proposals.routing.activated", table, version=1)
    return table


def _vocabulary() -> Vocabulary:
    return Vocabulary(
        categories=tuple(Category.objects.filter(active=True).values_list("slug", flat=True)),
        departments=tuple(Organisation.objects.live().values_list("slug", flat=True)),
        areas=tuple(District.objects.values_list("code", flat=True)),
        placard_kinds=tuple(PlacardKind.values),
    )


def _row(table: RoutingTable, row: Row, bodies: Mapping[str, int], order: int) -> RoutingRow:
    return RoutingRow(
        table=table,
        order=order,
        categories=sorted(row.categories or ()),
        areas=sorted(row.areas or ()),
        placard_kinds=sorted(row.placard_kinds or ()),
        track=next(iter(row.tracks or ()), ""),
        weekdays=sorted(row.weekdays or ()),
        department_id=bodies[row.department],
    )


@transaction.atomic
def load_templates(*, by: Actor, sheets: Sequence[TemplateSheet]) -> list[ReplyTemplate]:
    """Write down ready replies; a slug that is there keeps its row and takes the new words."""
    require(may_load(by))
    templates = ReplyTemplate.objects.bulk_create(
        [
            ReplyTemplate(
                slug=sheet.slug,
                verb=sheet.verb,
                title=sheet.title,
                text=sheet.text,
                category_id=sheet.category or None,
            )
            for sheet in sheets
        ],
        update_conflicts=True,
        unique_fields=["slug"],
        update_fields=["verb", "title", "text", "category"],
    )
    record_many(by, "proposals.template.set", templates)
    return templates
