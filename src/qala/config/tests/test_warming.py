import pytest

from qala.config import warming
from qala.kernel import cards
from qala.kernel.cards import Card
from qala.kernel.translated import Translated
from qala.proposals.queries import understanding

calls = []


def note():
    calls.append("warm")


@pytest.mark.django_db
def test_a_worker_reads_what_the_cards_name_before_its_first_visitor(monkeypatch):
    parts = (Card("cold", Translated("Суық")), Card("slow", Translated("Баяу"), warm_up=f"{__name__}.note"))
    monkeypatch.setattr(cards, "collect", lambda: parts)
    warming.warm_up()
    assert calls == ["warm"]


@pytest.mark.django_db
def test_every_part_s_warming_exists(django_assert_max_num_queries):
    understanding.look_again()
    with django_assert_max_num_queries(2):
        warming.warm_up()
    assert understanding._looked[0] > 0
