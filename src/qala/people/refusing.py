"""Turns what the rules and the database find wrong into sentences for people."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from qala.kernel.refusals import Refusal, Text

IIN_SOURCE = "https://adilet.zan.kz/rus/docs/Z070000223_"

FAULTS: Mapping[str, Text] = {
    "name_empty": _("Write the family name or the given name."),
    "name_long": _("A part of a name has at most 100 letters."),
    "language": _("Choose Kazakh, Russian or English."),
    "birth_on": _("The birth date is between 1900 and today."),
    "iin_length": _("An IIN has twelve digits."),
    "iin_digits": _("An IIN holds only the digits 0 to 9."),
    "iin_check": _("This IIN has a mistake: its last digit does not fit the others."),
    "iin_impossible": _("No such IIN is ever given out: its first eleven digits have no check digit."),
    "email_form": _("An e-mail address looks like name@example.kz."),
    "email_length": _("An e-mail address has at most 300 letters."),
    "phone_form": _("A phone number looks like +7 701 234 56 78."),
    "phone_length": _("A phone number has at most 15 digits."),
    "post_length": _("A postal address has at most 300 letters."),
    "contact_kind": _("Contact is e-mail, phone or a postal address."),
}


def refuse_faults(faults: Mapping[str, str]) -> None:
    """Refuse when there is a fault, telling each field its own."""
    if faults:
        fields = {where: FAULTS[fault] for where, fault in faults.items()}
        source = IIN_SOURCE if "iin" in faults else ""
        raise Refusal(next(iter(fields.values())), code="wrong_person", fields=fields, source=source)


@contextmanager
def unstorable(constraint: str, reason: Text, code: str) -> Iterator[None]:
    """Let the database decide, and tell its refusal by a named constraint in words."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as trouble:
        if constraint not in str(trouble):
            raise
        raise Refusal(reason, code=code) from trouble
