"""Days of the register as programs read them: the city's."""

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from qala.kernel.clock import local
from qala.roads.tests.factories import SINCE, a_paved_street

pytestmark = pytest.mark.django_db


def test_a_collection_begins_with_the_citys_midnight():
    a_paved_street()
    told = Client().get(reverse("roads:ogc_collection", args=["carriageways"])).json()
    begins = datetime.fromisoformat(told["extent"]["temporal"]["interval"][0][0])
    assert (local(begins).date(), local(begins).hour) == (SINCE, 0)
    items = reverse("roads:ogc_items", args=["carriageways"])
    assert Client().get(items, {"datetime": begins.isoformat()}).json()["numberMatched"] == 2
    before = begins.replace(year=begins.year - 1).isoformat()
    assert Client().get(items, {"datetime": before}).json()["numberMatched"] == 0
