"""Which file was taken in."""

from django.db import transaction

from qala.journal.log import record
from qala.kernel.actors import Actor
from qala.kernel.clock import now
from qala.kernel.refusals import require
from qala.places.models import Extract
from qala.places.policies import may_load
from qala.places.rules.entries import Reading


@transaction.atomic
def note_extract(*, by: Actor, reading: Reading, file_name: str, sha256: str) -> Extract:
    """Remember a file that was taken in: its fingerprint, its rows, whom to thank for it."""
    require(may_load(by))
    extract = Extract.objects.create(
        source=reading.source,
        file_name=file_name[:200],
        sha256=sha256,
        attribution=reading.attribution,
        licence=reading.licence,
        accepted=reading.accepted,
        refused=len(reading.refused),
        doubtful=len(reading.doubtful),
        loaded_at=now(),
    )
    record(
        by,
        "places.extract.loaded",
        extract,
        source=reading.source,
        sha256=sha256,
        accepted=extract.accepted,
        refused=extract.refused,
    )
    return extract
