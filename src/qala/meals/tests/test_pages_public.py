"""The public month through its addresses: what it tells, what it withholds, how many questions it asks the database."""

import csv
import io
import json
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from qala.ledger.queries.crowds import told_before
from qala.meals.actions.provisional import confirm
from qala.meals.actions.reversals import reverse as take_back
from qala.meals.actions.serving import receive
from qala.meals.models import EntitlementList, ListLine, Meal, Proof
from qala.meals.queries.published import served
from qala.meals.tests.eating import eat, end_the_day
from qala.meals.tests.factories import FRIDAY, NOVEMBER, THURSDAY, department, meal_school

pytestmark = pytest.mark.django_db
CATEGORIES = ("orphan", "low_income", "assistance", "no_care", "emergency", "collegial")


def page(client, name, *args, **asked):
    answer = client.get(reverse(f"meals:{name}", args=args), {"month": "2026-11"} | asked)
    assert answer.status_code == 200
    return answer.content.decode()


def in_force(town, lines, **facts):
    row = EntitlementList.objects.create(
        school=town.school, month=NOVEMBER, formed_by="person:a", approved_by="person:b",
        formed_at="2026-10-25T10:00:00Z", **facts,
    )  # fmt: skip
    ListLine.objects.bulk_create(ListLine(list=row, pupil=child, grade=3, basis="grade") for child in lines)
    for row.state in ("approved", "checked", "in_force"):
        row.save(update_fields=["state"])
    return row


def test_the_month_tells_who_was_left_out_beside_the_money(client: Client):
    town = meal_school(pupils=30)
    in_force(town, town.pupils[:18])
    eat(town, town.pupils[:12], FRIDAY)
    shown = page(client, "overview", format="csv")
    (row,) = csv.DictReader(io.StringIO(shown.removeprefix("\ufeff")))
    assert (row["entitled"], row["unlisted"], row["unserved"], row["meals"]) == ("30", "12", "", "12")
    assert row["tiyn"] == str(12 * 67_850)


def test_a_plate_on_trust_feeds_nobody_before_somebody_looked(client: Client):
    """Who was never fed stays so, whatever a counter says of a child it never saw."""
    town = meal_school(pupils=30)
    in_force(town, town.pupils)
    eat(town, town.pupils[:12], THURSDAY)
    before = page(client, "overview", format="csv")
    presses = eat(town, town.pupils[12:], FRIDAY, how="teacher")
    told, past = (next(csv.DictReader(io.StringIO(one.removeprefix("\ufeff")))) for one in (page(client, "overview", format="csv"), before))
    assert (told["unserved"], told["meals"], told["tiyn"]) == (past["unserved"], past["meals"], past["tiyn"])
    assert told["unserved"] == "18"
    for one in presses[:8]:
        confirm(by=department(), waiting=one.provisional)
    end_the_day()
    (row,) = csv.DictReader(io.StringIO(page(client, "overview", format="csv").removeprefix("\ufeff")))
    assert row["unserved"] == "10"


def test_a_small_group_has_no_row(client: Client):
    """Four have none, or their days could be read off it; nor have the twelve next to them, or the city's total would tell the four."""
    town = meal_school(pupils=30)
    eat(town, town.pupils[:12], THURSDAY.replace(day=18))
    eat(town, town.pupils[:4], THURSDAY)
    eat(town, town.pupils, FRIDAY)
    rows = {row["day"]: row for row in json.loads(page(client, "days_json"))}
    assert rows["2026-11-20"]["meals"] == 30
    assert not {"2026-11-18", "2026-11-19"} & set(rows)
    shown = page(client, "school", town.school.slug)
    days = client.get(reverse("meals:school", args=[town.school.slug]), {"month": "2026-11"}).context["days"]
    assert [(one.day, one.meals) for one, _bands in days] == [(FRIDAY, 30)]
    assert not any(f">{count}<" in shown for count in (4, 12, 16, 34, 42, 46))


def test_what_is_pressed_today_moves_no_public_number(client: Client):
    town = meal_school(pupils=30)
    in_force(town, town.pupils)
    eat(town, town.pupils[:12], THURSDAY)
    before = page(client, "overview", format="csv")
    receive(by=town.terminal, signed=[town._phone.press(child, day=FRIDAY) for child in town.pupils[12:]])
    assert page(client, "overview", format="csv") == before
    end_the_day()
    assert page(client, "overview", format="csv") != before


def test_csv_and_json_say_the_same_and_the_schema_fits(client: Client):
    town = meal_school(pupils=12)
    eat(town, town.pupils, FRIDAY)
    told = list(csv.DictReader(io.StringIO(page(client, "days_csv").removeprefix("\ufeff"))))
    listed = json.loads(page(client, "days_json"))
    schema = json.loads(page(client, "days_schema"))
    names = [field["name"] for field in schema["fields"]]
    assert list(told[0]) == list(listed[0]) == names
    assert {type(listed[0][field["name"]]).__name__ for field in schema["fields"] if field["type"] == "integer"} == {"int"}
    assert int(told[0]["tiyn"]) == listed[0]["tiyn"] == 12 * int(told[0]["price_tiyn"])


def test_no_child_and_no_category_is_public(client: Client):
    town = meal_school(pupils=12)
    Proof.objects.create(pupil=town.pupils[0], basis="orphan", from_on=date(2026, 9, 1), register="test")
    eat(town, town.pupils, FRIDAY)
    for name, args in (("overview", ()), ("school", (town.school.slug,)), ("open_data", ()), ("days_csv", ()), ("days_json", ())):
        shown = page(client, name, *args)
        assert not any(word in shown for word in CATEGORIES)
        for child, voucher in zip(town.pupils, town.vouchers, strict=True):
            keys = (child.person.family, str(child.key), str(voucher.key), str(child.person_id))
            assert not any(key in shown for key in keys)


def test_the_same_questions_for_any_number_of_schools(client: Client, django_assert_max_num_queries):
    towns = [meal_school(pupils=12) for _ in range(3)]
    for town in towns:
        eat(town, town.pupils, FRIDAY)
    with django_assert_max_num_queries(21):
        page(client, "overview")
    with django_assert_max_num_queries(27):
        page(client, "school", towns[0].school.slug)


def test_a_reversed_meal_no_longer_counts_and_no_day_says_whose_it_was(client: Client):
    town = meal_school(pupils=12)
    eat(town, town.pupils, FRIDAY)
    take_back(by=department(), meal=Meal.objects.select_related("event", "voucher", "contract").first(), reason="denied")
    assert json.loads(page(client, "totals_json"))["meals"] == 11
    assert {row["meals"] for row in json.loads(page(client, "days_json"))} == {12}


def test_a_month_of_many_meals_is_one_statement(django_assert_num_queries):
    town = meal_school(pupils=12)
    for day in range(16, 21):
        eat(town, town.pupils, date(2026, 11, day))
    told = told_before()
    with django_assert_num_queries(1):
        groups = served(NOVEMBER, told, 10)
    assert sum(one.meals for one in groups) == Meal.objects.count() == 60


def test_an_unknown_school_is_not_found(client: Client):
    assert client.get(reverse("meals:school", args=["nowhere"])).status_code == 404


@pytest.mark.parametrize("name", ["overview", "open_data", "days_csv", "totals_json"])
@pytest.mark.parametrize("month", ["9999-12", "0001-01", "2026-13", "٢٠٢٦-١١", "\x00"])
def test_a_month_of_no_school_is_this_month(client: Client, name: str, month: str):
    meal_school(pupils=1)
    assert client.get(reverse(f"meals:{name}"), {"month": month}).status_code == 200
