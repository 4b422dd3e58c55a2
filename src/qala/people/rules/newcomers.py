"""What is told of a person when they are enrolled, cleaned and checked."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from qala.people.rules.names import Name
from qala.people.rules.numbers import fault_of, plain

LONGEST_NAME = 100
LONGEST_CONTACT = 300
EARLIEST_BIRTH = date(1900, 1, 1)
EMAIL = re.compile(r"^[^@\s]+@[^@\s.]+(\.[^@\s.]+)+$")
PHONE = re.compile(r"^\+[1-9][0-9]{7,14}$")


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A person as told: by themselves, by a register (`iin_confirmed`), or by an operator who listens."""

    name: Name
    language: str = "kk"
    birth_on: date | None = None
    iin: str = ""
    iin_confirmed: bool = False
    contacts: Mapping[str, str] = field(default_factory=dict)


def clean_text(text: str) -> str:
    """Return text in NFC, without control characters and doubled spaces."""
    kept = (" " if unicodedata.category(letter) in {"Cc", "Zl", "Zp"} else letter for letter in text)
    return " ".join(unicodedata.normalize("NFC", "".join(kept)).split())


def clean_name(name: Name) -> Name:
    """Return the name with each part cleaned."""
    return Name(clean_text(name.family), clean_text(name.given), clean_text(name.patronymic))


def clean_phone(text: str) -> str:
    """Return a phone number as +7…; a leading 8 of Kazakhstan becomes +7; anything else stays as typed."""
    digits = re.sub(r"[\s()\u2010-\u2013.-]", "", text)
    if re.fullmatch(r"8[0-9]{10}", digits):
        return "+7" + digits[1:]
    return "+" + digits if re.fullmatch(r"7[0-9]{10}", digits) else digits


def clean_contact(kind: str, value: str) -> str:
    """Return a contact in the form it is stored in."""
    cleaned = clean_text(value)
    if kind == "phone":
        return clean_phone(cleaned)
    return cleaned.lower() if kind == "email" else cleaned


def contact_fault(kind: str, value: str) -> str:
    """Return why a cleaned contact cannot be used, as a slug, or an empty string."""
    if kind not in {"email", "phone", "post"}:
        return "kind"
    if not 0 < len(value) <= LONGEST_CONTACT:
        return "length"
    pattern = {"email": EMAIL, "phone": PHONE}.get(kind)
    return "form" if pattern and not pattern.match(value) else ""


def name_fault(name: Name) -> str:
    """Return why a cleaned name cannot be stored, as a slug, or an empty string."""
    if not (name.family or name.given):
        return "name_empty"
    return "name_long" if max(map(len, (name.family, name.given, name.patronymic))) > LONGEST_NAME else ""


def cleaned(newcomer: Newcomer) -> Newcomer:
    """Return the newcomer with every text in the form it is stored in; empty contacts are dropped."""
    contacts = {kind: clean_contact(kind, value) for kind, value in newcomer.contacts.items()}
    return Newcomer(
        name=clean_name(newcomer.name),
        language=newcomer.language,
        birth_on=newcomer.birth_on,
        iin=plain(newcomer.iin),
        iin_confirmed=newcomer.iin_confirmed,
        contacts={kind: value for kind, value in contacts.items() if value},
    )


def newcomer_faults(newcomer: Newcomer, today: date) -> dict[str, str]:
    """Return what is wrong with a cleaned newcomer: field → slug of the fault; empty when all is well."""
    faults = {"name": name_fault(newcomer.name)}
    if newcomer.language not in {"kk", "ru", "en"}:
        faults["language"] = "language"
    if newcomer.birth_on and not EARLIEST_BIRTH <= newcomer.birth_on <= today:
        faults["birth_on"] = "birth_on"
    if newcomer.iin and (fault := fault_of(newcomer.iin)):
        faults["iin"] = f"iin_{fault.value}"
    for kind, value in newcomer.contacts.items():
        if fault_slug := contact_fault(kind, value):
            faults[kind] = f"{kind}_{fault_slug}" if kind in {"email", "phone", "post"} else "contact_kind"
    return {where: fault for where, fault in faults.items() if fault}
