"""How complete the city is stands ready from the night's count, says when that was, and is counted once a night."""

from contextlib import contextmanager
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from qala.kernel.clock import today
from qala.places.models import Segment
from qala.places.tests.factories import LAT, a_street, segment_entry
from qala.roads.actions.holdings import count_inventory
from qala.roads.actions.register import register_layers
from qala.roads.models import Inventory, StreetCount
from qala.roads.queries.city_completeness import city_counted_now, city_last_counted
from qala.roads.tasks import count_register
from qala.roads.tests.factories import KEEPER, a_paved_street, entry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def streets():
    bare = segment_entry("abay-1", 0, 2, lat=LAT + 0.01, order=1)
    return a_paved_street(), a_street(key="abay", kk="Абай даңғылы", ru="проспект Абая", segments=[bare])


def lay_a_layer():
    first = Segment.objects.get(source_id="tauke-1")
    register_layers(by=KEEPER, entries=[entry(first, 0, 50, facts={"order": 1, "material": "asphalt"})])


@contextmanager
def counting():
    """How often the whole city was counted, in a list of its statements."""
    counts = []

    def watch(execute, statement, *rest):
        if "range_agg" in statement:
            counts.append(statement)
        return execute(statement, *rest)

    with connection.execute_wrapper(watch):
        yield counts


def page(**query):
    return Client(headers={"accept-language": "en"}).get(reverse("roads:completeness"), query)


def layers_in(shown):
    """Metres with layers, as the page tells them."""
    return next(share.known_m for _name, share in shown.context["fields"] if share.field == "layers")


def rows(lines):
    return [(one.street, one.overall, one.shares) for one in lines]


def test_what_the_night_counted_is_what_anybody_would_count(streets):
    assert city_last_counted() is None
    lay_a_layer()
    count_inventory(by=KEEPER)
    kept, now = city_last_counted(), city_counted_now(today())
    assert (kept.day, kept.shares, rows(kept.lines)) == (now.day, now.shares, rows(now.lines))
    assert [one.street for one in kept.lines] == [streets[1], streets[0]]


def test_the_page_counts_nothing_and_says_when_it_was_counted():
    count_inventory(by=KEEPER)
    lay_a_layer()
    with counting() as counts:
        shown = page()
        table = page(format="csv").content.decode("utf-8-sig").splitlines()
    assert (counts, len(table)) == ([], 3)
    assert layers_in(shown) == 0
    assert "Counted: " in shown.content.decode()
    assert f'href="?on={today().isoformat()}"' in shown.content.decode()
    anew = page(on=today().isoformat())
    assert "Counted: " not in anew.content.decode()
    assert layers_in(anew) == 50


@pytest.mark.parametrize("column", ["street", "overall", "width", "layers"])
@pytest.mark.parametrize("turn", ["", "-"])
def test_kept_lines_are_sorted_like_counted_ones(column, turn):
    lay_a_layer()
    count_inventory(by=KEEPER)
    kept, anew = page(sort=turn + column), page(sort=turn + column, on=today().isoformat())
    assert rows(kept.context["table"].page) == rows(anew.context["table"].page)


def test_the_night_counts_once_whether_or_not_something_is_new():
    for expected, inventories in ((True, 1), (False, 1)):
        with counting() as counts:
            assert count_register() is expected
        assert (len(counts), Inventory.objects.count()) == (1, inventories)
    lay_a_layer()
    with counting() as counts:
        assert count_register() is True
    assert (len(counts), Inventory.objects.count()) == (1, 2)


def test_streets_that_change_within_the_same_total_are_counted_anew():
    count_inventory(by=KEEPER)
    one, other = StreetCount.objects.order_by("pk")
    for row, shares in ((one, other.shares), (other, one.shares)):
        StreetCount.objects.filter(pk=row.pk).update(shares=shares)
    assert count_register() is True
    assert rows(city_last_counted().lines) == rows(city_counted_now(today()).lines)


def test_a_count_of_an_earlier_day_does_not_stand_for_the_city_of_today():
    newest = count_inventory(by=KEEPER)
    count_inventory(by=KEEPER, on=date(2024, 5, 1))
    assert {one.inventory for one in StreetCount.objects.all()} == {newest}


def test_a_day_before_the_calendar_of_the_register_is_told():
    for day in ("0001-01-01", "9999-12-31"):
        assert Client().get(reverse("roads:completeness"), {"on": day}).status_code == 400
