"""The invented streets get a register of roads: the same each time, every street of it, most with a passport."""

from decimal import Decimal
from types import SimpleNamespace

import pytest

from qala.demo.city import paving
from qala.demo.city.plan import city_plan
from qala.demo.fill.ground import lay
from qala.demo.fill.paving import approve_passports, count_register, pave
from qala.demo.fill.surveying import _unit
from qala.places.models import Segment, Street
from qala.places.rules.position import metres
from qala.roads.models import Carriageway, Element, Inventory, Layer, Passport
from qala.roads.queries.completeness import city_shares
from qala.roads.rules.survey_sheet import fault_of


def laid(plan):
    return [
        one
        for segment in plan.segments
        for one in (
            paving.carriageway(segment, metres(segment.length_m)),
            *paving.layers(segment, metres(segment.length_m)),
            *paving.elements(segment, metres(segment.length_m)),
            *paving.lines(segment, metres(segment.length_m)),
        )
    ]


def test_the_same_streets_are_laid_each_time():
    plan = city_plan("small")
    first = laid(plan)
    assert first == laid(plan)
    assert {one.noun for one in first} == {"carriageways", "layers", "elements", "lines"}
    assert all(0 <= one.from_m <= one.to_m for one in first)


@pytest.mark.parametrize("length", ["3.10", "17.90", "19.00", "21.43", "33.00", "412.70"])
@pytest.mark.parametrize(("narrow", "wide"), [("6.5", "7.0"), ("7.0", "7.0"), ("6.5", "6.5")])
def test_a_unit_of_the_invented_surveys_is_of_lawful_size(length, narrow, wide):
    way = Carriageway(
        segment_id=1, from_m=Decimal(0), to_m=Decimal(length), width_min_m=Decimal(narrow), width_max_m=Decimal(wide),
        source_id="way",
    )  # fmt: skip
    assert [fault_of(unit, way.to_m) for unit in _unit(1, way, 2026)] == [""]


@pytest.mark.slow
@pytest.mark.django_db
def test_every_street_of_the_small_city_is_in_the_register():
    plan = city_plan("small")
    lay(plan)
    bodies = {"akimat": "Қала әкімдігі", "passenger_transport_roads": "Жолдар басқармасы"}
    told = []
    pave(plan, SimpleNamespace(bodies=bodies), told.append)
    approve_passports(told.append)
    assert told
    assert Carriageway.objects.present().count() == Segment.objects.present().count() == len(plan.segments)
    assert Layer.objects.exists()
    assert Element.objects.filter(kind="lamp").exists()
    streets = Street.objects.count()
    assert len(city_shares(Inventory.objects.first().as_of_on)) == streets
    approved = Passport.objects.filter(state="approved").count()
    assert streets / 2 < approved < streets
    count_register()
    assert Inventory.objects.count() == 2
