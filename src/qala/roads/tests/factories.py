"""Roads for tests: a street of two segments (see places' own), its carriageway, layers and elements."""

from datetime import date
from decimal import Decimal

from qala.kernel.actors import Job
from qala.kernel.clock import today
from qala.people.tests.factories import AppointmentFactory
from qala.places.models import Segment, Street
from qala.places.rules.position import Position, Side
from qala.places.tests.factories import a_segment, a_street
from qala.roads.actions.passports import approve_passport, check_passport, draft_passport, survey_passport
from qala.roads.actions.register import register_carriageways
from qala.roads.models import Carriageway, Passport
from qala.roads.rules.entries import Entry

KEEPER = Job("roads.tests")
SINCE = date(2024, 6, 1)
ASPHALT = {
    "width_min_m": Decimal("7.00"),
    "width_max_m": Decimal("7.50"),
    "lanes": 2,
    "surface": "asphalt",
    "pavement": "capital",
    "category": "III",
    "built_year": 2019,
}
GRAVEL = {**ASPHALT, "surface": "gravel", "pavement": "gravel", "category": "IV"}


def entry(segment: Segment, from_m=0, to_m=None, *, since=SINCE, side=Side.BOTH, facts=None, **told) -> Entry:
    until = segment.measured_length_m if to_m is None else to_m
    there = Position(segment.pk, Decimal(str(from_m)), Decimal(str(until)), side)
    return Entry(there, since, ASPHALT if facts is None else facts, told.pop("source", "survey"), **told)


def a_carriageway(segment=None, **told) -> Carriageway:
    """One carriageway along the whole of a segment."""
    where = segment or a_segment()
    taken = register_carriageways(by=KEEPER, entries=[entry(where, **told)])
    return Carriageway.objects.get(pk=taken.added[-1])


def a_paved_street() -> Street:
    """A street whose two segments both have a carriageway."""
    street = a_street()
    segments = list(Segment.objects.filter(street=street).order_by("order"))
    register_carriageways(by=KEEPER, entries=[entry(one) for one in segments])
    return street


def an_approved_passport(street: Street, on: date | None = None) -> Passport:
    """The street's next version, through its three hands."""
    engineer = AppointmentFactory(role="road_engineer").person
    passport = draft_passport(by=engineer, street=street)
    survey_passport(by=engineer, passport=passport, on=on or today())
    check_passport(by=AppointmentFactory(role="road_inspector").person, passport=passport)
    return approve_passport(by=AppointmentFactory(role="signer").person, passport=passport)
