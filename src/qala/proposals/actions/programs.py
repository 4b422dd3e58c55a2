"""Programs of others: keys given and taken back, and the messages they bring."""

import secrets
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from qala.journal.log import record
from qala.kernel.actors import Actor
from qala.kernel.clock import now
from qala.kernel.refusals import Refusal, require
from qala.proposals.actions.intake import submit
from qala.proposals.counting import spend, spend_key
from qala.proposals.models import ApiKey, Arrival, Proposal, Subscription
from qala.proposals.policies import may_bring, may_give_keys
from qala.proposals.queries.programs import digest_of, hour_source
from qala.proposals.rules.georeport.submissions import Submission
from qala.proposals.rules.sheet import Sheet


@dataclass(frozen=True)
class Given:
    """A new key and its secret, which is shown once and kept nowhere."""

    key: ApiKey
    secret: str


@transaction.atomic
def give_key(*, by: Actor, name: str, contact: str, daily_quota: int, for_testing: bool = False) -> Given:
    """Let a program write. Only a digest of the secret stays with us."""
    require(may_give_keys(by))
    secret = f"qala_{secrets.token_urlsafe(24)}"
    key = ApiKey.objects.create(
        name=name,
        contact=contact,
        prefix=secret[5:11],
        digest=digest_of(secret),
        daily_quota=daily_quota,
        for_testing=for_testing,
        given_at=now(),
    )
    record(by, "proposals.key.given", key, daily_quota=daily_quota, for_testing=for_testing)
    return Given(key, secret)


@transaction.atomic
def revoke_key(*, by: Actor, key: ApiKey, because: str) -> ApiKey:
    """Take a key back: its next message is refused. What it brought stays."""
    require(may_give_keys(by))
    if not because.strip():
        missing = _("Say why the key is taken back: its owner will ask.")
        raise Refusal(missing, code="reason-missing", fields={"because": missing})
    if ApiKey.objects.select_for_update().get(pk=key.pk).revoked_at is not None:
        raise Refusal(_("This key was taken back already."), code="revoked", status=409)
    key.revoked_at, key.revoked_because = now(), because.strip()[:200]
    key.save(update_fields=["revoked_at", "revoked_because"])
    record(by, "proposals.key.revoked", key)
    return key


@transaction.atomic
def bring(*, by: Actor, key: ApiKey, uid: UUID, sheet: Sheet, sent: Submission) -> Proposal:
    """A program's message becomes a signal like any other. The same `uid` again answers with the first case.

    A spent quota refuses (403). E-mail and phone are noted for later and written to by nobody before the resident
    confirms them from the talon.
    """
    require(may_bring(key, sheet), _("This key may not write."))
    proposal = submit(by=by, uid=uid, sheet=sheet)
    if not proposal.is_fresh:
        return proposal
    if not spend_key(key.pk, key.daily_quota):
        raise Refusal(_("The daily quota of this key is spent."), code="quota-spent", status=403)
    Arrival.objects.create(
        proposal=proposal,
        key=key,
        token=secrets.token_hex(12),
        attributes={code: list(values) for code, values in sent.attributes.items()},
        media_url=sent.media_url,
    )
    _note_contacts(proposal, sent)
    spend(hour_source(key.pk))
    record(by, "proposals.proposal.arrived", proposal, key=key.pk)
    return proposal


def _note_contacts(proposal: Proposal, sent: Submission) -> None:
    ways = ((Subscription.Way.EMAIL, sent.email), (Subscription.Way.SMS, sent.phone))
    Subscription.objects.bulk_create(
        Subscription(
            proposal=proposal, way=way, address=address[:200], language=proposal.language, asked_at=now()
        )
        for way, address in ways
        if address
    )
