"""A house number is a place of a message: found by what people type, chosen, and known by its own point."""

import pytest
import shapely
from django.urls import reverse

from qala.places.models import Address, District
from qala.places.tests.factories import LAT, LON, a_street
from qala.proposals.queries.seeking import spot_of
from qala.proposals.queries.whereabouts import at_choice, choices

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return Address.objects.create(
        source="osm", source_id="w1", street=a_street(), number="12а", point=shapely.Point(LON, LAT)
    )


def test_the_form_offers_the_house_and_takes_its_point(client, house):
    District.objects.create(code="791110000", area=shapely.Point(LON, LAT).buffer(0.01), names={"kk": "Абай"})
    first = choices("Тәуке хан, 12 а")[0]
    assert (first.key, first.words.kk) == (f"address:{house.pk}", "Тәуке хан даңғылы, 12а")
    place = at_choice(first.key)
    assert (place.street_id, place.district_id, place.point.longitude) == (house.street_id, "791110000", LON)
    answer = client.post(reverse("proposals:find_place"), {"place_text": "Тауке хана 12а"}).content.decode()
    assert answer.index(f'value="address:{house.pk}"') < answer.index('value="street:')
    assert at_choice("address:999999") is None


def test_the_public_list_looks_around_the_house(house):
    spot = spot_of("Тәуке хан 12а")
    assert (spot.words, spot.longitude, spot.latitude) == (str(house), LON, LAT)
