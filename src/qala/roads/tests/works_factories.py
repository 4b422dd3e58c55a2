"""Works and digs for tests, each brought through its lawful steps by the people whose steps they are."""

import io
from datetime import timedelta
from decimal import Decimal

from PIL import Image

from qala.kernel.clock import today
from qala.people.tests.factories import AppointmentFactory, OrganisationFactory
from qala.places.models import Segment
from qala.places.rules.position import Position
from qala.places.tests.factories import LAT, LON
from qala.roads.actions.cuts import (
    Dig,
    backfill_cut,
    check_cut,
    open_cut,
    override_conflict,
    permit_cut,
    request_cut,
    test_trench,
)
from qala.roads.actions.proofs import Laid, Photo, accept_works, add_evidence, lay_lot, measure_works, sample_lot
from qala.roads.actions.works import (
    Contract,
    Need,
    contract_works,
    design_works,
    note_need,
    programme_works,
    select_works,
    start_works,
    tender_works,
)

try_trench = test_trench
JPEG = b"\xff\xd8\xff\xe0 road "


class Offices:
    """The people of works: each role once."""

    def __init__(self):
        self.builder = OrganisationFactory(slug="builder")
        self.waterworks = OrganisationFactory(slug="waterworks")
        self.engineer = AppointmentFactory(role="road_engineer").person
        self.director = AppointmentFactory(role="road_director").person
        self.inspector = AppointmentFactory(role="road_inspector").person
        self.second = AppointmentFactory(role="road_inspector").person
        self.contractor = AppointmentFactory(role="contractor", organisation=self.builder).person
        self.operator = AppointmentFactory(role="utility_operator", organisation=self.waterworks).person


def stretch(segment=None, from_m=0, to_m=100) -> Position:
    where = segment or Segment.objects.get(source_id="tauke-1")
    return Position(where.pk, Decimal(from_m), Decimal(to_m))


def need(**told) -> Need:
    facts = {"why": "Alligator cracks", "places": [stretch()], "area_m2": Decimal(700), "top_cm": Decimal(5)}
    return Need(**facts | told)


def tendered(offices, *, answers=None, expertise="01-0001/26", **told):
    """Works put out to tender."""
    by = offices.engineer
    works = note_need(by=by, need=need(**told))
    select_works(by=by, works=works)
    programme_works(by=by, works=works, year=today().year, reason="The pipe below is renewed this year.")
    design_works(by=by, works=works, answers=answers or {})
    return tender_works(by=by, works=works, expertise=expertise)


def signed(offices, *, contract=None, **told):
    """Works with a contract."""
    terms = contract or Contract("45", "builder", 2_000_000_000)
    return contract_works(by=offices.engineer, works=tendered(offices, **told), contract=terms)


def begun(offices, **told):
    """Works that the contractor has begun."""
    return start_works(by=offices.contractor, works=signed(offices, **told))


def photo(number=1, mark=1.0, **told) -> Photo:
    facts = {"longitude": LON + mark / 1000, "latitude": LAT, "taken_on": today()} | told
    return Photo(JPEG + str(number).encode(), **facts)


def laid(works, length_m, **told) -> Laid:
    """What an inspector measures: as much as was agreed, where nothing else is told."""
    facts = {"area_m2": works.area_m2, "top_cm": works.top_cm, "base_cm": works.base_cm} | told
    return Laid(Decimal(length_m), **facts)


def shot_at(longitude, latitude) -> bytes:
    """A picture whose EXIF tells where it was taken."""
    exif, stream = Image.Exif(), io.BytesIO()
    exif[0x8825] = {1: "N", 2: (latitude, 0.0, 0.0), 3: "E", 4: (longitude, 0.0, 0.0)}
    Image.new("RGB", (8, 8)).save(stream, "JPEG", exif=exif)
    return stream.getvalue()


def proven(offices, **told):
    """Works with everything an act needs."""
    return proved(offices, begun(offices, **told))


def proved(offices, works):
    """Begun works, now with everything an act needs."""
    lot = lay_lot(by=offices.contractor, works=works, number="1", material="asphalt")
    sample_lot(by=offices.inspector, lot=lot, passed=True, protocol="L-1")
    ground = works.grounds.get()
    middle = (ground.from_m + ground.to_m) / 2 / ground.segment.measured_length_m
    point = ground.segment.line.interpolate(float(middle), normalized=True)
    shown = photo(works.pk, longitude=point.x, latitude=point.y)
    add_evidence(by=offices.contractor, works=works, photo=shown)
    return measure_works(by=offices.inspector, works=works, laid=laid(works, ground.position.length_m))


def finished(offices, works):
    """Begun works, now accepted: their warranty."""
    return accept_works(by=offices.second, works=proved(offices, works))


def accepted(offices, **told):
    """Works under guarantee: their warranty."""
    return finished(offices, begun(offices, **told))


def dig(**told) -> Dig:
    facts = {
        "operator": "waterworks", "purpose": "a water main", "places": [stretch(from_m=20, to_m=30)],
        "area_m2": Decimal(15), "from_on": today(), "until_on": today() + timedelta(days=5),
    }  # fmt: skip
    return Dig(**facts | told)


def permitted(offices, **told):
    """A dig with its permit."""
    cut = request_cut(by=offices.operator, dig=dig(**told))
    for conflict in check_cut(by=offices.engineer, cut=cut):
        override_conflict(by=offices.engineer, conflict=conflict, reason="The pipe cannot wait.")
    return permit_cut(by=offices.engineer, cut=cut, permit="P-1", guarantor="waterworks")


def opened(offices, **told):
    """An open dig."""
    return open_cut(by=offices.operator, cut=permitted(offices, **told))


def filled(offices, *, passed=True, **told):
    """A trench filled and tested."""
    cut = opened(offices, **told)
    try_trench(by=offices.operator, cut=cut, passed=passed, protocol="K-1")
    return backfill_cut(by=offices.operator, cut=cut)
