"""What people and parts do to the log. Sealing itself is no action: `sealing/` says why."""

from base64 import b64encode
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from qala.journal.log import record
from qala.journal.models import Secret
from qala.journal.policies import may_cosign, may_erase_secret
from qala.journal.rules.notes import NotANote
from qala.journal.sealing.folder import Folder
from qala.journal.sealing.witnesses import Cosigned, cosignatures, publish_cosigned
from qala.kernel.actors import Actor
from qala.kernel.refusals import Refusal, require


@dataclass(frozen=True)
class Witness:
    """Whoever brings a checkpoint with cosignatures; the signatures say who it was."""

    @property
    def actor_key(self) -> str:
        return "witness"


@transaction.atomic
def erase_secret(*, by: Actor, subject: str) -> int:
    """Make every leaf of a subject blind for ever; the tree stays valid. Returns 1, or 0 where no secret was kept.

    A part calls it when it erases the subject's rows, after a policy of its own.
    """
    require(may_erase_secret(by))
    erased, _kinds = Secret.objects.filter(subject=subject).delete()
    if erased:
        record(by, "journal.secret.erased", subject)
    return erased


@transaction.atomic
def cosign(*, by: Actor, folder: Folder, content: str) -> Cosigned:
    """Take a checkpoint that witnesses signed; published once their signatures are found sound."""
    require(may_cosign(by))
    try:
        cosigned = cosignatures(folder, content)
    except NotANote as broken:
        reason = _("This is no checkpoint of our log with sound signatures.")
        raise Refusal(reason, code="no_cosignature", rule=str(broken)) from broken
    if not cosigned.fresh:
        reason = _("It bears no signature of a witness we know that we do not have already.")
        raise Refusal(reason, code="nothing_new", status=409)
    publish_cosigned(folder, cosigned)
    for line in cosigned.fresh:
        about = f"journal.checkpoint:{cosigned.checkpoint.size}"
        # The signature too: a lost publication is rebuilt with it.
        body = b64encode(line.body).decode()
        record(by, "journal.checkpoint.cosigned", about, key=line.key_id.hex(), signature=body)
    return cosigned
