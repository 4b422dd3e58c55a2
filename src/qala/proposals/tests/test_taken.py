"""A proof says how far from the reported place it was taken."""

import pytest
from django.urls import reverse
from django.utils import translation

from qala.kernel.clock import now
from qala.people.tests.conftest import signed_in
from qala.proposals.models import Evidence
from qala.proposals.queries.taken import taken
from qala.proposals.tests.factories import ProposalFactory, WorksOrderFactory, officer

pytestmark = pytest.mark.django_db


def shown(east, north, **case):
    order = WorksOrderFactory(state="claimed")
    order.proposals.add(ProposalFactory(claimed=True, **case))
    return Evidence.objects.create(
        order=order, act="7", longitude=east, latitude=north, at=now(), by="person:x"
    )


@pytest.mark.parametrize(
    ("longitude", "latitude", "far", "words"),
    [
        (69.6001, 42.3, False, "8 m from the reported place"),
        (69.62, 42.3, True, "1.6 km from the reported place"),
        (-2.48, 51.80, True, "more than 100 km from the reported place"),
        (-110.4, -42.3, True, "more than 100 km from the reported place"),
    ],
)
def test_a_proof_from_elsewhere_is_said_to_be_from_elsewhere(longitude, latitude, far, words):
    proof = shown(longitude, latitude, longitude=69.6, latitude=42.3)
    told = taken(proof, proof.order.proposals.all())
    with translation.override("en"):
        assert (told.is_far, told.words) == (far, words)
    number = proof.order.proposals.get().number
    inspector = signed_in(officer("inspector"))
    for address in (reverse("proposals:desk_order", args=[proof.order_id]), reverse("proposals:case", args=[number])):
        assert words in inspector.get(address, headers={"accept-language": "en"}).content.decode()


def test_of_several_cases_the_nearest_counts_and_a_bus_has_no_place():
    proof = shown(69.6, 42.3, longitude=69.7, latitude=42.3)
    proof.order.proposals.add(ProposalFactory(claimed=True, longitude=69.6, latitude=42.3))
    assert taken(proof, proof.order.proposals.all()).metres == pytest.approx(0, abs=0.1)
    bus = shown(69.6, 42.3, longitude=None, latitude=None)
    assert taken(bus, bus.order.proposals.all()) is None
