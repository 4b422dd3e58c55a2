"""The author signs an appeal from home: a one-time code to their own address, or an electronic signature."""

from typing import Any

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.utils.translation import gettext as _

from qala.journal.log import record
from qala.kernel.actors import Actor
from qala.kernel.clock import now
from qala.kernel.refusals import Refusal, require
from qala.proposals.counting import spend_letter
from qala.proposals.models import Author, Identity, Letter, Proposal, Subscription
from qala.proposals.policies import may_identify
from qala.proposals.queries.follow import own_contacts
from qala.proposals.rules import codes
from qala.proposals.signatures import signature_adapter

SALT = "proposals.code"
UNSIGNED = (Identity.ANONYMOUS, Identity.UNCONFIRMED)


@transaction.atomic
def send_code(*, by: Actor, proposal: Proposal, way: str, address: str) -> str:
    """Send six digits to an e-mail or a phone. Returns the sealed question that `confirm_code` answers."""
    require(may_identify(by, proposal, Identity.ONE_TIME_CODE))
    _insist_on_own_address(by, proposal, address)
    spend_letter(address)
    code, at = codes.new_code(), now()
    letter = Letter.objects.create(
        proposal=proposal,
        way=way,
        address=address,
        language=proposal.language,
        template="one_time_code",
        slots={"number": proposal.number, "code": code, "minutes": codes.MINUTES},
        dedup=f"{proposal.pk}:code:{at.timestamp():.6f}",
        queued_at=at,
        next_try_at=at,
    )
    record(by, "proposals.author.asked_to_sign", proposal, letter=letter.pk, way=way)
    digest = codes.digest(code, proposal.pk, address, settings.SECRET_KEY)
    return signing.dumps({"case": proposal.pk, "way": way, "address": address, "digest": digest}, salt=SALT)


@transaction.atomic
def confirm_code(*, by: Actor, proposal: Proposal, code: str, sealed: str) -> Proposal:
    """The digits came back: whoever reads this address wrote the appeal. News go there from now on."""
    require(may_identify(by, proposal, Identity.ONE_TIME_CODE))
    asked = _opened(sealed, proposal)
    given = codes.digest(codes.as_typed(code), proposal.pk, asked["address"], settings.SECRET_KEY)
    if not codes.is_same(given, asked["digest"]):
        raise Refusal(_("These are not the digits we sent. Look at the newest letter."), code="wrong-code")
    at = now()
    if proposal.identity in UNSIGNED:
        proposal.identity = Identity.ONE_TIME_CODE
        proposal.save(update_fields=["identity"])
    author, _fresh = Author.objects.get_or_create(proposal=proposal)
    setattr(author, "email" if asked["way"] == "email" else "phone", asked["address"])
    author.signed_at = author.signed_at or at
    author.save()
    Subscription.objects.update_or_create(
        proposal=proposal,
        way=asked["way"],
        address=asked["address"],
        defaults={"confirmed_at": at, "ended_at": None},
        create_defaults={"asked_at": at, "confirmed_at": at, "language": proposal.language},
    )
    record(by, "proposals.proposal.identified", proposal, how=Identity.ONE_TIME_CODE)
    return proposal


def _insist_on_own_address(by: Actor, proposal: Proposal, address: str) -> None:
    """By a talon that an officer handed out, the code goes only where the author said at the beginning."""
    if getattr(by, "handed", False) and address not in own_contacts(proposal).values():
        raise Refusal(
            _("By this talon a code goes only to the phone or e-mail you gave when the message was written down."),
            code="foreign-address",
        )


def _opened(sealed: str, proposal: Proposal) -> dict[str, Any]:
    """The question behind a code, while it is fresh and tries are left."""
    try:
        asked: dict[str, Any] = signing.loads(sealed, salt=SALT, max_age=codes.MINUTES * 60)
    except signing.BadSignature:
        asked = {}
    if asked.get("case") != proposal.pk:
        raise Refusal(_("This code is too old. Ask for a new one."), code="code-too-old")
    return asked


@transaction.atomic
def sign(*, by: Actor, proposal: Proposal, payload: str) -> Proposal:
    """Confirm the author by an electronic signature, where the city has named who checks it."""
    require(may_identify(by, proposal, Identity.SIGNATURE))
    adapter = signature_adapter()
    if adapter is None:
        raise Refusal(_("Electronic signatures are not taken here yet. Use a code or a paper."), code="no-adapter")
    how = Identity(adapter.verify(proposal, payload))
    proposal.identity = how
    proposal.save(update_fields=["identity"])
    Author.objects.filter(proposal=proposal).update(signed_at=now())
    record(by, "proposals.proposal.identified", proposal, how=how)
    return proposal
