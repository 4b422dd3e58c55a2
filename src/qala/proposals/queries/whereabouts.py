"""Where a message speaks from: what a code, a tap on the map or a chosen name tell about the place."""

from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.db import connection

from qala.kernel.prepared import Prepared
from qala.kernel.translated import Translated
from qala.places.models import Address, District, Landmark, Street
from qala.places.queries import district_at, search_places, street_beside
from qala.proposals.models import Placard
from qala.proposals.rules.placards import KINDS, CodeProblem, normalised, read_code
from qala.proposals.rules.typed import Point


@dataclass(frozen=True)
class Whereabouts:
    """A place as far as it is known; `words` name it for people."""

    words: str = ""
    placard_id: int | None = None
    placard_kind: str = ""
    landmark_id: int | None = None
    street_id: int | None = None
    district_id: str | None = None
    point: Point | None = None

    @property
    def authors_may_be_minors(self) -> bool:
        kind = KINDS.get(self.placard_kind)
        return bool(kind and kind.authors_may_be_minors)


NOWHERE = Whereabouts()


@dataclass(frozen=True)
class Scanned:
    """A code as it was read: a placard of ours, or why it is none (malformed, mistyped, forged, unknown, retired)."""

    code: str
    placard: Placard | None = None
    problem: str = ""


def scanned(text: str) -> Scanned:
    """Read a code and look it up in the register. A signature alone is too short to be believed."""
    code = normalised(text[:64])
    serial = read_code(text, [key.encode() for key in settings.PLACARD_KEYS])
    if isinstance(serial, CodeProblem):
        return Scanned(code, problem=serial.kind.value)
    placard = _placard(serial)
    if placard is None:
        return Scanned(code, problem="unknown")
    if placard.removed_on is not None:
        return Scanned(code, problem="retired")
    return Scanned(code, placard)


# In the order of the models' fields, for that is how `from_db` reads them.
_OF_PLACARD = ("id", "serial", "kind", "street_id", "route", "vehicle", "removed_on")
_OF_LANDMARK = ("id", "kind", "names", "shape", "street_id", "district_id")
_PLACARD = Prepared("proposals_placard_scanned", f"""
SELECT {", ".join(f"p.{name}" for name in _OF_PLACARD)}, {", ".join(f"l.{name}" for name in _OF_LANDMARK)}
FROM proposals_placard p LEFT JOIN places_landmark l ON l.id = p.landmark_id WHERE p.serial = %s
""")  # noqa: S608 - names of columns


def _placard(serial: int) -> Placard | None:
    """The sheet with what a message needs of it and its landmark: every message comes through here, so plain SQL."""
    with connection.cursor() as cursor:
        cursor.execute(_PLACARD.on(cursor), [serial])
        row = cursor.fetchone()
    if row is None:
        return None
    placard = Placard.from_db(connection.alias, _OF_PLACARD, row[: len(_OF_PLACARD)])
    there = dict(zip(_OF_LANDMARK, row[len(_OF_PLACARD) :], strict=True))
    placard.landmark = None if there["id"] is None else _landmark(there)
    return placard


_LANDMARK = Prepared("proposals_landmark_chosen", f"""
SELECT {", ".join(_OF_LANDMARK)} FROM places_landmark WHERE id = %s::bigint AND closed_on IS NULL
""")  # noqa: S608 - names of columns


def _open_landmark(key: int) -> Landmark | None:
    """A landmark chosen from the search, as long as it stands: three messages in twenty name one."""
    with connection.cursor() as cursor:
        cursor.execute(_LANDMARK.on(cursor), [key])
        row = cursor.fetchone()
    return None if row is None else _landmark(dict(zip(_OF_LANDMARK, row, strict=True)))


def _landmark(there: dict[str, Any]) -> Landmark:
    for name in ("names", "shape"):
        field: Any = Landmark._meta.get_field(name)
        there[name] = field.from_db_value(there[name], None, connection)
    return Landmark.from_db(connection.alias, list(there), list(there.values()))


def at_placard(placard: Placard) -> Whereabouts:
    """What a placard tells: a bus its route and number but no point, the others their landmark's point."""
    kind = KINDS[placard.kind]
    found = Whereabouts(placard_id=placard.pk, placard_kind=placard.kind, street_id=placard.street_id)
    if placard.landmark is None:
        return replace(found, words=f"{kind.title} {placard.route} · {placard.vehicle}")
    there = at_landmark(placard.landmark)
    point = there.point if kind.gives_point else None
    return replace(
        found,
        words=there.words,
        landmark_id=there.landmark_id,
        street_id=placard.street_id or there.street_id,
        district_id=there.district_id,
        point=point,
    )


def at_landmark(landmark: Landmark) -> Whereabouts:
    """A stop, a school, a park people know by name."""
    return Whereabouts(
        words=str(landmark),
        landmark_id=landmark.pk,
        street_id=landmark.street_id,
        district_id=landmark.district_id,
        point=Point(*landmark.point),
    )


def at_house(house: Address) -> Whereabouts:
    """A house number: its own point, its street, the district it lies in."""
    point = Point(float(house.point.x), float(house.point.y))
    district = district_at(point.longitude, point.latitude)
    return Whereabouts(
        words=str(house), street_id=house.street_id, district_id=district.pk if district else None, point=point
    )


def at_point(point: Point) -> Whereabouts:
    """A tap on the map: its district and the street beside it."""
    district = district_at(point.longitude, point.latitude)
    street = street_beside(point.longitude, point.latitude, within_m=150)
    return Whereabouts(
        words=str(street) if street else "",
        street_id=street.pk if street else None,
        district_id=district.pk if district else None,
        point=point,
    )


def at_choice(choice: str) -> Whereabouts | None:
    """A place chosen from the search, as `landmark:12`, `address:7`, `street:5` or `district:791110000`."""
    noun, _colon, key = choice.partition(":")
    if not key.isascii() or not key.isdigit() or len(key) > 12:
        return None
    if noun == "landmark":
        landmark = _open_landmark(int(key))
        return at_landmark(landmark) if landmark else None
    if noun == "address":
        house = Address.objects.filter(pk=int(key)).select_related("street").first()
        return at_house(house) if house else None
    if noun == "street":
        street = Street.objects.filter(pk=int(key), valid_to=None).first()
        return Whereabouts(words=str(street), street_id=street.pk) if street else None
    district = District.objects.filter(pk=key).first() if noun == "district" else None
    return Whereabouts(words=str(district), district_id=district.pk) if district else None


def together(scan: Whereabouts, choice: Whereabouts | None, point: Point | None) -> Whereabouts:
    """The reported place: a tap or a choice is nearer to the truth than the placard; the placard itself stays named."""
    said = at_point(point) if point else None
    if said and choice:
        said = replace(said, words=choice.words, landmark_id=choice.landmark_id)
    best = said or choice
    if best is None:
        return scan
    return replace(
        best, words=best.words or scan.words, placard_id=scan.placard_id, placard_kind=scan.placard_kind
    )


@dataclass(frozen=True)
class Choice:
    """One line of the place search."""

    key: str
    words: Translated
    under: str


def choices(text: str, limit: int = 6) -> list[Choice]:
    """Places whose name is like the text, for a list of radio buttons."""
    found = search_places(text, limit)
    return [Choice(f"{one.noun}:{one.place.pk}", one.place.names, _kind_word(one.noun, one.place)) for one in found]


def _kind_word(noun: str, place: Street | District | Landmark | Address) -> str:
    return "" if noun in ("district", "address") else str(place.get_kind_display())  # type: ignore[union-attr]
