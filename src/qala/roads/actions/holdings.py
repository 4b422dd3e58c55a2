"""Whose streets are, their papers and photos, and the count of the whole register."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from qala.journal.log import record, record_many
from qala.kernel.actors import Actor
from qala.kernel.clock import now, today
from qala.kernel.refusals import Refusal, require
from qala.places.models import Street
from qala.places.rules.position import Position
from qala.roads.kept import JPEG, PDF, kept
from qala.roads.models import Holding, Inventory, Paper, RoadPhoto
from qala.roads.policies import may_keep_register
from qala.roads.queries.inventory import counted
from qala.roads.rules.register import Basis, PaperKind


@dataclass(frozen=True, slots=True)
class HoldingEntry:
    """Who owns and who holds a street from a day on, by what act."""

    street: int
    owner: str
    holder: str
    since: date
    act: str = ""
    source: str = "register"


@transaction.atomic
def register_holdings(*, by: Actor, entries: Sequence[HoldingEntry]) -> list[Holding]:
    """Write down owners and holders. A street's present holding ends on the day a newer one begins."""
    require(may_keep_register(by))
    present = {row.street_id: row for row in Holding.objects.present().filter(street__in=[e.street for e in entries])}
    fresh = [entry for entry in entries if not _holds_already(present.get(entry.street), entry)]
    if any(row.valid_from > entry.since for entry in fresh if (row := present.get(entry.street))):
        raise Refusal(_("The register already holds a later row there."), code="later_row_there")
    for entry in fresh:
        Holding.objects.present().filter(street=entry.street).update(valid_to=entry.since)
    rows = Holding.objects.bulk_create([_row(entry) for entry in fresh], batch_size=1_000)
    record_many(by, "roads.holdings.registered", rows, added=len(rows))
    return rows


def _holds_already(row: Holding | None, entry: HoldingEntry) -> bool:
    return row is not None and (row.owner, row.holder, row.act) == (entry.owner, entry.holder, entry.act)


def _row(entry: HoldingEntry) -> Holding:
    return Holding(
        street_id=entry.street,
        owner=entry.owner,
        holder=entry.holder,
        act=entry.act,
        valid_from=entry.since,
        basis=Basis.DOCUMENT.value,
        source=entry.source,
    )


@transaction.atomic
def keep_paper(  # noqa: PLR0913 - a paper is its street, its kind, its number, its day and its bytes
    *, by: Actor, street: Street, kind: PaperKind, signed_on: date, content: bytes, number: str = "", about: str = ""
) -> Paper:
    """Keep a paper of a street. The file lies under its fingerprint; the row never changes."""
    require(may_keep_register(by))
    sha256, path = kept("papers", content, PDF)
    paper = Paper.objects.create(
        street=street,
        about=about,
        kind=kind.value,
        number=number,
        signed_on=signed_on,
        sha256=sha256,
        path=path,
        received_at=now(),
    )
    record(by, "roads.paper.kept", paper, sha256=sha256, street=street.pk)
    return paper


@transaction.atomic
def keep_photo(*, by: Actor, there: Position, taken_on: date, content: bytes, source: str = "survey") -> RoadPhoto:
    """Keep a photo taken at a place of a street. It is not public: whoever shows it asks a policy first."""
    require(may_keep_register(by))
    sha256, path = kept("photos", content, JPEG)
    photo = RoadPhoto(
        taken_on=taken_on, sha256=sha256, path=path, received_at=now(), valid_from=taken_on, source=source
    )
    photo.position = there
    photo.save()
    record(by, "roads.photo.kept", photo, sha256=sha256, segment=there.segment)
    return photo


@transaction.atomic
def count_inventory(*, by: Actor, on: date | None = None) -> Inventory:
    """Count the whole register as of a day. Published figures and exports name the inventory they come from."""
    require(may_keep_register(by))
    day = on or today()
    if day > today():
        raise Refusal(_("An inventory cannot be dated in the future."), code="future_inventory")
    figures = counted(day)
    inventory = Inventory.objects.create(
        as_of_on=day,
        made_at=now(),
        streets=figures.streets,
        segments=figures.segments,
        metres=figures.metres,
        told=figures.told,
    )
    record(by, "roads.inventory.counted", inventory, streets=figures.streets, segments=figures.segments)
    return inventory
