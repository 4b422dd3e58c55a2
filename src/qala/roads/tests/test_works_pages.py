"""The pages of works, digs and guarantees: who may open them, which buttons they have, and what a step answers."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from qala.kernel.clock import today
from qala.people.tests.conftest import signed_in
from qala.people.tests.factories import AppointmentFactory, PersonFactory
from qala.places.models import Segment
from qala.places.tests.factories import LAT, LON
from qala.roads.actions.cuts import check_cut, request_cut
from qala.roads.actions.works import note_need
from qala.roads.models import Cut, Paper, RoadPhoto, Warranty, Works
from qala.roads.tests.factories import a_paved_street
from qala.roads.tests.works_factories import (
    JPEG,
    Offices,
    accepted,
    begun,
    dig,
    filled,
    need,
    opened,
    proven,
    shot_at,
    signed,
    stretch,
)

pytestmark = pytest.mark.django_db

OFFICES = ("road_engineer", "road_director", "road_inspector", "auditor")
PERMISSIONS = [
    ("guest", "works", 200), ("guest", "digs", 200), ("resident", "works", 200), ("resident", "digs", 200),
    ("guest", "work", 200), ("guest", "dig", 200), ("resident", "work", 200), ("resident", "dig", 200),
    ("guest", "desk_works", 302), ("resident", "desk_works", 403), ("executor", "desk_works", 403),
    ("guest", "desk_digs", 302), ("resident", "desk_digs", 403), ("executor", "desk_digs", 403),
    ("guest", "desk_work", 302), ("resident", "desk_work", 403), ("executor", "desk_work", 403),
    ("guest", "desk_dig", 302), ("resident", "desk_dig", 403), ("executor", "desk_dig", 403),
    ("guest", "desk_warranties", 302), ("resident", "desk_warranties", 403), ("executor", "desk_warranties", 403),
    ("guest", "desk_warranty", 302), ("resident", "desk_warranty", 403), ("executor", "desk_warranty", 403),
    ("guest", "desk_need", 302), ("resident", "desk_need", 403), ("contractor", "desk_need", 403),
    ("road_inspector", "desk_need", 403), ("road_engineer", "desk_need", 200),
    ("guest", "desk_dig_request", 302), ("resident", "desk_dig_request", 403),
    ("road_engineer", "desk_dig_request", 403), ("utility_operator", "desk_dig_request", 200),
    ("guest", "desk_dig_emergency", 302), ("resident", "desk_dig_emergency", 403),
    ("contractor", "desk_dig_emergency", 403), ("utility_operator", "desk_dig_emergency", 200),
    ("guest", "kept_file", 302), ("resident", "kept_file", 403), ("road_inspector", "kept_file", 200),
    ("contractor", "kept_file", 403), ("utility_operator", "kept_file", 403),
    ("contractor", "desk_work", 403), ("contractor", "desk_dig", 403), ("contractor", "desk_warranty", 403),
    ("utility_operator", "desk_work", 403), ("utility_operator", "desk_dig", 403),
    ("utility_operator", "desk_warranty", 403), ("contractor", "desk_works", 200),
    ("utility_operator", "desk_digs", 200), ("contractor", "desk_warranties", 200),
]  # fmt: skip
POSTS = [
    ("guest", "desk_work_step", 302), ("resident", "desk_work_step", 403), ("contractor", "desk_work_step", 403),
    ("road_engineer", "desk_work_step", 302), ("guest", "desk_dig_step", 302), ("resident", "desk_dig_step", 403),
    ("utility_operator", "desk_dig_step", 403), ("road_engineer", "desk_dig_step", 302),
    ("guest", "desk_warranty_step", 302), ("resident", "desk_warranty_step", 403),
    ("contractor", "desk_warranty_step", 403), ("road_inspector", "desk_warranty_step", 302),
]  # fmt: skip


@pytest.fixture
def offices():
    a_paved_street()
    return Offices()


def reader(who):
    if who == "guest":
        return Client()
    return signed_in(PersonFactory() if who == "resident" else AppointmentFactory(role=who).person)


def words(name):
    """The arguments of an address: the one work, dig, guarantee or file that stands there."""
    things = {"work": Works, "dig": Cut, "warranty": Warranty}
    if name == "kept_file":
        return [Works.objects.get().evidence.get().sha256]
    model = things.get(name.removeprefix("desk_"))
    return [model.objects.first().pk] if model else []


@pytest.mark.parametrize(("who", "name", "status"), PERMISSIONS)
def test_each_page_opens_to_whom_it_should(who, name, status, offices):
    accepted(offices)
    opened(offices)
    assert reader(who).get(reverse(f"roads:{name}", args=words(name))).status_code == status


@pytest.mark.parametrize("who", OFFICES)
def test_each_office_opens_every_desk_and_every_case(who, offices):
    accepted(offices)
    opened(offices)
    desk = reader(who)
    for name in ("desk_works", "desk_digs", "desk_warranties", "desk_work", "desk_dig", "desk_warranty"):
        assert desk.get(reverse(f"roads:{name}", args=words(name))).status_code == 200


@pytest.mark.parametrize(("who", "name", "status"), POSTS)
def test_each_step_is_taken_by_whom_it_should(who, name, status, offices):
    if name == "desk_warranty_step":
        case = [accepted(offices).pk, "claim"]
    elif name == "desk_work_step":
        case = [note_need(by=offices.engineer, need=need()).pk, "select"]
    else:
        case = [request_cut(by=offices.operator, dig=dig(area_m2=60)).pk, "check"]
    answer = reader(who).post(reverse(f"roads:{name}", args=case), {"about": "A hole"})
    assert answer.status_code == status


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_public_pages_name_the_street_who_and_the_guarantee(language, offices):
    warranty = accepted(offices)
    cut = opened(offices)
    read = Client(headers={"accept-language": language})
    for name in ("works", "digs"):
        assert read.get(reverse(f"roads:{name}")).status_code == 200
    page = read.get(reverse("roads:work", args=[warranty.works.pk])).content.decode()
    assert str(warranty.until_on.year) in page
    assert str(offices.builder) in page
    shown = read.get(reverse("roads:dig", args=[cut.pk])).content.decode()
    assert str(offices.waterworks) in shown
    assert "The pipe cannot wait." in shown
    street = read.get(reverse("roads:street", args=[warranty.works.grounds.get().segment.street.pk])).content.decode()
    assert reverse("roads:work", args=[warranty.works.pk]) in street
    assert reverse("roads:dig", args=[cut.pk]) in street


def test_names_of_officers_stay_at_the_desk(offices):
    warranty = accepted(offices)
    name = offices.second.name.short
    assert name not in Client().get(reverse("roads:work", args=[warranty.works.pk])).content.decode()
    desk = signed_in(offices.engineer).get(reverse("roads:desk_work", args=[warranty.works.pk])).content.decode()
    assert name in desk


def step(person, thing, verb, told=None):
    name = "desk_work_step" if isinstance(thing, Works) else "desk_dig_step"
    if isinstance(thing, Warranty):
        name = "desk_warranty_step"
    answer = signed_in(person).post(reverse(f"roads:{name}", args=[thing.pk, verb]), told or {})
    thing.refresh_from_db()
    return answer


def test_works_go_from_a_need_to_a_guarantee_by_pages_alone(offices):
    segment = stretch().segment
    page = reverse("roads:desk_need") + f"?street={street_of(segment)}"
    told = {"why": "Cracks", "area_m2": "700", "top_cm": "5", "base_cm": "0", "segment": segment, "side": "both"}
    signed_in(offices.engineer).post(page, told | {"from_m": "0", "to_m": "100"})
    works = Works.objects.get()
    assert works.kind == "medium"
    for verb, more in (
        ("select", {}), ("programme", {"year": today().year}), ("design", {}), ("tender", {}),
        ("contract", {"number": "45", "contractor": "builder", "tenge": 20_000_000}),
    ):  # fmt: skip
        assert step(offices.engineer, works, verb, more).status_code == 302, verb
    assert step(offices.contractor, works, "start").status_code == 302
    step(offices.contractor, works, "lot", {"number": "1", "material": "asphalt"})
    lot = works.lots.get()
    step(offices.inspector, works, "sample", {"lot": lot.pk, "passed": "no", "protocol": "L-1"})
    refused = step(offices.second, works, "accept")
    assert refused.status_code == 422
    assert "1" in refused.content.decode()
    step(offices.inspector, works, "sample", {"lot": lot.pk, "passed": "yes", "protocol": "L-2"})
    picture = SimpleUploadedFile("a.jpg", b"\xff\xd8\xff\xe0 one", "image/jpeg")
    photo = {"photo": picture, "taken_on": today().isoformat(), "longitude": LON + 0.0005, "latitude": LAT}
    assert step(offices.contractor, works, "photo", photo).status_code == 302
    step(offices.inspector, works, "measure", {"length_m": "100", "area_m2": "700", "top_cm": "5", "base_cm": "0"})
    assert step(offices.inspector, works, "accept").status_code == 403
    assert step(offices.contractor, works, "accept").status_code == 403
    assert step(offices.second, works, "accept").status_code == 302
    assert works.state == "accepted"
    assert works.warranty.state == "running"


def street_of(segment):
    return Segment.objects.get(pk=segment).street_id


def test_a_dig_goes_from_asking_to_its_guarantee_by_pages_alone(offices):
    segment = stretch().segment
    page = reverse("roads:desk_dig_request") + f"?street={street_of(segment)}"
    told = {
        "operator": "waterworks", "purpose": "a water main", "area_m2": "60", "from_on": today().isoformat(),
        "until_on": (today() + timedelta(days=5)).isoformat(), "segment": segment, "side": "both",
        "from_m": "20", "to_m": "30",
    }  # fmt: skip
    answer = signed_in(offices.operator).post(page, told, follow=True)
    cut = Cut.objects.get()
    assert len(answer.context["ahead"]) == 1
    step(offices.engineer, cut, "check")
    permit = {"permit": "P-1", "guarantor": "waterworks"}
    assert step(offices.engineer, cut, "permit", permit).status_code == 422
    conflict = cut.conflicts.get()
    step(offices.engineer, cut, "override", {"conflict": conflict.pk, "reason": "Nobody else digs here."})
    assert step(offices.engineer, cut, "permit", permit).status_code == 302
    assert step(offices.operator, cut, "open").status_code == 302
    assert step(offices.operator, cut, "backfill").status_code == 422
    step(offices.operator, cut, "test", {"passed": "no", "protocol": "K-1"})
    step(offices.operator, cut, "backfill")
    assert step(offices.operator, cut, "cover", {"until": ""}).status_code == 422
    step(offices.operator, cut, "cover", {"until": (today() + timedelta(days=10)).isoformat()})
    assert step(offices.operator, cut, "pave").status_code == 422
    step(offices.operator, cut, "test", {"passed": "yes", "protocol": "K-2"})
    assert step(offices.operator, cut, "pave").status_code == 302
    assert step(offices.operator, cut, "inspect").status_code == 403
    assert step(offices.inspector, cut, "inspect").status_code == 302
    assert cut.warranty.state == "running"


def test_an_emergency_over_a_guarantee_is_opened_and_told(offices):
    accepted(offices)
    segment = stretch().segment
    page = reverse("roads:desk_dig_emergency") + f"?street={street_of(segment)}"
    told = {
        "operator": "waterworks", "purpose": "a burst main", "area_m2": "12", "from_on": today().isoformat(),
        "until_on": today().isoformat(), "segment": segment, "side": "both", "from_m": "20", "to_m": "30",
    }  # fmt: skip
    assert signed_in(offices.operator).post(page, told).status_code == 302
    cut = Cut.objects.get()
    assert (cut.state, cut.broke_moratorium) == ("opened", True)
    assert cut.unit.additional


def test_what_came_since_the_check_is_seen_before_the_permit(offices):
    cut = request_cut(by=offices.operator, dig=dig())
    check_cut(by=offices.engineer, cut=cut)
    request_cut(by=offices.operator, dig=dig(places=[stretch(from_m=25, to_m=35)]))
    permit = {"permit": "P-1", "guarantor": "waterworks"}
    assert step(offices.engineer, cut, "permit", permit).status_code == 422
    assert step(offices.engineer, cut, "check").status_code == 302
    assert cut.conflicts.count() == 1


def test_a_need_under_guarantee_becomes_a_claim_and_a_second_one_another(offices):
    warranty = accepted(offices)
    segment = stretch().segment
    page = reverse("roads:desk_need") + f"?street={street_of(segment)}"
    told = {"why": "It sank", "area_m2": "50", "top_cm": "5", "base_cm": "0", "segment": segment, "side": "both"}
    desk = signed_in(offices.engineer)
    assert desk.post(page, told).status_code == 302
    warranty.refresh_from_db()
    assert (warranty.state, warranty.claims.get().about) == ("claimed", "It sank")
    assert Works.objects.count() == 1
    assert desk.post(page, told | {"why": "It cracked"}).status_code == 302
    assert warranty.claims.filter(fixed_on=None).count() == 2
    assert step(offices.contractor, warranty, "dispute", {"reason": "A pipe burst."}).status_code == 302
    assert step(offices.inspector, warranty, "uphold").status_code == 302
    assert step(offices.inspector, warranty, "fix").status_code == 302
    assert step(offices.engineer, warranty, "resume").status_code == 302
    assert warranty.state == "running"


def test_the_director_changes_a_price_only_with_a_decision_and_everybody_sees_it(offices):
    works = signed(offices)
    told = {"tenge": 30_000_000, "decision": "", "reason": ""}
    assert step(offices.director, works, "price", told).status_code == 422
    assert step(offices.engineer, works, "price", told).status_code == 403
    assert (
        step(offices.director, works, "price", told | {"decision": "7", "reason": "The soil is wet."}).status_code
        == 302
    )
    assert "The soil is wet." in Client().get(reverse("roads:work", args=[works.pk])).content.decode()


def test_papers_and_photos_stand_with_the_case_and_not_with_the_public(offices):
    works, cut = begun(offices), filled(offices, places=[stretch(from_m=120, to_m=130)])
    paper = {"kind": "act", "number": "3", "signed_on": today().isoformat()}
    for thing, mark in ((works, b"a"), (cut, b"b")):
        file = SimpleUploadedFile("a.pdf", b"%PDF-1.7 " + mark, "application/pdf")
        assert step(offices.inspector, thing, "paper", paper | {"file": file}).status_code == 302
    picture = {"photo": SimpleUploadedFile("a.jpg", b"\xff\xd8\xff\xe0 trench"), "taken_on": today().isoformat()}
    assert step(offices.operator, cut, "picture", picture).status_code == 302
    shown = signed_in(offices.inspector)
    for sha256 in (*Paper.objects.values_list("sha256", flat=True), RoadPhoto.objects.get().sha256):
        assert shown.get(reverse("roads:kept_file", args=[sha256])).status_code == 200
    assert shown.get(reverse("roads:kept_file", args=["0" * 64])).status_code == 404
    wrong = {"file": SimpleUploadedFile("a.pdf", b"GIF89a")}
    assert step(offices.inspector, cut, "paper", paper | wrong).status_code == 422


def test_a_place_told_by_hand_is_marked_and_an_elsewhere_is_refused(offices):
    works, cut = proven(offices), filled(offices, places=[stretch(from_m=120, to_m=130)])

    def picture(content):
        sent = {"photo": SimpleUploadedFile("a.jpg", content), "taken_on": today().isoformat()}
        return step(offices.operator, cut, "picture", sent).status_code

    assert (picture(shot_at(LON, LAT + 1)), picture(shot_at(LON + 0.001, LAT))) == (422, 302)
    shown, words = signed_in(offices.inspector), {"headers": {"accept-language": "en"}}
    pages = {
        name: shown.get(reverse(f"roads:{name}", args=[thing.pk]), **words).content.decode()
        for name, thing in (("desk_work", works), ("work", works), ("desk_dig", cut))
    }
    marked = {name for name, page in pages.items() if "place told by hand" in page}
    assert marked == {"desk_work", "work"}
    picture(JPEG)
    assert "place told by hand" in shown.get(reverse("roads:desk_dig", args=[cut.pk]), **words).content.decode()


def test_a_step_without_its_fields_comes_back_with_its_form(offices):
    works = note_need(by=offices.engineer, need=need())
    answer = step(offices.engineer, works, "cancel")
    assert answer.status_code == 422
    assert b'name="reason"' in answer.content
    assert works.state == "need"


def test_a_step_nobody_knows_is_not_found_and_an_unlawful_one_is_said(offices):
    works = note_need(by=offices.engineer, need=need())
    cut = request_cut(by=offices.operator, dig=dig())
    desk = signed_in(offices.engineer)
    assert desk.post(reverse("roads:desk_work_step", args=[works.pk, "paint"])).status_code == 404
    assert desk.post(reverse("roads:desk_dig_step", args=[cut.pk, "paint"])).status_code == 404
    assert desk.get(reverse("roads:desk_work_step", args=[works.pk, "contract"])).status_code == 409


def test_the_next_step_is_what_the_act_still_lacks(offices):
    works = begun(offices)
    page = signed_in(offices.contractor).get(reverse("roads:desk_work", args=[works.pk]))
    assert page.context["first"][0][0].slug == "lot"
    assert [proof.is_there for proof in page.context["proofs"]] == [False, False, False]
    assert page.context["absent"]


def test_a_list_is_narrowed_by_its_address(offices):
    note_need(by=offices.engineer, need=need())
    page = Client().get(reverse("roads:works") + "?state=need")
    assert page.context["table"].page.paginator.count == 1
    assert Client().get(reverse("roads:works") + "?state=accepted").context["table"].page.paginator.count == 0
    assert "medium" in Client().get(reverse("roads:works") + "?format=csv").content.decode()
    for street, rows in ((street_of(stretch().segment), 1), (10**6, 0)):
        there = Client().get(reverse("roads:works") + f"?street={street}").context["table"]
        assert there.page.paginator.count == rows


def test_only_what_waits_for_somebody_stands_on_their_desk(offices):
    cut = opened(offices)
    signed(offices, places=[stretch(from_m=110, to_m=150)])
    waiting = {
        who: [step.slug for _row, _street, step in signed_in(who).get(reverse(f"roads:{desk}")).context["waiting"]]
        for who, desk in (
            (offices.operator, "desk_digs"), (offices.engineer, "desk_digs"), (offices.contractor, "desk_works"),
        )
    }  # fmt: skip
    assert waiting == {offices.operator: ["test"], offices.engineer: [], offices.contractor: ["start"]}
    assert step(offices.engineer, cut, "permit", {"permit": "P-2", "guarantor": "x"}).status_code == 403


def test_the_lists_ask_the_database_as_often_however_long_they_are(offices, django_assert_max_num_queries):
    for metre in range(0, 90, 15):
        note_need(by=offices.engineer, need=need(places=[stretch(from_m=metre, to_m=metre + 10)]))
        request_cut(by=offices.operator, dig=dig(places=[stretch(from_m=metre, to_m=metre + 5)]))
    read, desk = Client(), signed_in(offices.engineer)
    for client, name in ((read, "works"), (read, "digs"), (desk, "desk_works"), (desk, "desk_digs")):
        with django_assert_max_num_queries(22):
            assert client.get(reverse(f"roads:{name}")).status_code == 200
