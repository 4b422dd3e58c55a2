"""Every desk of the roads has something to do in the invented city: works and digs in each state, once and the same."""

from types import SimpleNamespace

import pytest

from qala.demo.city.plan import city_plan
from qala.demo.fill.ground import lay
from qala.demo.fill.paving import pave
from qala.demo.fill.roadworks import build
from qala.kernel.clock import today
from qala.people.tests.factories import AppointmentFactory, OrganisationFactory
from qala.roads.models import Claim, Cut, Hazard, PriceChange, SampleUnit, Warranty, Works
from qala.roads.rules.cuts import CUT
from qala.roads.rules.warranties import WARRANTY
from qala.roads.rules.works import WORKS


@pytest.mark.slow
@pytest.mark.django_db
def test_works_and_digs_stand_in_every_state(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    plan = city_plan("small")
    lay(plan)
    bodies = {"akimat": "Қала әкімдігі", "passenger_transport_roads": "Жолдар басқармасы"}
    pave(plan, SimpleNamespace(bodies=bodies), lambda _line: None)
    for role in ("road_engineer", "road_director", "road_inspector", "road_inspector"):
        AppointmentFactory(role=role)
    AppointmentFactory(role="contractor", organisation=OrganisationFactory(slug="builder"))
    AppointmentFactory(role="utility_operator", organisation=OrganisationFactory(slug="waterworks"))
    told = []
    made = build(told.append)
    assert made == Works.objects.count() + Cut.objects.count()
    assert set(Works.objects.values_list("state", flat=True)) == set(WORKS.states)
    assert set(Cut.objects.values_list("state", flat=True)) == set(CUT.states)
    assert set(Warranty.objects.values_list("state", flat=True)) == set(WARRANTY.states)
    assert Warranty.objects.filter(state="running", until_on__lt=today()).exists()
    assert Cut.objects.filter(emergency=True, broke_moratorium=True).exists()
    assert Claim.objects.filter(fixed_on=None).exists()
    assert SampleUnit.objects.filter(additional=True).exists()
    assert PriceChange.objects.count() == Hazard.objects.count() == 1
    assert told
