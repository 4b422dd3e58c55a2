"""Photos of a case: kept as sent, turned upright, covered by an officer, shown or withheld, forgotten in time."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from qala.journal.log import record, record_many
from qala.kernel.actors import Actor
from qala.kernel.clock import now
from qala.kernel.refusals import Refusal, require
from qala.places.queries import district_at, nearest_streets
from qala.proposals import picture_files
from qala.proposals.models import OPEN_STATES, Photo, Proposal
from qala.proposals.policies import (
    may_add_photo,
    may_locate,
    may_prepare_photos,
    may_redact,
    may_run_nightly,
)
from qala.proposals.queries.photos import (
    MOST_PER_CASE,
    TROUBLES,
    WITHHELD_FOR,
    is_outside,
    named_paths,
    spent_originals,
)
from qala.proposals.rules.picture_headers import Unfit, header
from qala.proposals.rules.pictures import Box, covered, prepared

CHUNK = 1 << 16
ENDINGS = {"jpeg": ".jpg", "png": ".png", "webp": ".webp"}
STREET_WITHIN_M = 150


class Kept(list[Photo]):
    """The photos that were kept, and in `refusals` why others were not."""

    def __init__(self) -> None:
        super().__init__()
        self.refusals: list[Refusal] = []


@transaction.atomic
def keep_photos(*, by: Actor, proposal: Proposal, files: Iterable[Any]) -> Kept:
    """Store up to three photos of a case as they came; the same bytes again are the same photo.

    `files` are open binary files with `name` and `size` (Django's uploads). Nothing is decoded beyond the header.
    One that cannot be taken does not cost the others: it stands in `.refusals`. Where nothing at all could be kept,
    the first refusal is raised. The case itself is never touched.
    """
    require(may_add_photo(by, proposal))
    kept, fresh = Kept(), []
    held = _held(proposal)
    for file in files:
        try:
            ending, digest = _checked(file), _digest(file)
            if digest not in held:
                held[digest] = _added(proposal, file, ending, digest, len(held))
                fresh.append(held[digest].pk)
        except Refusal as refusal:
            kept.refusals.append(refusal)
            continue
        if held[digest] not in kept:
            kept.append(held[digest])
    if kept.refusals and not kept:
        raise kept.refusals[0]
    if fresh:
        record(by, "proposals.photo.kept", proposal, photos=fresh)
    return kept


def _held(proposal: Proposal) -> dict[str, Photo]:
    """The photos of the case by their digest. The case is locked: two sendings of one photo make one."""
    Proposal.objects.select_for_update().values_list("pk").get(pk=proposal.pk)
    return {photo.digest: photo for photo in proposal.photos.all()}


def _added(proposal: Proposal, file: Any, ending: str, digest: str, already: int) -> Photo:
    if already >= MOST_PER_CASE:
        raise _unfit("many", _("A case takes three photos. The others were not kept."))
    path = picture_files.keep("originals", _chunks(file), ending)
    try:
        return proposal.photos.create(digest=digest, original=path, received_at=now())
    except BaseException:
        picture_files.forget_now([path])
        raise


def _checked(file: Any) -> str:
    """Refuse what is too large or no picture of a known kind; give the ending of its name."""
    if file.size > settings.PHOTO_MAX_BYTES:
        most = settings.PHOTO_MAX_BYTES // (1024 * 1024)
        raise _unfit("large", _("This photo is larger than %(most)d MB. Send a smaller one.") % {"most": most})
    try:
        return ENDINGS[header(file).kind]
    except Unfit as unfit:
        raise _unfit(unfit.why, TROUBLES[unfit.why]) from None


def _unfit(why: str, said: Any) -> Refusal:
    return Refusal(said, code=f"photo-{why}", fields={"photo": said})


def _chunks(file: Any) -> Iterator[bytes]:
    file.seek(0)
    while chunk := file.read(CHUNK):
        yield chunk


def _digest(file: Any) -> str:
    seen = sha256()
    for chunk in _chunks(file):
        seen.update(chunk)
    return seen.hexdigest()


@transaction.atomic
def prepare_photo(*, by: Actor, photo: Photo) -> Photo:
    """Turn upright, drop all metadata, re-encode; a hostile file becomes `broken` and says why. Once per photo.

    A position the camera wrote is kept as an offer to the author, never as the place of the case; one outside the
    city (somebody's home elsewhere) is not kept at all.
    """
    require(may_prepare_photos(by))
    locked = Photo.objects.select_for_update().get(pk=photo.pk)
    photo.state, photo.why = locked.state, locked.why
    if locked.state != Photo.State.WAITING:
        photo.refresh_from_db()
        return photo
    fields = _ready(photo)
    for name, value in fields.items():
        setattr(photo, name, value)
    photo.save(update_fields=list(fields))
    record(by, "proposals.photo.prepared", photo.proposal, photo=photo.pk, state=photo.state, why=photo.why)
    return photo


def _ready(photo: Photo) -> dict[str, Any]:
    """The columns after preparation. A full disk raises and leaves the photo waiting."""
    try:
        made = prepared(picture_files.content(photo.original))
    except FileNotFoundError:
        return {"state": Photo.State.BROKEN, "why": "lost"}
    except Unfit as unfit:
        return {"state": Photo.State.BROKEN, "why": unfit.why}
    taken = made.position if made.position and not is_outside(made.position.longitude, made.position.latitude) else None
    return {
        "state": Photo.State.UPRIGHT,
        "upright": picture_files.keep("upright", [made.jpeg]),
        "width": made.width,
        "height": made.height,
        "fingerprint": made.fingerprint,
        "taken_longitude": taken.longitude if taken else None,
        "taken_latitude": taken.latitude if taken else None,
    }


@transaction.atomic
def show_photo(*, by: Actor, photo: Photo, boxes: Sequence[Box], alt: str) -> Photo:
    """An officer has looked: cover these boxes, describe the picture in words, let it out. May be done anew."""
    require(may_redact(by))
    _insist_on_upright(photo)
    if not alt.strip():
        missing = _("Describe the photo in one sentence for people who cannot see it.")
        raise Refusal(missing, code="alt-missing", fields={"alt": missing})
    try:
        public = picture_files.keep("public", [covered(picture_files.content(photo.upright), boxes)])
    except FileNotFoundError:
        raise Refusal(TROUBLES["lost"], code="photo-lost", status=409) from None
    picture_files.forget(photo.public)
    fields = {
        "state": Photo.State.SHOWN, "public": public, "covered": [box.row for box in boxes],
        "alt": alt.strip()[:300], "why": "", "reviewed_at": now(),
    }  # fmt: skip
    for name, value in fields.items():
        setattr(photo, name, value)
    photo.save(update_fields=list(fields))
    record(by, "proposals.photo.shown", photo.proposal, photo=photo.pk, covered=len(boxes))
    return photo


def _insist_on_upright(photo: Photo) -> None:
    state = _locked_state(photo)
    if state == Photo.State.WAITING:
        raise Refusal(_("This photo is not turned upright yet. Wait a moment."), code="not-prepared", status=409)
    if state == Photo.State.BROKEN or not photo.upright:
        raise Refusal(_("This photo cannot be opened, so it cannot be shown."), code="photo-broken", status=409)


def _locked_state(photo: Photo) -> str:
    return Photo.objects.select_for_update().values_list("state", flat=True).get(pk=photo.pk)


@transaction.atomic
def withhold_photo(*, by: Actor, photo: Photo, why: str) -> Photo:
    """An officer has looked: the public does not see it. The copy that was public is gone at once."""
    require(may_redact(by))
    if why not in WITHHELD_FOR:
        missing = _("Say why it is not shown: choose a reason from the list.")
        raise Refusal(missing, code="reason-missing", fields={"why": missing})
    if _locked_state(photo) == Photo.State.BROKEN:
        raise Refusal(_("This photo cannot be opened. Nobody sees it anyway."), code="photo-broken", status=409)
    picture_files.forget(photo.public)
    photo.state, photo.public, photo.why, photo.reviewed_at = Photo.State.WITHHELD, "", why, now()
    photo.save(update_fields=["state", "public", "why", "reviewed_at"])
    record(by, "proposals.photo.withheld", photo.proposal, photo=photo.pk, why=why)
    return photo


@transaction.atomic
def expire_originals(*, by: Actor, at: datetime | None = None) -> int:
    """Forget originals whose days have passed, and files that a failed transaction left behind."""
    require(may_run_nightly(by))
    spent = list(spent_originals(at).select_for_update())
    picture_files.forget(*(photo.original for photo in spent))
    Photo.objects.filter(pk__in=[photo.pk for photo in spent]).update(original="")
    picture_files.forget(*picture_files.stray(named_paths, at or now()))
    if spent:
        record_many(by, "proposals.photo.expired", spent)
    return len(spent)


@transaction.atomic
def locate(*, by: Actor, proposal: Proposal, longitude: float, latitude: float) -> Proposal:
    """Make the place exact: the point, its district and the street beside it. Degrees, WGS 84."""
    require(may_locate(by, proposal))
    _insist_on_place(proposal, longitude, latitude)
    district = district_at(longitude, latitude)
    beside = nearest_streets(longitude, latitude, 1, within_m=STREET_WITHIN_M)
    street = beside[0].street if beside else None
    proposal.longitude, proposal.latitude = longitude, latitude
    proposal.district = district or proposal.district
    proposal.street = street or proposal.street
    proposal.save(update_fields=["longitude", "latitude", "district", "street"])
    record(
        by,
        "proposals.proposal.located",
        proposal,
        district=proposal.district_id,
        street=proposal.street_id,
    )
    return proposal


def _insist_on_place(proposal: Proposal, longitude: float, latitude: float) -> None:
    if is_outside(longitude, latitude):
        raise Refusal(_("This point lies nowhere in the city. Choose the place by its name."), code="no-place")
    if proposal.state not in OPEN_STATES:
        raise Refusal(_("This case is closed: its place stays as it was."), code="closed", status=409)
