"""Condition and programme as open data: what is told of each segment, on which day."""

import json
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from qala.kernel.clock import today
from qala.people.tests.factories import AppointmentFactory
from qala.places.models import Segment
from qala.planning.actions import adopt
from qala.roads.exports import geojson_of
from qala.roads.queries.programme import SEGMENT
from qala.roads.tests.factories import a_paved_street
from qala.roads.tests.test_programme import asked, rated, solved
from qala.roads.tests.works_factories import Offices, accepted, opened, stretch

pytestmark = pytest.mark.django_db
SURVEYED = date(2026, 6, 1)


@pytest.fixture
def in_force():
    street = a_paved_street()
    for segment, value in zip(Segment.objects.filter(street=street), (62, 38), strict=True):
        rated(segment, value, SURVEYED)
    plan = solved(AppointmentFactory(role="road_engineer").person, asked())
    return adopt(by=AppointmentFactory(role="road_director").person, plan=plan, reason="The council agreed.")


def exported(layer, day):
    return {row["id"]: row["properties"] for row in json.loads("".join(geojson_of(layer, day)))["features"]}


def items(layer, query=""):
    told = Client().get(reverse("roads:ogc_items", args=[layer]) + query)
    assert told.status_code == 200
    return {row["id"]: row["properties"] for row in told.json()["features"]}


def test_condition_stands_with_the_day_of_its_survey_and_what_nobody_surveyed_says_so():
    a_paved_street()
    first, second = Segment.objects.order_by("order")
    rated(first, 62, SURVEYED)
    told = exported("condition", today())
    one, other = told[str(first.pk)], told[str(second.pk)]
    assert (one["surveyed"], one["pci"], one["rated_on"]) == (True, 62, SURVEYED.isoformat())
    assert one["low"] <= one["expected"] <= one["high"]
    assert (other["surveyed"], other["pci"], other["rated_on"]) == (False, None, None)
    assert items("condition") == told
    before = (SURVEYED - timedelta(days=1)).isoformat()
    assert not any(row["surveyed"] for row in items("condition", f"?datetime={before}T12:00:00Z").values())


def test_the_programme_in_force_stands_with_its_years_and_its_fingerprint(in_force):
    told = exported("programme", today())
    steps = list(in_force.choices.order_by("year", "pk"))
    assert set(told) == {one.group.removeprefix(SEGMENT) for one in steps}
    first = told[steps[0].group.removeprefix(SEGMENT)]
    assert (first["year"], first["treatment"]) == (steps[0].year, steps[0].option)
    assert f"{steps[0].year} {steps[0].option}" in first["steps"]
    assert first["plan_sha256"] == in_force.sha256
    assert items("programme") == told
    assert items("programme", "?limit=1").keys() <= told.keys()
    assert exported("programme", today() - timedelta(days=1)) == {}


def test_works_and_digs_are_open_as_they_stood_on_a_day():
    a_paved_street()
    offices = Offices()
    guarantee, dug = accepted(offices), opened(offices, places=[stretch(from_m=150, to_m=160)])
    (one,), (other,) = exported("works", today()).values(), exported("digs", today()).values()
    assert (one["about"], one["state"]) == (f"roads.works:{guarantee.works_id}", "accepted")
    assert (one["contractor"], one["warranty_until"]) == ("builder", guarantee.until_on.isoformat())
    assert (other["about"], other["state"], other["from_m"]) == (f"roads.cut:{dug.pk}", "opened", 150)
    (running,) = exported("guarantees", today()).values()
    assert running["about"] == one["about"]
    for layer in ("works", "digs", "guarantees"):
        assert items(layer) == exported(layer, today())
        assert exported(layer, today() - timedelta(days=1)) == {}
    told = json.dumps([one, other, running])
    for person in (offices.operator, offices.second, offices.inspector):
        assert person.actor_key not in told
