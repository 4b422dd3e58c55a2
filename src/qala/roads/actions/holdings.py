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
from qala.roads.kept import JPEG, PDF, kept, refuse_other_day, refuse_other_place
from qala.roads.models import Holding, Inventory, Paper, RoadPhoto, StreetCount
from qala.roads.policies import may_keep_register
from qala.roads.queries.inventory import counted, newest_inventory, says_the_same
from qala.roads.rules.photo_place import place_in
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
    if signed_on > today():
        raise Refusal(_("The paper was signed in the future."), code="future_paper")
    sha256, path = kept("papers", content, PDF, JPEG)
    if Paper.objects.filter(street=street, sha256=sha256).exists():
        raise Refusal(_("This street has this paper already."), code="paper_known", status=409)
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
    if taken_on > today():
        raise Refusal(_("A photo cannot be dated in the future."), code="future_photo")
    refuse_other_day(content, taken_on)
    refuse_other_place(content, [there.segment])
    sha256, path = kept("photos", content, JPEG)
    if RoadPhoto.objects.filter(sha256=sha256, segment=there.segment).exists():
        raise Refusal(_("This street has this photo already."), code="photo_known", status=409)
    photo = RoadPhoto(
        taken_on=taken_on, place_by_hand=place_in(content) is None, sha256=sha256, path=path, received_at=now(),
        valid_from=taken_on, source=source,
    )  # fmt: skip
    photo.position = there
    photo.save()
    record(by, "roads.photo.kept", photo, sha256=sha256, segment=there.segment, place_by_hand=photo.place_by_hand)
    return photo


@transaction.atomic
def count_inventory(*, by: Actor, on: date | None = None, unless_same: bool = False) -> Inventory:
    """Count the whole register as of a day. Published figures and exports name the inventory they come from.

    ``unless_same``: where the newest inventory says just that already, it stands. Of the newest each street is kept.
    """
    require(may_keep_register(by))
    day = on or today()
    if day > today():
        raise Refusal(_("An inventory cannot be dated in the future."), code="future_inventory")
    figures, newest = counted(day), newest_inventory()
    if unless_same and newest is not None and says_the_same(newest, figures):
        return newest
    inventory = Inventory.objects.create(
        as_of_on=day,
        made_at=now(),
        streets=figures.streets,
        segments=figures.segments,
        metres=figures.metres,
        told=figures.told,
    )
    if newest is None or newest.as_of_on <= day:
        StreetCount.objects.all().delete()
        rows = [
            StreetCount(inventory=inventory, street_id=one.street, overall=one.overall, shares=one.known)
            for one in figures.by_street
        ]
        StreetCount.objects.bulk_create(rows, batch_size=2_000)
    record(by, "roads.inventory.counted", inventory, streets=figures.streets, segments=figures.segments)
    return inventory
