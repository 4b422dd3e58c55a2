"""Placards: issued, hung, checked, taken down."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from qala.journal.log import record, record_many
from qala.kernel.actors import Actor
from qala.kernel.clock import today
from qala.kernel.refusals import Refusal, require
from qala.people.models import Person
from qala.proposals import picture_files
from qala.proposals.models import Placard
from qala.proposals.policies import may_issue_placards, may_keep_placards
from qala.proposals.queries.photos import TROUBLES
from qala.proposals.rules.picture_headers import Unfit
from qala.proposals.rules.pictures import prepared

REASONS = ("worn", "moved", "overpasted", "stolen", "place_closed", "code_retired")


@dataclass(frozen=True)
class PlacardSheet:
    """Where a placard will hang: a landmark, or a route and a vehicle."""

    kind: str
    landmark_id: int | None = None
    street_id: int | None = None
    route: str = ""
    vehicle: str = ""
    language: str = "kk"
    keeper: Person | None = None
    installed_on: date | None = None


@transaction.atomic
def issue_many(*, by: Actor, sheets: Iterable[PlacardSheet]) -> list[Placard]:
    """Issue placards in one statement; serials run on from the last one and are never used twice."""
    require(may_issue_placards(by))
    Placard.objects.select_for_update().order_by("-serial").first()  # two keepers do not number at once
    last = Placard.objects.aggregate(last=Max("serial"))["last"] or 0
    placards = [
        Placard(
            serial=serial,
            kind=sheet.kind,
            landmark_id=sheet.landmark_id,
            street_id=sheet.street_id,
            route=sheet.route,
            vehicle=sheet.vehicle,
            language=sheet.language,
            keeper=sheet.keeper,
            installed_on=sheet.installed_on,
        )
        for serial, sheet in enumerate(sheets, last + 1)
    ]
    made = Placard.objects.bulk_create(placards, batch_size=2_000)
    record_many(by, "proposals.placard.issued", made)
    return made


@transaction.atomic
def install(*, by: Actor, placard: Placard, on: date | None = None) -> Placard:
    """It hangs now, in somebody's keeping."""
    require(may_keep_placards(by))
    if placard.removed_on:
        raise Refusal(_("This placard was taken down. Issue a new one: codes are not used twice."), code="retired")
    placard.installed_on = on or today()
    placard.save(update_fields=["installed_on"])
    record(by, "proposals.placard.installed", placard, on=placard.installed_on)
    return placard


@transaction.atomic
def remove(*, by: Actor, placard: Placard, reason: str) -> Placard:
    """Take it down. Its code still opens a working form, with a notice and without the place."""
    require(may_keep_placards(by))
    if reason not in REASONS:
        raise Refusal(_("Say why it comes down: choose a reason from the list."), code="reason-missing")
    placard.installed_on = placard.installed_on or today()
    placard.removed_on, placard.removed_because = today(), reason
    placard.save(update_fields=["installed_on", "removed_on", "removed_because"])
    record(by, "proposals.placard.removed", placard, reason=reason)
    return placard


@transaction.atomic
def check(*, by: Actor, placard: Placard, file: Any) -> Placard:
    """The keeper saw it hanging and took a photo. `file` is an open binary file; its metadata are dropped."""
    require(may_keep_placards(by))
    file.seek(0)
    try:
        made = prepared(file.read())
    except Unfit as unfit:
        raise Refusal(str(TROUBLES[unfit.why]), code=f"photo-{unfit.why}") from None
    placard.photo = picture_files.keep("placards", [made.jpeg])
    placard.save(update_fields=["photo"])
    record(by, "proposals.placard.checked", placard)
    return placard
