"""What a parent tells the counter beforehand: the key of a phone, and what the child must not eat."""

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from qala.journal.log import record
from qala.kernel.refusals import Refusal, require
from qala.meals.keys import is_point
from qala.meals.models import Allergy, PhoneKey, Voucher
from qala.meals.policies import may_show_code, may_speak_for
from qala.meals.queries.codes import week_to_come
from qala.meals.rules.allergens import ALLERGENS
from qala.people.models import Person
from qala.roster.models import Pupil

#: Two parents, a grandmother, the child, and a phone that was lost in between.
PHONES_A_WEEK = 6


@transaction.atomic
def certify(*, by: Person, voucher: Voucher, public_key: bytes) -> PhoneKey:
    """Vouch for a phone's key for one school week. Asked again for the same week it is the same word."""
    require(may_show_code(by, voucher))
    if voucher.state != "active":
        raise Refusal(_("This voucher is not active."), code="voucher_not_active")
    if not is_point(public_key):
        raise Refusal(_("The phone's key is no new P-256 key."), code="phone_key")
    Voucher.objects.select_for_update().get(pk=voucher.pk)
    first, last = week_to_come()
    week = PhoneKey.objects.filter(voucher=voucher, from_on=first)
    known = week.filter(public_key=public_key).first()
    if known is None and week.count() >= PHONES_A_WEEK:
        raise Refusal(_("Too many phones show this code this week. The card still works."), code="too_many_phones")
    key = known or PhoneKey.objects.create(voucher=voucher, public_key=public_key, from_on=first, until_on=last)
    record(by, "meals.phone.certified", voucher, week=first)
    return key


@transaction.atomic
def note_allergies(*, by: Person, pupil: Pupil, allergens: Collection[str]) -> list[Allergy]:
    """Write down all a child must not eat; what is not named any more is erased."""
    require(may_speak_for(by, pupil))
    named = [allergen for allergen in ALLERGENS if allergen in allergens]
    Allergy.objects.filter(pupil=pupil).exclude(allergen__in=named).delete()
    Allergy.objects.bulk_create((Allergy(pupil=pupil, allergen=one) for one in named), ignore_conflicts=True)
    record(by, "meals.allergies.noted", pupil)
    return list(Allergy.objects.filter(pupil=pupil))
