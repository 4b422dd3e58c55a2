"""Papers and photos of works and digs: kept with the street they belong to, under their fingerprint."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from qala.journal.log import record
from qala.kernel.actors import Actor
from qala.kernel.clock import now, today
from qala.kernel.keys import key_of
from qala.kernel.refusals import Refusal, require
from qala.roads.kept import JPEG, PDF, kept, refuse_other_day, refuse_other_place
from qala.roads.models import Cut, Paper, RoadPhoto, Works
from qala.roads.policies import may_prove
from qala.roads.queries.works import places_of
from qala.roads.rules.photo_place import place_in
from qala.roads.rules.register import PaperKind


@dataclass(frozen=True, slots=True)
class PaperSheet:
    """A paper as it is handed in: a PDF, or a picture of it."""

    kind: PaperKind
    signed_on: date
    content: bytes
    number: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo of a dig and the day it was taken."""

    content: bytes
    taken_on: date


@transaction.atomic
def attach_paper(*, by: Actor, thing: Works | Cut, paper: PaperSheet) -> Paper:
    """Attach an act, a contract, a drawing or a protocol to works or to a dig."""
    require(may_prove(by, thing))
    ground = thing.grounds.filter(valid_to=None, segment__street__isnull=False).first()
    if ground is None or ground.segment.street is None:
        raise Refusal(_("The place has no street to keep the paper with."), code="no_street")
    if paper.signed_on > today():
        raise Refusal(_("The paper was signed in the future."), code="future_paper")
    sha256, path = kept("papers", paper.content, PDF, JPEG)
    if Paper.objects.filter(street=ground.segment.street, sha256=sha256).exists():
        raise Refusal(_("This street has this paper already."), code="paper_known", status=409)
    row = Paper.objects.create(
        street=ground.segment.street, about=key_of(thing), kind=paper.kind.value, number=paper.number,
        signed_on=paper.signed_on, sha256=sha256, path=path, received_at=now(),
    )  # fmt: skip
    record(by, "roads.paper.attached", thing, paper=row.pk, sha256=sha256)
    return row


@transaction.atomic
def attach_picture(*, by: Actor, cut: Cut, picture: Picture) -> RoadPhoto:
    """Attach a photo to a dig: the open trench, the temporary cover, the new surface."""
    require(may_prove(by, cut))
    if cut.opened_at is None or not cut.asked_on <= picture.taken_on <= today():
        raise Refusal(_("The photo was not taken while the road was dug."), code="old_photo")
    refuse_other_day(picture.content, picture.taken_on)
    places = places_of(cut)
    refuse_other_place(picture.content, {there.segment for there in places})
    sha256, path = kept("photos", picture.content, JPEG)
    if RoadPhoto.objects.filter(sha256=sha256).exists():
        raise Refusal(_("This photo has proved something else already."), code="photo_used")
    photo = RoadPhoto(
        taken_on=picture.taken_on, place_by_hand=place_in(picture.content) is None, sha256=sha256, path=path,
        received_at=now(), valid_from=picture.taken_on, source=key_of(cut),
    )  # fmt: skip
    photo.position = places[0]
    photo.save()
    record(by, "roads.picture.attached", cut, sha256=sha256, place_by_hand=photo.place_by_hand)
    return photo
