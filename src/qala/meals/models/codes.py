"""Codes from parents' phones, and what a child must not eat: what the counter has to know beside the roster."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from qala.meals.models.entitlement import Voucher
from qala.meals.models.serving import ServiceEvent
from qala.meals.rules.allergens import ALLERGENS
from qala.roster.models import Pupil


class PhoneKey(models.Model):
    """A parent's phone whose key the city vouched for, for one school week. Both days belong to it."""

    append_only = True

    voucher = models.ForeignKey(Voucher, models.PROTECT, related_name="phone_keys")
    public_key = models.BinaryField(max_length=65)
    from_on = models.DateField()
    until_on = models.DateField()
    certified_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["voucher", "from_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["voucher", "public_key", "from_on"], name="a_phone_is_vouched_for_once_a_week"
            ),
            models.CheckConstraint(condition=Q(until_on__gte=F("from_on")), name="a_phone_key_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.voucher_id} {self.from_on}"


class SpentNonce(models.Model):
    """A code that was shown at a counter. Shown again it is doubtful; the child eats, somebody looks."""

    append_only = True

    voucher = models.UUIDField()
    nonce = models.BinaryField(max_length=16)
    event = models.OneToOneField(ServiceEvent, models.PROTECT, related_name="spent", primary_key=True)

    class Meta:
        ordering = ["event"]
        constraints = [
            models.UniqueConstraint(fields=["voucher", "nonce"], name="a_code_is_spent_once"),
        ]

    def __str__(self) -> str:
        return str(self.voucher)


class Allergy(models.Model):
    """What a child must not eat, as who answers for it said. Health: erased as soon as it is taken back."""

    pupil = models.ForeignKey(Pupil, models.CASCADE, related_name="allergies")
    allergen = models.SlugField(max_length=12)
    noted_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["pupil", "allergen"]
        constraints = [
            models.UniqueConstraint(fields=["pupil", "allergen"], name="an_allergen_is_noted_once"),
            models.CheckConstraint(condition=Q(allergen__in=ALLERGENS), name="an_allergen_is_a_known_one"),
        ]

    def __str__(self) -> str:
        return f"{self.pupil_id} {self.allergen}"
