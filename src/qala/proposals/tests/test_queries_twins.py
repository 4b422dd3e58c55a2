"""Candidates by place, asset, time and spelling; never by anything the public may not know of."""

from datetime import timedelta

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from qala.kernel.clock import now
from qala.places.tests.factories import LAT, LON, a_landmark
from qala.proposals.queries import twins as twins_module
from qala.proposals.queries.twins import twins
from qala.proposals.queries.whereabouts import NOWHERE, Whereabouts
from qala.proposals.rules.masking import mask
from qala.proposals.rules.spelling import folded, similarity
from qala.proposals.rules.typed import Point
from qala.proposals.tests.factories import PlacardFactory, ProposalFactory

pytestmark = pytest.mark.django_db
HERE = Whereabouts(point=Point(LON, LAT))
TEXT = "Аялдамада шам жанбайды"


def case(text=TEXT, metres=0.0, **facts):
    facts = {"longitude": LON, "latitude": LAT + metres / 111_320, **facts}
    return ProposalFactory(statement__text=text, statement__public_text=text, statement__spelling=folded(text), **facts)


def test_near_recent_and_alike_is_a_candidate():
    near = case()
    case(metres=900)
    case(text="Су құбыры жарылды")
    case(received_at=now() - timedelta(days=200))
    case(state="refused")
    assert [one.pk for one in twins(TEXT, HERE)] == [near.pk]


@pytest.mark.parametrize("facts", [{"hidden": True}, {"quarantined": True}])
def test_what_is_hidden_is_no_candidate(facts):
    case(**facts)
    assert twins(TEXT, HERE) == []


def test_words_that_are_not_public_find_nothing():
    case(visibility="outline")
    assert twins(TEXT, HERE) == []


def test_a_masked_passage_is_not_found_by_guessing_it():
    text = "Шам жанбайды, хабарласыңыз 87019998877 Сериккали Бейбутулы"
    made = case(text=text)
    made.statement.public_text = mask(text).text
    made.statement.save(update_fields=["public_text"])
    assert "Бейбутулы" not in made.statement.public_text
    assert twins("Сериккали Бейбутулы 87019998877", HERE) == []
    assert [one.pk for one in twins("Шам жанбайды, хабарласыңыз", HERE)] == [made.pk]


WORDS = st.text("абвгдежзиклмнопрстуәқңғүұөһ abc 123 -.,!", max_size=40)


@given(WORDS, WORDS)
@settings(max_examples=40)
def test_likeness_is_counted_as_the_database_counts_it(left, right):
    one, other = folded(left), folded(right)
    with connection.cursor() as cursor:
        cursor.execute("SELECT similarity(%s, %s)", [one, other])
        assert similarity(one, other) == pytest.approx(cursor.fetchone()[0], abs=0.001)


def test_latin_and_russian_letters_meet_the_kazakh_ones():
    found = case(text="Аялдамада жарық жоқ, кешке қараңғы")
    assert [one.pk for one in twins("ayaldamada zharyq zhoq keshke", HERE)] == [found.pk]


def test_a_bus_has_no_point_but_its_placard():
    placard = PlacardFactory()
    riding = case(text="Автобус кешігеді", placard=placard, longitude=None, latitude=None)
    case(text="Автобус кешігеді", placard=PlacardFactory(), longitude=None, latitude=None)
    found = twins("Автобус кешігеді", Whereabouts(placard_id=placard.pk))
    assert [(one.pk, one.is_nearly_sure) for one in found] == [(riding.pk, True)]


def test_a_landmark_is_a_place_too():
    landmark = a_landmark()
    found = case(landmark=landmark, longitude=None, latitude=None)
    assert [one.pk for one in twins(TEXT, Whereabouts(landmark_id=landmark.pk))] == [found.pk]


def test_without_a_place_nothing_is_searched(django_assert_num_queries):
    case()
    with django_assert_num_queries(0):
        assert twins(TEXT, NOWHERE) == []


def test_a_late_answer_is_not_waited_for(monkeypatch):
    case()
    asleep = "SELECT pg_sleep(2) FROM ({sources}) AS x, (SELECT %s, %s, %s, %s, %s) AS y"
    monkeypatch.setattr(twins_module, "_ALIKE", asleep)
    assert twins(TEXT, HERE) == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT setting = reset_val FROM pg_settings WHERE name = 'statement_timeout'")
        assert cursor.fetchone() == (True,)
