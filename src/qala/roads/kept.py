"""Files of roads: below MEDIA_ROOT under their fingerprint, if they are what they say and not too large."""

import hashlib

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext_lazy as _

from qala.kernel.refusals import Refusal

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
