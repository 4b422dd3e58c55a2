"""The decision table changes by versions: draft a copy, edit, prove, try on past cases, put into force."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from qala.journal.log import record
from qala.kernel.actors import Actor
from qala.kernel.clock import now
from qala.kernel.keys import key_of
from qala.kernel.refusals import Refusal, require
from qala.people.models import Organisation
from qala.proposals.models import RoutingRow, RoutingTable
from qala.proposals.policies import may_draft_routing, may_edit_routing
from qala.proposals.queries.routing_editor import LAST_CASES, digest, proof, tried
from qala.proposals.queries.routing_words import Names, problem_sentences, rows_in_words
from qala.proposals.rules.routing import DryRun

State = RoutingTable.State


@dataclass(frozen=True)
class RowSheet:
    """A row as it is written: empty conditions mean any."""

    department: Organisation
    categories: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    placard_kinds: tuple[str, ...] = ()
    track: str = ""
    weekdays: tuple[int, ...] = ()
    from_hour: time | None = None
    until_hour: time | None = None

    def insist(self) -> None:
        """At least one condition (a row without any is the default's business), and hours with two different ends."""
        if (self.from_hour is None) != (self.until_hour is None):
            half = _("Give both hours, or none.")
            raise Refusal(half, code="half-hours", fields={"until_hour": half})
        if self.from_hour is not None and self.from_hour == self.until_hour:
            same = _("The hours begin and end at the same time. Leave both empty for the whole day.")
            raise Refusal(same, code="empty-hours", fields={"until_hour": same})
        named = (self.categories, self.areas, self.placard_kinds, self.track, self.weekdays, self.from_hour)
        if not any(side not in ((), "", None) for side in named):
            bare = _("Name at least one condition. What holds always belongs to the defaults.")
            raise Refusal(bare, code="no-condition")


def _lock(table: RoutingTable) -> RoutingTable:
    """The table as it stands now, held until the end. Only a draft may change."""
    locked = RoutingTable.objects.select_for_update().get(pk=table.pk)
    if locked.state != State.DRAFT:
        raise Refusal(
            _("This version is not a draft any more. Draft a new one."), code="not-a-draft", status=409
        )
    return locked


@transaction.atomic
def draft(*, by: Actor) -> RoutingTable:
    """Begin a new version as a copy of the one in force. One draft at a time."""
    require(may_draft_routing(by))
    versions = list(RoutingTable.objects.select_for_update().order_by("-version"))
    standing = next((table for table in versions if table.state == State.DRAFT), None)
    if standing is not None:
        raise Refusal(
            _("Version %(version)s is being drafted already. Finish it or throw it away first.")
            % {"version": standing.version},
            code="draft-open",
            status=409,
        )
    newest = RoutingTable.objects.aggregate(newest=Max("version"))["newest"] or 0
    table = RoutingTable.objects.create(version=newest + 1, made_at=now())
    source = next((one for one in versions if one.state == State.ACTIVE), None)
    for row in source.rows.all() if source else ():
        row.pk, row.table = None, table
        row.save(force_insert=True)
    record(by, "proposals.routing.drafted", table, version=table.version, copy_of=source.version if source else None)
    return table


@transaction.atomic
def discard(*, by: Actor, table: RoutingTable) -> int:
    """Throw a draft away. Returns its version; the number is not kept, nothing was ever routed by it."""
    require(may_edit_routing(by))
    locked = _lock(table)
    key, version = key_of(locked), locked.version
    locked.delete()
    record(by, "proposals.routing.discarded", key, version=version)
    return version


@transaction.atomic
def write_row(*, by: Actor, table: RoutingTable, sheet: RowSheet, row: RoutingRow | None = None) -> RoutingRow:
    """Add a row to a draft, or write an existing one anew. The proof is shown at once; errors only bar activation."""
    require(may_draft_routing(by))
    locked = _lock(table)
    sheet.insist()
    place = locked.rows.filter(is_default=False).aggregate(last=Max("order"))["last"]
    written = row or RoutingRow(table=locked, order=(place or 0) + 1)
    if written.table_id != locked.pk or written.is_default:
        raise Refusal(_("This row belongs to another version."), code="foreign-row", status=409)
    for name in ("categories", "areas", "placard_kinds", "weekdays"):
        setattr(written, name, sorted(getattr(sheet, name)))
    written.track, written.department = sheet.track, sheet.department
    written.from_hour, written.until_hour = sheet.from_hour, sheet.until_hour
    written.save()
    record(by, "proposals.routing.edited", locked, version=locked.version, row=written.pk)
    return written


@transaction.atomic
def drop_row(*, by: Actor, row: RoutingRow) -> RoutingTable:
    """Take a row out of a draft."""
    require(may_edit_routing(by))
    locked = _lock(row.table)
    dropped = row.pk
    row.delete()
    record(by, "proposals.routing.edited", locked, version=locked.version, dropped=dropped)
    return locked


@transaction.atomic
def write_defaults(*, by: Actor, table: RoutingTable, defaults: Mapping[str, Organisation]) -> RoutingTable:
    """Write the default department of each category named; the others keep theirs. One row per department."""
    require(may_draft_routing(by))
    locked = _lock(table)
    stand = {slug: row.department_id for row in locked.rows.filter(is_default=True) for slug in row.categories}
    stand |= {slug: department.pk for slug, department in defaults.items()}
    locked.rows.filter(is_default=True).delete()
    for department in sorted(set(stand.values())):
        slugs = sorted(slug for slug, key in stand.items() if key == department)
        RoutingRow.objects.create(table=locked, categories=slugs, is_default=True, department_id=department)
    record(by, "proposals.routing.edited", locked, version=locked.version, defaults=len(stand))
    return locked


@transaction.atomic
def try_table(*, by: Actor, table: RoutingTable, last: int = LAST_CASES) -> DryRun:
    """Run a draft over the last cases beside the table in force, and remember for which rows that was done."""
    require(may_draft_routing(by))
    locked = _lock(table)
    _insist_on_proof(locked)
    run = tried(locked, last)
    locked.tried_rows, locked.tried_at = digest(locked), now()
    locked.save(update_fields=["tried_rows", "tried_at"])
    record(
        by, "proposals.routing.tried", locked, version=locked.version, cases=run.total, moved=len(run.moved)
    )
    return run


@transaction.atomic
def activate(*, by: Actor, table: RoutingTable) -> RoutingTable:
    """Put a draft into force and retire the old version, in one breath. Proved, and tried with exactly these rows."""
    require(may_draft_routing(by))
    locked = _lock(table)
    _insist_on_proof(locked)
    if locked.tried_rows != digest(locked):
        raise Refusal(
            _("Try this table on past cases first: its rows were changed since, or never tried."),
            code="not-tried",
            status=409,
        )
    old = RoutingTable.objects.select_for_update().filter(state=State.ACTIVE).first()
    if old is not None:
        old.state = State.RETIRED
        old.save(update_fields=["state"])
    locked.state, locked.activated_at = State.ACTIVE, now()
    locked.save(update_fields=["state", "activated_at"])
    record(
        by, "proposals.routing.activated", locked, version=locked.version, retired=old.version if old else None
    )
    return locked


def _insist_on_proof(table: RoutingTable) -> None:
    report = proof(table)
    if not report.is_sound:
        names = Names()
        told = problem_sentences(report, rows_in_words(table, names), names)
        raise Refusal(
            _("This table is not sound yet: %(first)s") % {"first": told[0]}, code="table-not-sound", status=409
        )
