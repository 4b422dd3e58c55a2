"""Who stands behind a supplier, as the state's registers tell it."""

from django.db import models
from django.db.models import F, Q

from qala.people.models import Organisation


class Founder(models.Model):
    """A founder of a supplier from a day until another, with its source: a body by its BIN, or a person.

    Of a person the row keeps the name as the register writes it and a keyed fingerprint of the IIN: enough to see
    the same person behind two suppliers, too little to tell the number. Written under another identity key, it
    matches only what was written under that key. `until_on` is the first day it no longer holds.
    """

    supplier = models.ForeignKey(Organisation, models.PROTECT, related_name="founders")
    name = models.CharField(max_length=200)
    bin = models.CharField(max_length=12, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=300)

    class Meta:
        ordering = ["supplier", "-from_on", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(fingerprint="", bin__regex=r"^[0-9]{12}$")
                | Q(bin="", fingerprint__regex=r"^[0-9a-f]{64}$"),
                name="a_founder_is_a_body_or_a_person",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="a_founder_has_a_name"),
            models.CheckConstraint(condition=~Q(source=""), name="a_founder_names_its_source"),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gt=F("from_on")), name="a_founder_leaves_after_it_came"
            ),
            models.UniqueConstraint(
                fields=["supplier", "bin", "fingerprint"], condition=Q(until_on=None), name="a_founder_stands_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.supplier_id} {self.from_on}"
