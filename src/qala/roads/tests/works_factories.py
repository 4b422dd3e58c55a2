"""Works and digs for tests, each brought through its lawful steps by the people whose steps they are."""

from datetime import timedelta
from decimal import Decimal

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
from qala.roads.actions.proofs import Photo, accept_works, add_evidence, lay_lot, measure_works, sample_lot
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


def signed(offices, *, contract=None, answers=None, **told):
    """Works with a contract."""
    by = offices.engineer
    works = note_need(by=by, need=need(**told))
    select_works(by=by, works=works)
    programme_works(by=by, works=works, year=today().year)
    design_works(by=by, works=works, answers=answers or {})
    tender_works(by=by, works=works, expertise="01-0001/26")
    return contract_works(by=by, works=works, contract=contract or Contract("45", "builder", 2_000_000_000))


def begun(offices, **told):
    """Works that the contractor has begun."""
    return start_works(by=offices.contractor, works=signed(offices, **told))


def photo(number=1, mark=1.0, **told) -> Photo:
    facts = {"longitude": LON + mark / 1000, "latitude": LAT, "taken_on": today()} | told
    return Photo(JPEG + str(number).encode(), **facts)


def proven(offices, **told):
    """Works with everything an act needs."""
    works = begun(offices, **told)
    lot = lay_lot(by=offices.contractor, works=works, number="1", material="asphalt")
    sample_lot(by=offices.inspector, lot=lot, passed=True, protocol="L-1")
    add_evidence(by=offices.contractor, works=works, photo=photo(works.pk, mark=0.5))
    return measure_works(by=offices.inspector, works=works, length_m=Decimal(100))


def accepted(offices, **told):
    """Works under guarantee: their warranty."""
    return accept_works(by=offices.second, works=proven(offices, **told))


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
