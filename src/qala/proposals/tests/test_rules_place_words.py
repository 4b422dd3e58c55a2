"""What a resident typed is said again only where it adds something."""

import pytest

from qala.kernel.translated import Translated
from qala.proposals.rules.place_words import beside

KULYASH = Translated(kk="Күләш көшесі", ru="улица Куляш", en="Kulyash street")


@pytest.mark.parametrize(
    ("typed", "adds"),
    [
        ("Күләш көшесі, 12", "12"),
        ("УЛИЦА КУЛЯШ 12а", "12а"),
        ("Күләш көшесі", ""),
        ("", None),
        ("у третьего подъезда", None),
        ("Күләш көшесіндегі дүкен", None),
    ],
)
def test_a_house_is_kept_a_name_is_not_repeated_other_words_are_the_authors(typed, adds):
    assert beside(typed, KULYASH) == adds


def test_a_street_without_a_name_takes_nothing_away():
    assert beside("12", Translated()) is None
