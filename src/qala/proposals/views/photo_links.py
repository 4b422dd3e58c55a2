"""Where a shown picture is fetched. The photos' own view decides who gets what; here only shown ones are named."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from qala.proposals.models import Evidence, Photo, Proposal
from qala.proposals.policies import may_see_covered


@dataclass(frozen=True)
class Shown:
    """A photo of the case: its address, or none while it waits."""

    photo: Photo
    address: str


def photos_of(case: Proposal) -> list[Shown]:
    """Shown ones with their address; those that wait are only told of."""
    return [
        Shown(photo, _address("proposals:photo", photo.pk, "public") if may_see_covered(None, photo) else "")
        for photo in case.photos.all()
        if photo.state in ("waiting", "upright") or may_see_covered(None, photo)
    ]


def picture_of(row: Evidence) -> str:
    """The address of a picture of evidence, once an officer has released it."""
    return _address("proposals:evidence", row.pk, "public") if row.public else ""


def _address(name: str, *args: object) -> str:
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
