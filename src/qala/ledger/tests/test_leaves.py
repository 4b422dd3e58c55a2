"""What a transfer tells everybody in the log, and when."""

import json
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection

from qala.journal.models import Leaf
from qala.journal.sealing.sequencer import seal
from qala.journal.tests.conftest import folder
from qala.kernel.clock import local, now
from qala.ledger import book
from qala.ledger.models import Transfer
from qala.ledger.queries import crowds
from qala.ledger.queries.leaves import leaves
from qala.ledger.tests.factories import JOB, Budget, close

__all__ = ["folder"]
pytestmark = pytest.mark.django_db
YESTERDAY = now() - timedelta(days=1)


def eat(budget, count, *, school="school-1", band="age-7-10", tiyn=100, at=YESTERDAY, subject=None):
    hold = budget.opened(count * tiyn)
    header = {"kind": "meal", "school": school, "day": local(at).date().isoformat(), "band": band}
    orders = [
        budget.draw(hold, tiyn, happened_at=at, header=header, subject=subject or f"voucher:{uuid4()}") for _ in range(count)
    ]
    assert not book.post_many(by=JOB, orders=orders).refused
    return [order.key for order in orders]


def headers(keys):
    rows = Transfer.objects.filter(key__in=keys).values_list("pk", flat=True)
    return [header for _pk, _subject, header, _record in leaves(rows)]


def sealed_headers():
    return [json.loads(bytes(leaf.entry))["header"] for leaf in Leaf.objects.filter(source=3)]


def end_the_day():
    """Everything that waits for the end of a day: its time has come."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE journal_unsealed SET since = now() WHERE since > now()")


def test_ten_of_a_kind_are_told():
    keys = eat(Budget(100_000), 10)
    assert {tuple(sorted(one)) for one in headers(keys)} == {("band", "day", "kind", "month", "school", "tiyn")}


def test_nine_are_not_told_nor_the_smallest_crowd_beside_them():
    """Nine alone without a name would be nine: leaves can be counted."""
    budget = Budget(100_000)
    few, next_to_them, many = eat(budget, 9, band="age-11-18"), eat(budget, 10), eat(budget, 30, school="school-2")
    assert {tuple(sorted(one)) for one in headers(few + next_to_them)} == {("kind", "month", "tiyn")}
    assert all("school" in one for one in headers(many))


def test_ten_meals_of_one_child_are_no_crowd():
    keys = eat(Budget(100_000), 12, subject="voucher:1")
    assert all("school" not in one for one in headers(keys))


def test_an_amount_that_only_few_have_is_not_told():
    budget = Budget(100_000)
    keys = eat(budget, 30), eat(budget, 2, tiyn=101), eat(budget, 13, school="school-2")
    assert all("school" in one for one in headers(keys[0]))
    assert {tuple(sorted(one)) for one in headers(keys[1] + keys[2])} == {("kind", "month")}


def test_what_was_held_for_a_child_and_what_returned_is_not_told():
    budget = Budget(100_000)
    hold = replace(budget.hold(1_000), subject="voucher:1")
    back = replace(close(hold.key), subject="voucher:1")
    for order in (hold, back):
        assert not book.post_many(by=JOB, orders=[order]).refused
    assert ["tiyn" in one for one in headers([hold.key, back.key])] == [False, False]


def test_who_came_later_than_the_crowd_is_not_told(monkeypatch):
    """Ten were written yesterday, two more of the same day today: the two are not told."""
    budget = Budget(100_000)
    crowd = eat(budget, 10)
    first = set(Transfer.objects.filter(key__in=crowd).values_list("pk", flat=True))
    late = eat(budget, 2)
    earlier = f"(t.recorded_at - (t.id IN ({', '.join(map(str, first))}))::int * interval '2 days') AT TIME ZONE"
    monkeypatch.setattr(crowds, "ALIKE", crowds.ALIKE.replace("t.recorded_at AT TIME ZONE", earlier))
    key_of = crowds.key_of

    def key_then(row):
        row.recorded_at -= timedelta(days=2) if row.pk in first else timedelta()
        return key_of(row)

    monkeypatch.setattr(crowds, "key_of", key_then)
    assert all("school" in one for one in headers(crowd)), "the crowd's leaves stay what they were"
    assert all("school" not in one for one in headers(late))


def test_a_meal_waits_until_its_day_and_the_day_of_writing_are_over(folder):
    eat(Budget(100_000), 12, at=now())
    sealed = seal().sealed
    assert sealed > 0
    assert Counter(one["kind"] for one in sealed_headers())["meal"] == 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(since), max(since), count(*) FROM journal_unsealed")
        first, last, count = cursor.fetchone()
    midnight = local(now()).replace(hour=0, minute=10, second=0, microsecond=0) + timedelta(days=1)
    assert (first, last, count) == (midnight, midnight, 12), "the delay that is promised: ten minutes past midnight"
    end_the_day()
    seal()
    assert Counter("school" in one for one in sealed_headers() if one["kind"] == "meal") == {True: 12}


def test_bands_of_a_school_day_do_not_give_each_other_away(folder):
    """Two schools, two bands, one of them small: what is coarse names neither school nor day, nor stands beside its kind."""
    budget = Budget(1_000_000)
    eat(budget, 30)
    eat(budget, 4, band="age-11-18", tiyn=120)
    eat(budget, 40, school="school-2")
    eat(budget, 6, band="age-11-18", tiyn=120, school="school-2")
    end_the_day()
    seal()
    meals = [one for one in sealed_headers() if one["kind"] == "meal"]
    coarse = [one for one in meals if "school" not in one]
    assert len(meals) == 80
    assert {frozenset(one) for one in coarse} == {frozenset({"kind", "month", "tiyn"})}
    assert Counter(one["tiyn"] for one in coarse) == {120: 10}, "together they are many; which is whose nobody can tell"
    by_row = dict(Leaf.objects.filter(source=3).values_list("row", "number"))
    numbers = [by_row[row] for row in sorted(by_row)]
    assert numbers != sorted(numbers), "leaves do not stand in the order of their rows"


def test_what_is_taken_back_counts_against_the_month_it_was_drawn_in():
    budget = Budget(100_000)
    (key,) = eat(budget, 1, at=now() - timedelta(days=40))
    back = uuid4()
    book.reverse(by=JOB, key=back, reverses=key, code="meal_reversed", happened_at=now())
    (header,) = headers([back])
    assert header == {"kind": "meal_reversed", "month": headers([key])[0]["month"], "tiyn": 100}
