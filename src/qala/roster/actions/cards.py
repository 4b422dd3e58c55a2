"""Cards are issued and withdrawn. Losing a card loses nothing but the card."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from qala.journal.log import record
from qala.kernel.actors import Actor
from qala.kernel.refusals import Refusal, require
from qala.people.refusing import unstorable
from qala.roster.models import Enrolment, PupilCard, WithdrawalReason
from qala.roster.policies import may_keep


@transaction.atomic
def issue_card(*, by: Actor, enrolment: Enrolment, code: str, on: date) -> PupilCard:
    """Give a pupil a card. The code is whatever the card answers with: opaque, and never given out twice."""
    require(may_keep(by, enrolment.school_class.school))
    card = PupilCard(pupil_id=enrolment.pupil_id, code=code.strip(), issued_on=on)
    with (
        unstorable("pupilcard_code", _("This card was given out before."), "card_taken"),
        unstorable("one_live_card_per_pupil", _("Withdraw the old card first."), "has_card"),
        unstorable("a_card_code_is_plain", _("A card's code has 4 to 64 Latin letters and digits."), "wrong_code"),
    ):
        card.save(force_insert=True)
    record(by, "roster.card.issued", card, pupil=card.pupil_id, on=on)
    return card


@transaction.atomic
def withdraw_card(*, by: Actor, card: PupilCard, enrolment: Enrolment, on: date, reason: str) -> PupilCard:
    """Let a card fail from a day on. The pupil's school does it, for a reason."""
    require(may_keep(by, enrolment.school_class.school) and enrolment.pupil_id == card.pupil_id)
    if card.withdrawn_on is not None or reason not in WithdrawalReason.values or on < card.issued_on:
        raise Refusal(_("A card is withdrawn once, after it was issued, for a reason."), code="wrong_withdrawal")
    card.withdrawn_on, card.reason = on, reason
    card.save(update_fields=["withdrawn_on", "reason"])
    record(by, "roster.card.withdrawn", card, pupil=card.pupil_id, on=on, reason=reason)
    return card
