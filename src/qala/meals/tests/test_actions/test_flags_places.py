"""Questions about terminals that press away from their school."""

import pytest
from shapely import Point

from qala.meals.actions.serving import receive
from qala.meals.queries.flags import questions
from qala.meals.rules.events import Unreadable, read
from qala.meals.tests.factories import NOVEMBER, PRICES, YOUNG, meal_school
from qala.places.models import Landmark

pytestmark = pytest.mark.django_db
PRICE = PRICES[YOUNG]
#: Latitude 42.31: a hundredth of a degree to the north is 1,113 metres away.
HERE, ROUGH, AWAY = "69.5901 42.3100 20", "69.5901 42.3200 400", "69.5901 42.3200 20"


@pytest.fixture
def town():
    """A school of four that stands on the map."""
    made = meal_school(pupils=4)
    made.school.landmark = Landmark.objects.create(
        source="test", source_id="school", kind="school", names={"en": "School"}, shape=Point(69.5901, 42.31)
    )
    made.school.save()
    return made


def asked():
    return [one for one in questions(NOVEMBER) if one.about.startswith("place:")]


def test_p9_a_press_far_from_the_school_is_asked_about(town):
    phone, told = town.phone, ({"place": HERE}, {"place": ROUGH}, {"place": AWAY}, {})
    receive(by=town.terminal, signed=[
        phone.press(pupil, **more) for pupil, more in zip(town.pupils, told, strict=True)
    ])  # fmt: skip
    (one,) = asked()
    assert (one.rule, one.school, one.count, one.threshold, one.tiyn) == ("P9", town.school.pk, 1, 500, PRICE)
    assert one.about == f"place:{town.terminal.key}"
    assert one.meals == (), "a question, not a verdict: no line waits"


def test_p9_a_school_nobody_put_on_the_map_asks_nothing(town):
    town.school.landmark = None
    town.school.save()
    receive(by=town.terminal, signed=[town.phone.press(town.pupils[0], place=AWAY)])
    assert asked() == []


def test_p9_what_else_a_terminal_writes_breaks_no_question(town):
    phone = town.phone
    receive(by=town.terminal, signed=[
        phone.press(town.pupils[0], place=HERE, note="\x00 \ud800 ә"),
        phone.press(town.pupils[1], note='"place":"99.0 99.0 1"'),
    ])  # fmt: skip
    assert asked() == []


@pytest.mark.parametrize("place", ["here", "69.59 42.31", "69.59 42.31 -5", "6959 42.31 5", 5, ["69.59 42.31 5"]])
def test_a_place_is_longitude_latitude_and_metres(town, place):
    body = town.phone.press(town.pupils[0], place=place).body
    with pytest.raises(Unreadable):
        read(body)
