"""A passport of a past day says what stood on that day, not what came of it later."""

from datetime import timedelta

import pytest
import time_machine

from qala.kernel.clock import now, today
from qala.kernel.translated import Translated
from qala.places.actions import rename_street
from qala.places.models import Segment
from qala.roads.actions.works import cancel_works, note_need, select_works, start_works
from qala.roads.queries.passport import passport_told
from qala.roads.queries.passport_works import works_told
from qala.roads.tests.factories import KEEPER, a_paved_street
from qala.roads.tests.works_factories import Offices, need, opened, signed

pytestmark = pytest.mark.django_db


@pytest.fixture
def offices():
    a_paved_street()
    return Offices()


def ago(days):
    return time_machine.travel(now() - timedelta(days=days), tick=False)


def stood(days):
    """State and contractor of what was told of the street so many days ago."""
    street = Segment.objects.get(source_id="tauke-1").street
    return [(row["state"], row["contractor"]) for row in works_told(street, today() - timedelta(days=days))]


def test_works_stand_where_their_steps_had_led_and_name_whoever_had_signed(offices):
    with ago(20):
        works = note_need(by=offices.engineer, need=need())
    with ago(15):
        select_works(by=offices.engineer, works=works)
        contracted = signed(offices)
    with ago(5):
        start_works(by=offices.contractor, works=contracted)
    assert [stood(days) for days in (30, 17, 10, 0)] == [
        [], [("need", "")], [("contracted", "builder"), ("candidate", "")], [("in_work", "builder"), ("candidate", "")],
    ]  # fmt: skip


def test_works_given_up_later_are_told_of_the_days_they_were_meant(offices):
    with ago(20):
        works = signed(offices)
    with ago(10):
        cancel_works(by=offices.engineer, works=works, reason="The pipe comes first.")
    assert [stood(days) for days in (15, 0)] == [[("contracted", "builder")], []]


def test_a_dig_is_told_from_the_day_it_was_opened(offices):
    with ago(0):
        opened(offices)
    assert stood(0) == [("opened", "waterworks")]
    assert stood(1) == []


def test_a_street_bears_the_name_of_the_day():
    street = a_paved_street()
    before, after = street.names.kk, Translated(kk="Ақ жол көшесі", ru="улица Ак жол")
    rename_street(by=KEEPER, street=street, names=after, from_on=today() - timedelta(days=10), act="№ 12")
    names = [passport_told(street, today() - timedelta(days=days))["street"]["names"]["kk"] for days in (11, 10, 0)]
    assert names == [before, after.kk, after.kk]
