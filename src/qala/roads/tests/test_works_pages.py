"""The pages of works and digs: who may open them, which buttons they have, and what a step answers."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from qala.kernel.clock import today
from qala.people.tests.conftest import signed_in
from qala.people.tests.factories import AppointmentFactory, PersonFactory
from qala.roads.actions.cuts import check_cut, request_cut
from qala.roads.actions.works import note_need
from qala.roads.models import Cut, Works
from qala.roads.tests.factories import a_paved_street
from qala.roads.tests.works_factories import Offices, accepted, dig, need, opened

pytestmark = pytest.mark.django_db

PERMISSIONS = [
    ("guest", "works", 200), ("guest", "digs", 200), ("resident", "works", 200), ("resident", "digs", 200),
    ("guest", "desk_works", 302), ("resident", "desk_works", 403), ("road_engineer", "desk_works", 200),
    ("road_inspector", "desk_works", 200), ("contractor", "desk_works", 200), ("utility_operator", "desk_works", 200),
    ("executor", "desk_works", 403), ("auditor", "desk_works", 200),
    ("guest", "desk_digs", 302), ("resident", "desk_digs", 403), ("road_engineer", "desk_digs", 200),
    ("road_inspector", "desk_digs", 200), ("contractor", "desk_digs", 200), ("utility_operator", "desk_digs", 200),
    ("executor", "desk_digs", 403), ("auditor", "desk_digs", 200),
]  # fmt: skip
POSTS = [
    ("guest", "desk_works_step", 302), ("resident", "desk_works_step", 403), ("contractor", "desk_works_step", 403),
    ("road_engineer", "desk_works_step", 302), ("guest", "desk_dig_step", 302), ("resident", "desk_dig_step", 403),
    ("utility_operator", "desk_dig_step", 403), ("road_engineer", "desk_dig_step", 302),
    ("guest", "desk_dig_override", 302), ("utility_operator", "desk_dig_override", 403),
    ("road_engineer", "desk_dig_override", 302),
]  # fmt: skip


@pytest.fixture
def offices():
    a_paved_street()
    return Offices()


def reader(who):
    if who == "guest":
        return Client()
    return signed_in(PersonFactory() if who == "resident" else AppointmentFactory(role=who).person)


@pytest.mark.parametrize(("who", "name", "status"), PERMISSIONS)
def test_each_page_opens_to_whom_it_should(who, name, status, offices):
    opened(offices)
    assert reader(who).get(reverse(f"roads:{name}")).status_code == status


@pytest.mark.parametrize(("who", "name", "status"), POSTS)
def test_each_step_is_taken_by_whom_it_should(who, name, status, offices):
    works = note_need(by=offices.engineer, need=need())
    cut = request_cut(by=offices.operator, dig=dig(area_m2=60))
    words = {"desk_works_step": [works.pk, "select"], "desk_dig_step": [cut.pk, "check"]}.get(name)
    if words is None:
        words = [check_cut(by=offices.engineer, cut=cut)[0].pk]
    assert reader(who).post(reverse(f"roads:{name}", args=words), {"reason": "A main."}).status_code == status


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_public_lists_name_the_street_and_the_guarantee(language, offices):
    warranty = accepted(offices)
    for name in ("works", "digs"):
        page = Client(headers={"accept-language": language}).get(reverse(f"roads:{name}"))
        assert page.status_code == 200
    table = Client().get(reverse("roads:works") + "?format=csv").content.decode()
    assert str(warranty.until_on.year) in table or "medium" in table
    street = warranty.works.grounds.get().segment.street
    shown = Client(headers={"accept-language": language}).get(reverse("roads:street", args=[street.pk]))
    assert shown.status_code == 200
    assert str(warranty.until_on.year) in shown.content.decode()


def test_the_engineer_brings_works_into_the_programme_by_buttons(offices):
    works = note_need(by=offices.engineer, need=need())
    desk = signed_in(offices.engineer)
    assert [verb for verb, _words, _form in desk.get(reverse("roads:desk_works")).context["steps"][0][2]] == [
        "select", "cancel",
    ]  # fmt: skip
    desk.post(reverse("roads:desk_works_step", args=[works.pk, "select"]))
    desk.post(reverse("roads:desk_works_step", args=[works.pk, "programme"]), {"year": today().year})
    works.refresh_from_db()
    assert (works.state, works.programmed_year) == ("programmed", today().year)
    assert signed_in(offices.contractor).get(reverse("roads:desk_works")).context["steps"] == []


def test_a_step_without_its_fields_is_refused(offices):
    works = note_need(by=offices.engineer, need=need())
    answer = signed_in(offices.engineer).post(reverse("roads:desk_works_step", args=[works.pk, "cancel"]))
    assert answer.status_code == 422
    assert Works.objects.get(pk=works.pk).state == "need"


def test_a_dig_is_permitted_by_buttons(offices):
    cut = request_cut(by=offices.operator, dig=dig(until_on=today() + timedelta(days=2)))
    desk = signed_in(offices.engineer)
    desk.post(reverse("roads:desk_dig_step", args=[cut.pk, "check"]))
    desk.post(reverse("roads:desk_dig_step", args=[cut.pk, "permit"]), {"permit": "P-1", "guarantor": "waterworks"})
    signed_in(offices.operator).post(reverse("roads:desk_dig_step", args=[cut.pk, "open"]))
    assert Cut.objects.get(pk=cut.pk).state == "opened"


def test_a_step_nobody_knows_is_not_found(offices):
    works = note_need(by=offices.engineer, need=need())
    desk = signed_in(offices.engineer)
    assert desk.post(reverse("roads:desk_works_step", args=[works.pk, "paint"])).status_code == 404
    assert desk.post(reverse("roads:desk_dig_step", args=[works.pk, "paint"])).status_code == 404
