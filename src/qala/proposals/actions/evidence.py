"""Pictures that show works: taken from the executor, covered by an officer before the public sees them."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from qala.journal.log import record
from qala.kernel.actors import Actor
from qala.kernel.clock import now
from qala.kernel.refusals import Refusal, require
from qala.proposals import picture_files
from qala.proposals.actions.orders import EvidenceSheet
from qala.proposals.models import Evidence, WorksOrder
from qala.proposals.policies import may_execute, may_redact
from qala.proposals.queries.photos import TROUBLES, WITHHELD_FOR
from qala.proposals.rules.picture_headers import Unfit
from qala.proposals.rules.pictures import Box, Prepared, covered, prepared


@transaction.atomic
def attach_picture(*, by: Actor, order: WorksOrder, file: Any, sheet: EvidenceSheet) -> Evidence:
    """A photo of the works, made upright at once; where the sheet names no place, the camera's own position does.

    `file` is an open binary file with `size`. The executor's original is not kept.
    """
    require(may_execute(by, order))
    made = _prepared(file)
    path = picture_files.keep("evidence", [made.jpeg])
    place = (sheet.longitude, sheet.latitude)
    if None in place and made.position:
        place = (made.position.longitude, made.position.latitude)
    shown = Evidence.objects.create(
        order=order,
        picture=path,
        act=sheet.act.strip(),
        note=sheet.note.strip(),
        longitude=place[0],
        latitude=place[1],
        at=now(),
        by=by.actor_key,
    )
    record(by, "proposals.works.evidenced", order, evidence=shown.pk)
    return shown


def _prepared(file: Any) -> Prepared:
    if file.size > settings.PHOTO_MAX_BYTES:
        most = settings.PHOTO_MAX_BYTES // (1024 * 1024)
        said = _("This photo is larger than %(most)d MB. Send a smaller one.") % {"most": most}
        raise Refusal(said, code="photo-large", fields={"photo": said})
    file.seek(0)
    try:
        return prepared(file.read())
    except Unfit as unfit:
        said = str(TROUBLES[unfit.why])
        raise Refusal(said, code=f"photo-{unfit.why}", fields={"photo": said}) from None


@transaction.atomic
def show_evidence(*, by: Actor, evidence: Evidence, boxes: Sequence[Box]) -> Evidence:
    """An officer has looked: cover these boxes and let the picture out. May be done anew."""
    require(may_redact(by))
    if not evidence.picture:
        raise Refusal(_("This evidence is an act: there is no picture to show."), code="no-picture", status=409)
    try:
        public = picture_files.keep("public", [covered(picture_files.content(evidence.picture), boxes)])
    except FileNotFoundError:
        raise Refusal(TROUBLES["lost"], code="photo-lost", status=409) from None
    picture_files.forget(evidence.public)
    evidence.public, evidence.shown_at = public, now()
    evidence.save(update_fields=["public", "shown_at"])
    record(by, "proposals.works.evidence_shown", evidence.order, evidence=evidence.pk, covered=len(boxes))
    return evidence


@transaction.atomic
def withhold_evidence(*, by: Actor, evidence: Evidence, why: str) -> Evidence:
    """An officer has looked: only the desks see this picture. It counts as evidence all the same."""
    require(may_redact(by))
    if why not in WITHHELD_FOR:
        missing = _("Say why it is not shown: choose a reason from the list.")
        raise Refusal(missing, code="reason-missing", fields={"why": missing})
    picture_files.forget(evidence.public)
    evidence.public, evidence.shown_at = "", now()
    evidence.save(update_fields=["public", "shown_at"])
    record(by, "proposals.works.evidence_withheld", evidence.order, evidence=evidence.pk, why=why)
    return evidence
