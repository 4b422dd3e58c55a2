"""The programme's pages: who may open them, what they say, and that each figure stands in the document."""

import json
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from qala.people.tests.conftest import signed_in
from qala.people.tests.factories import AppointmentFactory, PersonFactory
from qala.places.models import Segment
from qala.places.tests.factories import a_district
from qala.planning.actions import adopt
from qala.planning.models import Plan
from qala.planning.queries import document_of
from qala.planning.rules.solving import Effort
from qala.roads.programming import solve_programme
from qala.roads.queries.programme import terms_of
from qala.roads.queries.turns import turn_in_force
from qala.roads.tests.factories import a_paved_street
from qala.roads.tests.test_programme import asked, rated, solved

pytestmark = pytest.mark.django_db

PERMISSIONS = [
    ("guest", "programme", 200), ("guest", "programme_document", 200), ("resident", "programme", 200),
    ("guest", "when", 200), ("guest", "programme_paper", 200), ("guest", "programme_sheet", 200),
    ("guest", "programme_csv", 200), ("guest", "programme_lines", 200),
    ("guest", "desk_programme", 302), ("resident", "desk_programme", 403), ("contractor", "desk_programme", 403),
    ("road_engineer", "desk_programme", 200), ("road_director", "desk_programme", 200),
    ("auditor", "desk_programme", 200), ("guest", "desk_plan", 302), ("resident", "desk_plan", 403),
    ("road_engineer", "desk_plan", 200), ("auditor", "desk_plan", 200), ("guest", "desk_plan_step", 302),
    ("road_engineer", "desk_plan_step", 405),
]  # fmt: skip


@pytest.fixture
def street():
    street = a_paved_street()
    for segment, value in zip(Segment.objects.filter(street=street), (62, 38), strict=True):
        rated(segment, value, date(2026, 6, 1))
    return street


@pytest.fixture
def engineer():
    return AppointmentFactory(role="road_engineer").person


@pytest.fixture
def in_force(street, engineer):
    plan = solved(engineer, asked())
    return adopt(by=AppointmentFactory(role="road_director").person, plan=plan, reason="The council agreed.")


def reader(who):
    if who == "guest":
        return Client()
    person = PersonFactory() if who == "resident" else AppointmentFactory(role=who).person
    return signed_in(person)


@pytest.mark.parametrize(("who", "name", "status"), PERMISSIONS)
def test_each_page_opens_to_whom_it_should(who, name, status, in_force):
    words = [] if name in {"programme", "when", "desk_programme"} else [in_force.pk]
    words += ["adopt"] if name == "desk_plan_step" else []
    assert reader(who).get(reverse(f"roads:{name}", args=words)).status_code == status


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_public_page_tells_each_streets_turn_and_how_good_the_plan_is(language, in_force, street):
    page = Client(headers={"accept-language": language}).get(reverse("roads:programme"))
    text = page.content.decode()
    assert in_force.sha256 in text
    for choice in in_force.choices.all():
        assert str(choice.year) in text
    assert str(street) in text or any(one in text for one in (street.names.kk, street.names.ru, street.names.en))


def test_the_table_has_a_line_a_street_and_the_sheet_a_line_a_stretch(street, engineer):
    for segment in Segment.objects.filter(street=street):
        rated(segment, 50, date(2026, 9, 1))
    plan = solved(engineer, asked(money=10**12))
    page = signed_in(engineer).get(reverse("roads:desk_plan", args=[plan.pk]))
    rows = page.context["table"].rows
    keys = {(row.year, row.street_id, row.option, row.source) for row in rows}
    assert len(keys) == len(rows)
    assert sum(row.stretches for row in rows) == plan.choices.count() > len(rows)
    assert sum(row.tiyn for row in rows) == sum(plan.choices.values_list("tiyn", flat=True))
    assert [strip.street for strip in page.context["gantt"].strips] == [street.pk]
    sheet = Client().get(reverse("roads:programme_csv", args=[plan.pk]))
    assert sheet.status_code == 403
    lines = signed_in(engineer).get(reverse("roads:programme_csv", args=[plan.pk])).content.decode().splitlines()
    assert len(lines) == plan.choices.count() + 1


def test_a_new_plan_shows_what_moves_street_by_street_and_what_stays(in_force, street, engineer):
    assert Client().get(reverse("roads:programme")).context["moves"] is None
    plan = solved(engineer, asked(money=20_000_000_00))
    desk = signed_in(engineer).get(reverse("roads:desk_plan", args=[plan.pk]), headers={"accept-language": "en"})
    moves = desk.context["moves"]
    assert (moves.before, [one.street for one in moves.streets]) == (in_force, [street])
    assert moves.stretches >= 1
    assert "What moves" in desk.content.decode()
    adopt(by=AppointmentFactory(role="road_director").person, plan=plan, reason="Less money.")
    public = Client().get(reverse("roads:programme")).context["moves"]
    assert (public.before.pk, public.stretches) == (in_force.pk, moves.stretches)


def test_a_stretch_without_a_street_is_told_by_its_number(in_force, street):
    Segment.objects.filter(street=street).update(street=None)
    rows = Client().get(reverse("roads:programme")).context["table"].rows
    assert {row.name for row in rows} == {row.group.split(":")[1] for row in in_force.choices.all()}


def test_the_street_says_when_and_why(in_force, street):
    page = Client().get(reverse("roads:street", args=[street.pk]))
    turns = page.context["turn"].turns
    assert {step.year for turn in turns for step in turn.steps} == set(in_force.choices.values_list("year", flat=True))
    for turn in turns:
        taken = turn.reason.chosen
        assert taken.steps == tuple((step.year, step.option) for step in turn.steps)
        assert taken.tiyn == sum(step.tiyn for step in turn.steps)
        assert taken.left <= max(course.left for course in turn.reason.courses)


def test_a_street_page_never_opens_the_whole_document(in_force, street, django_assert_num_queries):
    segments = list(Segment.objects.filter(street=street))
    with django_assert_num_queries(4 + len(segments)) as asked:
        turn_in_force(street, segments)
    assert not any("plandocument" in one["sql"] for one in asked.captured_queries)


def test_before_a_programme_is_adopted_the_page_says_so(street):
    assert Client().get(reverse("roads:programme")).context["plan"] is None
    assert Client().get(reverse("roads:street", args=[street.pk])).context["turn"] is None
    assert Client().get(reverse("roads:when"), {"q": str(street)}).context["found"] == []


def test_the_document_of_a_draft_is_for_the_desk(street, engineer):
    plan = solved(engineer, asked())
    address = reverse("roads:programme_document", args=[plan.pk])
    assert Client().get(address).status_code == 403
    told = signed_in(engineer).get(address)
    assert json.loads(told.content)["value"] == plan.value


def test_the_terms_stand_in_the_document_and_on_the_page_with_their_day_and_source(in_force):
    terms = json.loads(document_of(in_force))["terms"]
    assert (terms["valid_from"], terms["verified"], terms["users"]["motorway"]) == ("2023-08-01", 0, 40)
    page = Client(headers={"accept-language": "en"}).get(reverse("roads:programme"))
    text, shown = page.content.decode(), page.context["terms"]
    assert [one.option for one in shown.mends] == [one["key"] for one in json.loads(document_of(in_force))["treatments"]]
    assert "Motorway 40, Trunk road 40" in text
    assert terms["users_source"] in text
    assert terms_of(Plan(told={})) is None, "a plan of before they were kept with it"


def test_what_a_district_is_promised_has_its_name_and_takes_worth_away(in_force):
    district, budget = a_district(), in_force.limits.first()
    promise = {"key": f"at_least:district:{district.pk}", "sense": "at_least", "limit": 10**9, "used": 10**9}
    in_force.limits.create(price=budget.price + 10**6, **promise)
    page = Client(headers={"accept-language": "en"}).get(reverse("roads:programme"))
    money, told = page.context["limits"][0], page.context["limits"][-1]
    assert (told.name, told.sense) == (str(district), "at_least")
    assert money.million >= 0 > told.million
    assert f"{district}: at least" in page.content.decode()


def form(**more):
    return {
        "title": "Ten years", "start": 2027, "years": 4, "local": 60_000_000, "republic": 0, "growth": "3",
        "most": 2, "apart": 2, "keep_years": 0, "fair": 0, "wish-TOTAL_FORMS": 1, "wish-INITIAL_FORMS": 0,
    } | more  # fmt: skip


def test_the_engineer_asks_for_three_scenarios_and_the_director_adopts_one(street, engineer):
    desk = reverse("roads:desk_programme")
    district = a_district()
    street.districts.add(district)
    signed_in(engineer).post(desk, form(scenarios="on"))
    assert [plan.asked["budgets"][0][2] for plan in Plan.objects.order_by("pk")] == [
        6_000_000_000, 4_800_000_000, 7_200_000_000, 6_000_000_000,
    ]  # fmt: skip
    assert {one[1] for one in Plan.objects.order_by("pk")[3].asked["promises"]} == {district.pk}
    plan = solve_programme(Plan.objects.order_by("pk")[0], Effort(whole_seconds=2))
    director = signed_in(AppointmentFactory(role="road_director").person)
    director.post(reverse("roads:desk_plan_step", args=[plan.pk, "adopt"]), {"reason": "The council agreed."})
    plan.refresh_from_db()
    assert plan.state == "adopted"
    assert signed_in(engineer).get(desk).status_code == 200


def test_bad_figures_are_refused_beside_their_field(street, engineer):
    page = signed_in(engineer).post(reverse("roads:desk_programme"), form(local=-5, keep_years=9))
    assert page.status_code == 422
    assert set(page.context["form"].errors) == {"local", "keep_years"}
    assert not Plan.objects.exists()


def test_more_courses_than_can_be_looked_at_are_refused_beside_their_field(street, engineer):
    desk = signed_in(engineer)
    page = desk.post(reverse("roads:desk_programme"), form(years=20, most=4, apart=1))
    assert (page.status_code, set(page.context["form"].errors)) == (422, {"most"})
    assert not Plan.objects.exists()
    wide = form(years=10, most=4, apart=3, republic=60_000_000)
    assert desk.post(reverse("roads:desk_programme"), wide).status_code == 302


def test_a_contradiction_is_told_on_its_page(street, engineer):
    desk = signed_in(engineer)
    desk.post(reverse("roads:desk_programme"), form(local=0))
    plan = solve_programme(Plan.objects.get(), Effort(whole_seconds=1))
    assert plan.state == "solved"
    assert not plan.choices.exists()
    assert desk.get(reverse("roads:desk_plan", args=[plan.pk])).status_code == 200
