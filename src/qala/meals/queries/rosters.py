"""The day roster a terminal carries: what a worker at the hatch needs for some school days, and nothing more.

Every pupil of the school stands in it, entitled or not, in the same words: opaque key, given name and one letter of the
family name, class, the digests of live cards and of the code, portion band, allergens. No IIN, birth date, category,
voucher or contact.
The name is there because a child without a card is found in the class list by a person; a face is not compared.
"""

import json
import secrets
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from qala.kernel.clock import now, today
from qala.meals.keys import points, sign
from qala.meals.models import AgeBand, Allergy, MenuDay, Service, Terminal, Voucher
from qala.meals.queries.counter import bands_on
from qala.meals.queries.settings import hours, setting
from qala.meals.rules.codes import coded
from qala.meals.rules.price import band_on
from qala.people.models import Person
from qala.roster.models import PupilCard, School
from qala.roster.queries import calendar_of, enrolments_on

FORMAT = "qala roster 1"
PREFIX = b"qala/v1/roster\0"
LOOKS_AHEAD = timedelta(days=40)


@dataclass(frozen=True)
class SignedRoster:
    """The roster's exact text, the city's signature over it, and what the journal says about it."""

    text: str
    signature: str
    pupils: int
    until: date


def signed_roster(terminal: Terminal) -> SignedRoster:
    """The roster of a terminal's school from today on, in ten queries however large the school."""
    school, day = terminal.school, today()
    days = roster_days(school, day)
    salt = secrets.token_hex(8)
    pupils = _pupils(school, day, salt)
    until = days[-1] if days else day + timedelta(days=7)
    told: dict[str, Any] = {
        "format": FORMAT,
        "terminal": str(terminal.key),
        "name": terminal.name,
        "school": school.name.as_dict(),
        "made_at": now().isoformat(timespec="seconds"),
        "valid_until": until.isoformat(),
        "days": [one.isoformat() for one in days],
        "services": services(days[0] if days else day),
        "keys": [coded(point) for point in points()],
        "salt": salt,
        "bands": {row.slug: row.titles.as_dict() for row in AgeBand.objects.order_by("from_on")},
        "menus": _menus(school, days),
        "pupils": pupils,
    }
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return SignedRoster(text, coded(sign(PREFIX + text.encode())), len(pupils), until)


def services(day: date) -> list[dict[str, Any]]:
    """The meals of a day with their windows in local time."""
    told = [(one, hours(one, day)) for one in Service.objects.all()]
    return [
        {
            "slug": one.slug,
            "titles": one.titles.as_dict(),
            "opens": f"{opens:%H:%M}",
            "closes": f"{closes:%H:%M}",
        }
        for one, (opens, closes) in told
    ]


def roster_days(school: School, day: date) -> list[date]:
    """The school days a roster made on a day is good for: that day if it is one, and the next ones."""
    calendar = calendar_of(school, day, day + LOOKS_AHEAD)
    return list(calendar.open_days(day, day + LOOKS_AHEAD))[: setting("roster_days", day)]


def card_digest(salt: str, code: str) -> str:
    """How a card stands in a roster: it can be known again when read, not read out of the roster at a glance."""
    return sha256(f"{salt}:{code}".encode()).hexdigest()[:24]


def called(person: Person) -> str:
    """Given name and one letter: «Айгерім С.»."""
    return " ".join(part for part in (person.given, f"{person.family[:1]}." if person.family else "") if part)


def _pupils(school: School, day: date, salt: str) -> list[dict[str, Any]]:
    rows = list(enrolments_on(day, school))
    numbers = [row.pupil_id for row in rows]
    cards: dict[int, list[str]] = {}
    for pupil, code in PupilCard.objects.filter(pupil__in=numbers, withdrawn_on=None).values_list("pupil", "code"):
        cards.setdefault(pupil, []).append(card_digest(salt, code))
    codes = _codes(numbers, salt)
    allergens: dict[int, list[str]] = {}
    for pupil, allergen in Allergy.objects.filter(pupil__in=numbers).values_list("pupil", "allergen"):
        allergens.setdefault(pupil, []).append(allergen)
    bands = bands_on(AgeBand.objects.all(), day)
    found = []
    for row in rows:
        birth = row.pupil.person.birth_on
        band = band_on(bands, birth, day) if birth else None
        found.append({
            "key": str(row.pupil.key),
            "name": called(row.pupil.person),
            "class": row.school_class.title,
            "cards": cards.get(row.pupil_id, []),
            "codes": [codes.get(row.pupil_id) or secrets.token_hex(12)],
            "band": band.slug if band else "",
            "allergens": allergens.get(row.pupil_id, []),
        })  # fmt: skip
    return sorted(found, key=lambda one: (len(one["class"]), one["class"], one["name"], one["key"]))


def _codes(pupils: list[int], salt: str) -> dict[int, str]:
    """The digest of a child's voucher. Who has none gets chance figures, so that nobody reads out who is entitled."""
    rows = Voucher.objects.filter(pupil__in=pupils, state="active").values_list("pupil", "key")
    return {pupil: card_digest(salt, str(key)) for pupil, key in rows}


def _menus(school: School, days: list[date]) -> list[dict[str, Any]]:
    rows = MenuDay.objects.filter(school=school, day__in=days).select_related("service")
    return [
        {"day": row.day.isoformat(), "service": row.service.slug, "allergens": row.allergens}
        for row in rows
    ]


