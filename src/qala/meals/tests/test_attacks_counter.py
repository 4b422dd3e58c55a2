"""The counter attacked by those who stand at it: absent children, last week's children, second plates, stolen keys."""

from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
import time_machine
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key

from qala.kernel.clock import CITY
from qala.meals.actions.provisional import confirm
from qala.meals.actions.serving import receive
from qala.meals.models import DoubleServing, Meal, ReaderDay, ServiceEvent
from qala.meals.tests.counters import Line
from qala.meals.tests.factories import (
    FRIDAY,
    PRICES,
    THURSDAY,
    YOUNG,
    Phone,
    TerminalFactory,
    at_noon,
    balance_of,
    department,
    meal_school,
)
from qala.meals.tests.fake_reader import FakeReader

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, 10, tzinfo=CITY)
TUESDAY_BEFORE = FRIDAY - timedelta(days=10)


@pytest.fixture(autouse=True)
def monday():
    """Friday's queue is fresh, the week before is not."""
    with time_machine.travel(MONDAY, tick=True):
        yield


@pytest.fixture
def town():
    return meal_school(pupils=3, with_cards=True)


def told(*presses, town):
    assert Line(town.terminal, town.secret).hand_in(*presses).status_code == 200
    return list(ServiceEvent.objects.order_by("sequence").values_list("outcome", "reason"))


def test_a_child_named_from_the_list_is_no_card(town):
    """Whoever holds the phone's key can sign any name; a name alone is on trust, whatever `how` says."""
    phone = town.phone
    presses = [phone.press(None, how=how, who={"pupil": str(one.key)})
               for one, how in zip(town.pupils, ("card", "qr", "vendor"), strict=True)]
    assert told(*presses, town=town) == [("provisional", "vouched_for")] * 3
    assert not Meal.objects.exists()
    assert confirm(by=department(), waiting=ServiceEvent.objects.first().provisional).pupil == town.pupils[0]


def test_a_queue_of_last_week_waits_for_a_look(town):
    late = town.phone.press(town.pupils[0], day=TUESDAY_BEFORE)
    assert told(late, town=town) == [("provisional", "handed_in_late")]
    assert confirm(by=department(), waiting=ServiceEvent.objects.get().provisional).day == TUESDAY_BEFORE


def test_nobody_is_added_to_a_day_that_went_by(town):
    """Friday is handed in; on Monday the absent are pressed as if it were Thursday, and Thursday again."""
    phone = town.phone
    friday = phone.press(town.pupils[0], day=FRIDAY)
    added = [phone.press(one, day=THURSDAY) for one in town.pupils[1:]]
    wanted = [("accepted", ""), ("provisional", "clock_skew"), ("provisional", "clock_skew")]
    assert told(friday, town=town) == wanted[:1]
    assert told(*added, town=town) == wanted


def test_a_gap_in_the_chain_is_no_door_into_the_past(town):
    phone = town.phone
    first = phone.press(town.pupils[0], day=FRIDAY)
    phone.sequence = 900
    far = phone.press(town.pupils[1], day=THURSDAY)
    assert told(far, first, town=town) == [("accepted", ""), ("provisional", "clock_skew")]


def test_a_place_that_was_left_free_is_no_door_either(town):
    phone = town.phone
    kept_free = phone.press(town.pupils[1], day=FRIDAY, at=at_noon(FRIDAY) + timedelta(hours=2))
    told(phone.press(town.pupils[0], day=FRIDAY), town=town)
    assert told(kept_free, town=town) == [("provisional", "clock_skew"), ("accepted", "")]


def test_a_queue_that_comes_in_pieces_and_backwards_counts(town):
    phone = town.phone
    pieces = [phone.press(one, day=FRIDAY, at=at_noon(FRIDAY) + timedelta(seconds=5 * n))
              for n, one in enumerate(town.pupils)]
    for piece in reversed(pieces):
        told(piece, town=town)
    assert Meal.objects.count() == 3


def test_no_press_is_older_than_the_phone(town):
    town.terminal.enrolled_at = MONDAY
    town.terminal.save()
    assert told(town.phone.press(town.pupils[0], day=FRIDAY), town=town) == [("provisional", "clock_skew")]


def test_a_second_counter_empties_no_purse(town):
    """Pressing a child who has eaten a hundred times at another terminal drains the contract once, not a hundred times."""
    receive(by=town.terminal, signed=[town.phone.press(town.pupils[0], day=FRIDAY)])
    secret = generate_private_key(SECP256R1())
    beside = Phone(TerminalFactory(school=town.school, secret=secret), secret)
    receive(by=beside.terminal, signed=[beside.press(town.pupils[0], day=FRIDAY) for _ in range(20)])
    receive(by=beside.terminal, signed=[beside.press(town.pupils[0], day=FRIDAY)])
    assert DoubleServing.objects.count() == 1
    assert balance_of("meals:loss") == PRICES[YOUNG]


def test_a_stolen_readers_key_spends_none_of_its_quota(town):
    glass = FakeReader(town, town.officer("school_director"), quota=5)
    press = glass.sees("stranger")
    thief = SimpleNamespace(terminal=glass.reader.terminal)
    forged = Phone(thief.terminal, generate_private_key(SECP256R1()))
    signed = forged.press(None, how="vendor")
    garbage = [[signed.body.decode(), "A" * 86, ""]] * 150
    assert glass.answers(press) == [("received", "")]
    assert {outcome for outcome, _reason in glass.answers(*garbage)} == {"refused"}
    for _again in range(10):
        assert glass.answers(press) == [("received", "")]
    assert ReaderDay.objects.get().presses == 1
    assert glass.hands_in(*[glass.sees("stranger") for _ in range(5)]).status_code == 429
    assert ServiceEvent.objects.count() == 1
