"""Twins of a case for the talon and the desk: by place, category, time and meaning, by words everyone may read."""

from datetime import timedelta
from math import cos, hypot, radians

import pytest
from django.db import connection

from qala.kernel.clock import now
from qala.places.tests.factories import LAT, LON, a_landmark
from qala.proposals.actions.embedding import Reading, keep_readings
from qala.proposals.queries import meaning, neighbours
from qala.proposals.queries.likeness import alike
from qala.proposals.rules.masking import mask
from qala.proposals.rules.spelling import folded
from qala.proposals.tasks import READING
from qala.proposals.tests.factories import PlacardFactory, ProposalFactory
from qala.proposals.tests.test_actions.test_reading import Letters

pytestmark = pytest.mark.django_db
TEXT = "Абай көшесінде үлкен шұңқыр бар, көлік өте алмайды"
OTHER = "Қоқыс жәшігі толып кетті, иіс шығып жатыр"
needs_pgvector = pytest.fixture(lambda: pytest.skip("no pgvector here") if not meaning.is_here() else None)


def case(text=TEXT, metres=0.0, **facts):
    facts = {"longitude": LON, "latitude": LAT + metres / 111_320, **facts}
    public = mask(text).text
    return ProposalFactory(statement__text=text, statement__public_text=public, statement__spelling=folded(text), **facts)


def read(*cases):
    """Give the cases the vectors of their public words."""
    said = [(one, one.statement.public_text) for one in cases]
    keep_readings(by=READING, readings=[Reading(one.pk, text, "kk", Letters().embed(text), ()) for one, text in said])


def keys(found):
    return [one.case.pk for one in found]


def test_twins_across_places_come_with_reasons(needs_pgvector):
    mine = case(category_id="pothole")
    near = case(TEXT + " тез", 30, category_id="pothole")
    far = case(TEXT, 30_000, category_id="pothole")
    hidden = case(hidden=True)
    read(mine, near, far, hidden)
    found = alike(mine)
    assert sorted(keys(found)) == [near.pk, hidden.pk]
    assert all(one.with_meaning for one in found)
    assert {"near", "words", "meaning"} <= {reason.code for reason in found[0].likeness.reasons}
    assert len(found[0].why) == len(found[0].likeness.reasons)
    assert keys(alike(mine, public=True)) == [near.pk]


@pytest.mark.parametrize(("east", "north"), [(90.0, 0.0), (0.0, 90.0), (60.0, -60.0)])
def test_metres_are_metres_in_every_direction(east, north):
    mine = case()
    case(TEXT, north, longitude=LON + east / (111_320 * cos(radians(LAT))))
    (found,) = alike(mine)
    (near,) = (reason.amount for reason in found.likeness.reasons if reason.code == "near")
    assert near == pytest.approx(hypot(east, north), abs=1)


@pytest.mark.parametrize("facts", [{"hidden": True}, {"quarantined": True}, {"visibility": "outline"}])
def test_the_public_meets_only_what_it_may_read(facts):
    mine, _closed = case(), case(**facts)
    assert alike(mine, public=True) == []
    assert len(alike(mine)) == 1


def test_without_a_vector_the_answer_says_so():
    mine, near = case(), case()
    found = alike(mine)
    assert [(one.case.pk, one.with_meaning) for one in found] == [(near.pk, False)]


def test_a_database_without_pgvector_finds_by_words_and_place(monkeypatch):
    monkeypatch.setattr(meaning, "is_here", lambda: False)
    mine, near = case(), case(TEXT + " тез")
    assert keys(alike(mine)) == [near.pk]


def test_other_words_an_older_season_and_erased_ones_are_no_twins():
    mine = case()
    case(OTHER)
    case(received_at=now() - timedelta(days=100))
    case(erased_at=now())
    assert alike(mine) == []


def test_the_likest_is_found_behind_a_crowd_of_newer_ones():
    twin = case(received_at=now() - timedelta(days=3))
    ProposalFactory.create_batch(70, longitude=LON, latitude=LAT, statement__text=OTHER, statement__public_text=OTHER,
                                 statement__spelling=folded(OTHER))  # fmt: skip
    assert keys(alike(case())) == [twin.pk]


def test_a_blackout_reaches_farther_than_a_pothole():
    text = "Бүкіл көшеде жарық сөніп қалды"
    dark = case(text, 800, category_id="electricity")
    case(text, 800, category_id="noise")
    assert keys(alike(case(text, category_id="electricity"))) == [dark.pk]
    assert alike(case(text, 1_600, category_id="pothole")) == []


def test_meaning_finds_a_case_that_names_no_place(needs_pgvector):
    mine, placeless = case(), case(longitude=None, latitude=None)
    assert alike(mine) == []
    read(mine, placeless)
    assert keys(alike(mine)) == [placeless.pk]


def test_a_placard_and_a_landmark_are_places_too():
    placard, landmark = PlacardFactory(), a_landmark()
    for place in ({"placard": placard}, {"landmark": landmark}):
        nowhere = {"longitude": None, "latitude": None}
        mine, twin = case(**place, **nowhere), case(**place, **nowhere)
        assert keys(alike(mine)) == [twin.pk]


def test_a_masked_name_moves_nothing():
    name = "Сериккали Бейбутулы 87019998877"
    case(f"Шам жанбайды, хабарласыңыз {name}")
    guess = case()
    guess.statement.public_text = name  # as if the mask had missed it in the guesser's own words
    assert alike(guess) == []


def test_a_late_answer_is_not_waited_for(monkeypatch):
    mine, _near = case(), case()
    monkeypatch.setattr(neighbours, "PATIENCE_MS", 50)
    monkeypatch.setattr(neighbours, "_WORDS", "(SELECT pg_sleep(2)::text)")
    assert alike(mine) == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT setting = reset_val FROM pg_settings WHERE name = 'statement_timeout'")
        assert cursor.fetchone() == (True,)


def test_the_search_takes_the_same_trips_for_one_and_for_many(django_assert_max_num_queries):
    mine = case()
    for _more in range(8):
        case()
    with django_assert_max_num_queries(8):
        assert len([one.why for one in alike(mine)]) == 6
