"""Somebody takes every published file of a month and the log, and subtracts, until a few children would be left over."""

import csv
import io
import json
from collections import Counter, defaultdict

import pytest
from django.test import Client
from django.urls import reverse

from qala.ledger.models import Transfer
from qala.ledger.queries.leaves import leaves
from qala.meals.actions.reversals import reverse as take_back
from qala.meals.actions.serving import receive
from qala.meals.models import Meal, Proof
from qala.meals.tests.eating import eat, end_the_day
from qala.meals.tests.factories import FRIDAY, THURSDAY, department, meal_school
from qala.roster.tests.factories import EnrolmentFactory, SchoolClassFactory

pytestmark = pytest.mark.django_db
LEAST = 10
WEDNESDAY = THURSDAY.replace(day=18)


def taken(client: Client, name: str, **asked: str) -> str:
    answer = client.get(reverse(f"meals:{name}"), {"month": "2026-11"} | asked)
    assert answer.status_code == 200
    return answer.content.decode().removeprefix("\ufeff")


def a_month():
    """Three kitchens; one feeds three children, one is short of one meal, one is full; a meal is taken back."""
    large, middle, small = meal_school(pupils=31), meal_school(pupils=14), meal_school(pupils=3)
    for day in (WEDNESDAY, THURSDAY, FRIDAY):
        eat(large, large.pupils, day)
        eat(middle, middle.pupils[: 14 if day != FRIDAY else 6], day)
    eat(small, small.pupils, FRIDAY)
    take_back(by=department(), meal=Meal.objects.filter(school=large.school).first(), reason="denied")
    return large, middle, small


def log_headers():
    return [header for _pk, _subject, header, _record in leaves(Transfer.objects.values_list("pk", flat=True))]


def test_no_difference_of_published_files_leaves_a_few(client: Client):
    a_month()
    days = {(row["school"], row["day"], row["band"], row["price_tiyn"]): row for row in json.loads(taken(client, "days_json"))}
    totals = json.loads(taken(client, "totals_json"))
    told = Counter()
    for key, row in days.items():
        told[key[:3]] += row["meals"] or 0
    named = Counter({(row["school"], row["day"], row["band"]): row["meals"] for row in totals["rows"]})
    assert +told == +named, "two tables that differ by one tell that one"
    truth = children_by_cell()
    complement = {child for cell, who in truth.items() if cell not in +named for child in who}
    assert totals["meals"] - named.total() == sum(len(who) for cell, who in truth.items() if cell not in +named) - 1
    assert len(complement) >= LEAST, "what is left of the city is many"


def test_no_sum_of_a_school_or_a_supplier_leaves_a_few(client: Client):
    towns = a_month()
    named = Counter()
    for row in json.loads(taken(client, "totals_json"))["rows"]:
        named[row["school"]] += row["meals"]
    lines = {row["school"]: row for row in csv.DictReader(io.StringIO(taken(client, "overview", format="csv")))}
    for town in towns:
        line = lines[str(town.school.name)]
        assert int(line["meals"] or 0) == named[town.school.slug], "a sum says what its days say, and no more"


def test_whoever_counts_the_leaves_of_the_log_is_left_with_many(client: Client):
    """By amount, and without one: the log's own complement, and what the published rows take away from it."""
    a_month()
    meals = [one for one in log_headers() if one["kind"] == "meal"]
    truth, named = children_by_cell(), {(one["school"], one["day"], one["band"]) for one in meals if "school" in one}
    left = defaultdict(set)
    for header in meals:
        if "school" not in header:
            left[header.get("tiyn")].add(header["month"])
    hidden = {child for cell, who in truth.items() if cell not in named for child in who}
    assert left
    assert len(hidden) >= LEAST * len(left)
    rows = json.loads(taken(client, "totals_json"))["rows"]
    assert {(row["school"], row["day"], row["band"]) for row in rows} == named


def test_few_on_trust_are_not_counted_out_by_school(client: Client):
    """A share of presses is a count, for whoever knows the presses."""
    town = meal_school(pupils=30)
    eat(town, town.pupils, FRIDAY)
    eat(town, [None, None], FRIDAY)
    (line,) = csv.DictReader(io.StringIO(taken(client, "overview", format="csv")))
    assert line["provisional"] == ""


def test_what_is_recorded_today_is_told_tomorrow(client: Client):
    """Whoever asks each minute would see one child after another come, of a day long over too."""
    town = meal_school(pupils=12)
    eat(town, town.pupils, THURSDAY)
    before = everything(client)
    receive(by=town.terminal, signed=[town.__dict__["_phone"].press(child, day=FRIDAY) for child in town.pupils])
    assert everything(client) == before
    end_the_day()
    assert json.loads(everything(client)[0])["meals"] == 24


def everything(client: Client) -> list[str]:
    files = [taken(client, name) for name in ("totals_json", "days_json", "days_csv")]
    return [*files, taken(client, "overview", format="csv")]


def children_by_cell():
    """What is true: which children stand in each cell of school, day and band, taken back or not."""
    found = defaultdict(set)
    for meal in Meal.objects.select_related("school__organisation"):
        found[meal.school.slug, meal.day.isoformat(), meal.band].add(meal.pupil_id)
    return found


def test_the_one_older_child_of_a_school_is_not_left_over(client: Client):
    """Everybody knows how many pupils the free grades have; what is above them has a category."""
    town = meal_school(pupils=31)
    school_class = SchoolClassFactory(school=town.school, year=town.school_class.year, grade=7)
    orphan = EnrolmentFactory(school_class=school_class, from_on=town.school_class.year.first_on).pupil
    before = line_of(client)
    Proof.objects.create(pupil=orphan, basis="orphan", from_on=town.school_class.year.first_on, register="test")
    assert line_of(client) == before == {"entitled": "31", "unlisted": "31", "unserved": "0"}


def test_a_share_of_presses_does_not_tell_how_many_pressed(client: Client):
    town = meal_school(pupils=30)
    eat(town, town.pupils, FRIDAY)
    eat(town, [None] * 11, FRIDAY)
    (line,) = csv.DictReader(io.StringIO(taken(client, "overview", format="csv")))
    assert line["provisional"] == "0.268", "11 of 41, in thousandths"


def line_of(client: Client) -> dict[str, str]:
    (line,) = csv.DictReader(io.StringIO(taken(client, "overview", format="csv")))
    return {name: line[name] for name in ("entitled", "unlisted", "unserved")}
