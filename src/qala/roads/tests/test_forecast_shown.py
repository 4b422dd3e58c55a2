"""What condition to expect is shown to everybody with its doubt; works lift it, digs lower it, until the next survey."""

import io
import re
from datetime import timedelta

import pypdfium2
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from qala.kernel.clock import now, today
from qala.places.models import Segment
from qala.roads.actions.cuts import open_emergency
from qala.roads.models import Cut
from qala.roads.queries.condition import condition_of, conditions
from qala.roads.queries.passport_condition import forecast_told
from qala.roads.rules.drops import Opening, damage_on, points_lost
from qala.roads.tests.factories import a_paved_street
from qala.roads.tests.test_programme import rated
from qala.roads.tests.works_factories import Offices, accepted, dig, opened, permitted, stretch

pytestmark = pytest.mark.django_db


@pytest.fixture
def segment() -> Segment:
    street = a_paved_street()
    rated(Segment.objects.get(source_id="tauke-2"), 80, today() - timedelta(days=400))
    rated(Segment.objects.get(source_id="tauke-1"), 60, today() - timedelta(days=400))
    return Segment.objects.select_related("street").get(street=street, source_id="tauke-1")


def taken(segment) -> float:
    """Points that a small dig takes: what 225 m² lose, of the carriageway's 7.25 m by its length."""
    return 5.1 * 225 / (7.25 * float(segment.measured_length_m))


def test_a_dig_costs_the_square_metres_around_it_and_never_more_than_the_whole():
    day = today()
    assert points_lost([Opening(1, day, 15.0)], 2_250.0) == pytest.approx(0.51)
    assert points_lost([Opening(1, day, 450.0)], 2_250.0) == pytest.approx(1.02)
    assert points_lost([Opening(1, day, 15.0), Opening(2, day, 15.0)], 300.0) == damage_on(day).points
    assert points_lost([Opening(1, day, 15.0)], 0.0) == damage_on(day).points
    assert ("[profile]" in damage_on(day).source, damage_on(day).verified) == (True, False)


def test_an_emergency_lowers_the_condition_until_the_next_survey(segment):
    before = condition_of(segment, today())
    cut = open_emergency(by=Offices().operator, dig=dig())
    after = condition_of(segment, today())
    assert after.cuts == (cut.pk,)
    assert after.value == pytest.approx(before.value - taken(segment), abs=0.01)
    assert (after.low, after.high) == (pytest.approx(before.low - taken(segment), abs=0.01), before.high)
    other = condition_of(Segment.objects.get(source_id="tauke-2"), today())
    assert other.cuts == ()
    assert condition_of(segment, today() - timedelta(days=1)).cuts == ()
    rated(segment, 55, today())
    assert (condition_of(segment, today()).value, condition_of(segment, today()).cuts) == (55, ())


def test_a_dig_counts_from_its_opening_and_never_below_nothing(segment):
    offices = Offices()
    permitted(offices)
    assert condition_of(segment, today()).cuts == ()
    cut = opened(offices, places=[stretch(from_m=50, to_m=60)])
    assert condition_of(segment, today()).cuts == (cut.pk,)
    Cut.objects.filter(pk=cut.pk).update(opened_at=now() - timedelta(days=500))
    assert condition_of(segment, today()).cuts == ()
    rated(segment, 0, today() - timedelta(days=1))
    open_emergency(by=offices.operator, dig=dig(places=[stretch(from_m=70, to_m=80)]))
    assert (condition_of(segment, today()).value, condition_of(segment, today()).low) == (0, 0)


def test_many_digs_cost_no_question_each(segment, django_assert_max_num_queries):
    offices = Offices()
    for from_m in (10, 30, 50):
        open_emergency(by=offices.operator, dig=dig(places=[stretch(from_m=from_m, to_m=from_m + 5)]))
    with django_assert_max_num_queries(7):
        assert len(conditions([one.pk for one in Segment.objects.all()], today())[segment.pk].cuts) == 3


def test_the_street_tells_what_to_expect_between_what_and_why(segment):
    offices = Offices()
    works = accepted(offices).works
    cut = open_emergency(by=offices.operator, dig=dig(places=[stretch(from_m=110, to_m=120)]))
    known = condition_of(segment, today())
    assert known.low < known.value < known.high
    address = reverse("roads:street", args=[segment.street_id])
    page = Client().get(address, headers={"accept-language": "en"}).content.decode()
    assert f"about {known.value:.1f} ({known.low:.1f}–{known.high:.1f})" in page
    assert "rated 60.0 on" in page
    assert "by a reference curve" in page
    for words, name, pk in (("lifted by works", "work", works.pk), ("lowered by digs", "dig", cut.pk)):
        assert f'{words} <a href="{reverse(f"roads:{name}", args=[pk])}">№ {pk}</a>' in page
    before = Client().get(f"{address}?on={today() - timedelta(days=1)}", headers={"accept-language": "en"})
    assert "lifted by works" not in before.content.decode()
    for language, words in (("kk", "не күтуге болады"), ("ru", "чего ожидать")):
        told = Client().get(address, headers={"accept-language": language}).content.decode()
        assert words in told.lower()


def test_the_data_of_a_day_say_the_same(segment):
    told = Client().get(reverse("roads:street_passport_json", args=[segment.street_id])).json()["forecast"]
    known = condition_of(segment, today())
    assert told[0]["segment"] == segment.pk
    assert (told[0]["low"], told[0]["high"]) == (f"{known.low:.1f}", f"{known.high:.1f}")
    assert told == forecast_told(Segment.objects.filter(street=segment.street_id), today())


def test_each_rating_names_its_stretch_on_the_page_and_on_paper(segment):
    address = reverse("roads:street", args=[segment.street_id])
    page = Client().get(address, headers={"accept-language": "en"}).content.decode()
    assert re.search(r"Stretch 1, 0–[\d.]+ m: [^<]*60\.00.*Stretch 2, 0–[\d.]+ m: [^<]*80\.00", page, re.DOTALL)
    paper = Client().get(reverse("roads:street_passport_pdf", args=[segment.street_id]), {"language": "kk"}).content
    pages = pypdfium2.PdfDocument(io.BytesIO(paper))
    text = " ".join(one.get_textpage().get_text_range() for one in pages)
    pages.close()
    assert len(re.findall(r"\b[12] 0,00–", text)) == 2


def test_a_longer_street_asks_no_more(segment):
    keys = [one.pk for one in Segment.objects.filter(street=segment.street_id)]
    with CaptureQueriesContext(connection) as one_stretch:
        conditions(keys[:1], today())
    with CaptureQueriesContext(connection) as whole_street:
        assert len(conditions(keys, today())) == 2
    assert len(one_stretch) == len(whole_street)
