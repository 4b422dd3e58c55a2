"""Files of roads: below MEDIA_ROOT under their fingerprint, if they are what they say and not too large."""

import hashlib
from collections.abc import Collection
from datetime import date

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext_lazy as _

from qala.kernel.clock import today
from qala.kernel.refusals import Refusal
from qala.places.models import Segment
from qala.places.rules.geometry import foot_on
from qala.roads.queries.works import norms_on
from qala.roads.rules.photo_place import day_in, place_in

LARGEST = 15 * 1024 * 1024
PDF, JPEG = (b"%PDF-", "pdf"), (b"\xff\xd8\xff", "jpg")


def kept(folder: str, content: bytes, *forms: tuple[bytes, str]) -> tuple[str, str]:
    """Keep a file of one of these forms (first bytes, tail of its name): its fingerprint and its path."""
    tail = next((tail for begins, tail in forms if content.startswith(begins)), "")
    if not tail:
        raise Refusal(_("The file is not what its name says: a PDF or a JPEG is needed."), code="wrong_file")
    if len(content) > LARGEST:
        raise Refusal(_("The file is larger than 15 megabytes."), code="file_too_large")
    sha256 = hashlib.sha256(content).hexdigest()
    path = f"roads/{folder}/{sha256[:2]}/{sha256}.{tail}"
    if not default_storage.exists(path):
        default_storage.save(path, ContentFile(content))
    return sha256, path


def refuse_other_day(content: bytes, taken_on: date) -> None:
    """Refuse a picture whose own EXIF denies the day that was typed."""
    shot = day_in(content)
    if shot is not None and shot != taken_on:
        why = _("The picture itself says that it was taken on %(day)s.") % {"day": shot}
        raise Refusal(why, code="photo_of_another_day", fields={"taken_on": why})


def refuse_other_place(content: bytes, segments: Collection[int]) -> None:
    """Refuse a picture whose own EXIF denies that it was taken on these segments."""
    seen = place_in(content)
    if seen is None:
        return
    within_m = float(norms_on(today())["photo_within_m"])
    lines = [one.line for one in Segment.objects.filter(pk__in=segments)]
    if all(foot_on(line, *seen).distance_m > within_m for line in lines):
        raise Refusal(_("The picture itself says that it was taken elsewhere."), code="photo_elsewhere")
