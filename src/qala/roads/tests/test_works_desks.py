"""What waits for somebody stands on their desk however much else is open, the longest waiting first."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from qala.kernel.clock import today
from qala.people.tests.conftest import signed_in
from qala.people.tests.factories import AppointmentFactory
from qala.roads.actions.cuts import request_cut
from qala.roads.models import Cut, Works
from qala.roads.tests.factories import a_paved_street
from qala.roads.tests.works_factories import Offices, begun, dig, opened, signed, stretch
from qala.roads.views import desk_digs, desk_works

pytestmark = pytest.mark.django_db


@pytest.fixture
def offices():
    a_paved_street()
    return Offices()


def needs(number):
    """Needs of later days, none of which anybody but the engineer can move."""
    row = {"kind": "current", "why": "Cracks", "area_m2": Decimal(1), "whole_m2": Decimal(100)}
    Works.objects.bulk_create([Works(**row, noted_on=today() + timedelta(days=1)) for _ in range(number)])


def requests(number):
    """Requests of another operator, for later days."""
    later = today() + timedelta(days=1)
    row = {"operator": "gas", "purpose": "a pipe", "area_m2": 1, "asked_by": "x", "asked_on": today()}
    Cut.objects.bulk_create([Cut(**row, from_on=later, until_on=later) for _ in range(number)])


def waiting(who, desk):
    answer = signed_in(who).get(reverse(f"roads:{desk}"))
    return [(row.pk, step.slug) for row, _street, step in answer.context["waiting"]]


def test_old_works_wait_for_the_contractor_below_many_newer_needs(offices):
    works = signed(offices)
    going_on = begun(offices, places=[stretch(from_m=110, to_m=150)])
    needs(desk_works.MOST + 1)
    assert waiting(offices.contractor, "desk_works") == [(works.pk, "start"), (going_on.pk, "lot")]
    assert waiting(offices.inspector, "desk_works") == [(going_on.pk, "lot")]
    shown = waiting(offices.engineer, "desk_works")
    assert (len(shown), shown[:2]) == (desk_works.MOST, [(works.pk, "start"), (going_on.pk, "lot")])
    assert waiting(AppointmentFactory(role="auditor").person, "desk_works") == []


def test_old_digs_wait_for_the_operator_and_the_inspector_below_many_newer_requests(offices):
    cut = opened(offices)
    asked = request_cut(by=offices.operator, dig=dig(places=[stretch(from_m=90, to_m=95)]))
    requests(desk_digs.MOST + 1)
    assert waiting(offices.operator, "desk_digs") == [(cut.pk, "test")]
    assert waiting(offices.inspector, "desk_digs") == [(cut.pk, "test")]
    shown = waiting(offices.engineer, "desk_digs")
    assert (len(shown), shown[0]) == (desk_digs.MOST, (asked.pk, "check"))
