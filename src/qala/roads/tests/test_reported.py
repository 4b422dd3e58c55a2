"""A report without a point still says its street: the inspector is sent there and chooses among its segments."""

import pytest
from django.urls import reverse

from qala.kernel.announcements import announce
from qala.kernel.keys import key_of
from qala.people.tests.conftest import signed_in
from qala.people.tests.factories import AppointmentFactory
from qala.places.models import Segment
from qala.roads.hearing import hear_defect
from qala.roads.models import Defect
from qala.roads.queries.reported import street_told
from qala.roads.tests.factories import a_paved_street

pytestmark = pytest.mark.django_db


def reported(place):
    payload = {
        "case": "proposals.proposal:1", "category": "pothole", "place": place, "longitude": None, "latitude": None,
        "reported_on": "2026-11-20",
    }  # fmt: skip
    hear_defect(announce("defect_reported", payload))
    return Defect.objects.get()


def test_a_report_of_a_street_is_confirmed_on_one_of_its_segments():
    street = a_paved_street()
    defect = reported(key_of(street))
    assert (defect.segment, street_told(defect)) == (None, street)
    desk = signed_in(AppointmentFactory(role="road_inspector").person)
    case = desk.get(reverse("roads:desk_defect", args=[defect.pk])).content.decode()
    assert reverse("roads:street", args=[street.pk]) in case
    page = reverse("roads:desk_defect_step", args=[defect.pk, "confirm"])
    choices = dict(desk.get(page).context["form"].fields["segment"].choices)
    segments = Segment.objects.filter(street=street)
    assert set(choices) == {str(one.pk) for one in segments}
    told = {"severity": "high", "segment": segments[0].pk, "metre": "5", "side": "both"}
    assert desk.post(page, told).status_code == 302
    defect.refresh_from_db()
    assert (defect.state, defect.segment) == ("confirmed", segments[0])


@pytest.mark.parametrize("place", ["", "places.district:1", "places.street:0", "places.street:word"])
def test_a_report_of_no_street_sends_nobody_anywhere(place):
    assert street_told(reported(place)) is None
