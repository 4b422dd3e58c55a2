"""Questions about photos: what waits, what may be handed out to whom, which two show the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import BigIntegerField, F, Func, QuerySet, Value
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from qala.kernel.actors import Actor
from qala.kernel.clock import now
from qala.places.models import District
from qala.places.queries import district_at
from qala.proposals.models import Evidence, Photo, Placard, Proposal
from qala.proposals.policies import may_see_covered
from qala.proposals.rules.pictures import ALIKE, Box

MOST_PER_CASE = 3
QUEUE = 50
#: Why a picture is refused or broken, in words that say what to do.
TROUBLES = {
    "empty": gettext_lazy("This file is empty. Choose the photo again."),
    "heic": gettext_lazy(
        "This photo is in Apple's HEIC format. Send it as JPEG: take a screenshot of it, "
        "or choose “Most compatible” in the camera's settings."
    ),
    "kind": gettext_lazy("This file is not a photo. Send a JPEG, PNG or WebP picture."),
    "header": gettext_lazy(
        "This photo is damaged: its size cannot be read. Take it again, or send a screenshot of it."
    ),
    "pixels": gettext_lazy("This photo has too many pixels. Send a smaller one, or a screenshot of it."),
    "torn": gettext_lazy("The photo did not arrive whole. Send it again."),
    "broken": gettext_lazy("This photo is damaged and cannot be opened. Take it again, or send a screenshot of it."),
    "lost": gettext_lazy("The file of this photo is gone. Send it again."),
}
#: Why an officer does not show a picture.
WITHHELD_FOR = {
    "people": gettext_lazy("It shows people who cannot be covered"),
    "minor": gettext_lazy("It shows a child"),
    "matter": gettext_lazy("It does not show what the case is about"),
    "indecent": gettext_lazy("It hurts somebody's dignity"),
    "papers": gettext_lazy("It shows papers, screens or names"),
    "unclear": gettext_lazy("Nothing can be seen on it"),
}


def waiting_photos(limit: int = 100) -> QuerySet[Photo]:
    """Pictures that are stored as sent and must be turned upright, oldest first."""
    return Photo.objects.filter(state=Photo.State.WAITING).order_by("received_at", "pk")[:limit]


def queue() -> list[Photo]:
    """What waits for an officer's eye, oldest first."""
    return list(Photo.objects.unseen().select_related("proposal").order_by("received_at", "pk")[:QUEUE])


def unseen_count() -> int:
    """How many pictures wait, all of them."""
    return Photo.objects.unseen().count()


@dataclass(frozen=True)
class Gallery:
    """A case's photos for one reader: those to show, and how many still wait for an officer."""

    shown: Sequence[Photo]
    waiting: int


def gallery(by: Actor | None, proposal: Proposal) -> Gallery:
    """What stands on the case's page. One query, or none where `photos` are prefetched."""
    photos = list(proposal.photos.all())
    for one in photos:
        one.proposal = proposal
    waiting = sum(one.state in (Photo.State.WAITING, Photo.State.UPRIGHT) for one in photos)
    return Gallery([one for one in photos if may_see_covered(by, one)], waiting)


def twins_of(photo: Photo, limit: int = 3) -> list[Photo]:
    """Photos of other cases that show the same picture: a duplicate, or somebody's flood."""
    if photo.fingerprint is None:
        return []
    differing = Func(
        F("fingerprint"),
        Value(photo.fingerprint, output_field=BigIntegerField()),
        template="bit_count((%(expressions)s)::bit(64))",
        arg_joiner=" # ",
        output_field=BigIntegerField(),
    )
    others = Photo.objects.exclude(proposal=photo.proposal_id).filter(fingerprint__isnull=False)
    near = others.annotate(differing=differing).filter(differing__lte=ALIKE)
    return list(near.select_related("proposal").order_by("differing", "pk")[:limit])


def suggested_alt(photo: Photo) -> str:
    """A first description for people who cannot see it: the matter and the place."""
    case = photo.proposal
    place = case.street or case.landmark or case.district
    matter = case.category.title.get(get_language() or "kk") if case.category else _("What the resident sent")
    return ", ".join(str(one) for one in (matter, place) if one)[:300]


def is_outside(longitude: float, latitude: float) -> bool:
    """Whether a point is none of this city: off the earth, the factory's 0, 0, or in none of the known districts."""
    on_earth = abs(longitude) <= 180 and abs(latitude) <= 90  # False for NaN as well
    if not on_earth or (abs(longitude) < 1e-6 and abs(latitude) < 1e-6):
        return True
    return district_at(longitude, latitude) is None and District.objects.filter(area__isnull=False).exists()


def evidence_queue() -> list[Evidence]:
    """Pictures of works that no officer has seen, oldest first."""
    unseen = Evidence.objects.exclude(picture="").filter(shown_at=None)
    return list(unseen.select_related("order").order_by("at", "pk")[:QUEUE])


def boxes_of(photo: Photo) -> list[Box]:
    """What was covered the last time."""
    return [Box.of(row) for row in photo.covered]


def spent_originals(at: datetime | None = None) -> QuerySet[Photo]:
    """Originals whose keeping is over: the upright copy is made, or the file is broken, and the days have passed."""
    before = (at or now()) - timedelta(days=settings.PHOTO_ORIGINAL_DAYS)
    return Photo.objects.exclude(original="").exclude(state=Photo.State.WAITING).filter(received_at__lt=before)


def named_paths(paths: list[str]) -> set[str]:
    """Which of these files a row names."""
    found: set[str] = set()
    for column in ("original", "upright", "public"):
        found |= set(Photo.objects.filter(**{f"{column}__in": paths}).values_list(column, flat=True))
    for column in ("picture", "public"):
        found |= set(Evidence.objects.filter(**{f"{column}__in": paths}).values_list(column, flat=True))
    return found | set(Placard.objects.filter(photo__in=paths).values_list("photo", flat=True))
