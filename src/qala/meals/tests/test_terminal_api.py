"""The terminal protocol, as a phone speaks it: enrolment, the signed roster, presses in any order and number."""

import json
from datetime import datetime, timedelta, timezone

import pytest
import time_machine
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key

from qala.kernel.clock import CITY, now, today
from qala.kernel.refusals import Forbidden
from qala.meals.actions import terminals
from qala.meals.actions.provisional import confirm
from qala.meals.actions.vouchers import suspend
from qala.meals.keys import is_signed, points
from qala.meals.models import Allergy, EnrolmentCode, Meal, Provisional, ServiceEvent, Terminal
from qala.meals.queries.rosters import PREFIX, card_digest
from qala.meals.queries.signed import Signed
from qala.meals.rules.codes import decoded
from qala.meals.tests.counters import API, Line, application, uid_of
from qala.meals.tests.factories import FRIDAY, JOB, THURSDAY, Phone, TerminalFactory, at_noon, department, meal_school
from qala.people.tests.factories import PersonFactory
from qala.roster.tests.factories import parent_of

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, 10, tzinfo=CITY)


@pytest.fixture(autouse=True)
def monday():
    """The Monday after the presses' Friday: within the days in which a phone may hand in, whenever this runs."""
    with time_machine.travel(MONDAY, tick=True):
        yield


@pytest.fixture
def town():
    return meal_school(pupils=3, with_cards=True)


@pytest.fixture
def line(town):
    return Line(town.terminal, town.secret)


@pytest.fixture
def phone(town):
    return Phone(town.terminal, town.secret)


def code_for(town):
    return terminals.make_enrolment_code(by=town.officer("school_director"), school=town.school)


def enrol(client, told):
    return client.post(f"{API}/enrol/", json.dumps(told), content_type="application/json")


def test_a_phone_becomes_a_terminal_by_a_code(client, town):
    secret = generate_private_key(SECP256R1())
    answer = enrol(client, application(code_for(town), secret))
    assert answer.status_code == 200, answer.content
    terminal = Terminal.objects.get(key=answer.json()["terminal"])
    assert (terminal.school, terminal.name) == (town.school, "Касса 1")
    assert decoded(answer.json()["keys"][0]) == points()[0]
    assert {one["slug"] for one in answer.json()["services"]} >= {"lunch"}
    assert Line(terminal, secret).roster().status_code == 200


def test_a_code_works_once(client, town):
    code = code_for(town)
    assert enrol(client, application(code, generate_private_key(SECP256R1()))).status_code == 200
    again = enrol(client, application(code, generate_private_key(SECP256R1())))
    assert (again.status_code, again.json()["code"]) == (403, "forbidden")
    assert Terminal.objects.count() == 2


def test_a_code_is_typed_as_people_type(client, town):
    code = code_for(town)
    assert enrol(client, application(f" {code.lower()} ", generate_private_key(SECP256R1()))).status_code == 200


def test_a_code_grows_old(client, town):
    code = code_for(town)
    EnrolmentCode.objects.update(expires_at=now() - timedelta(seconds=1))
    assert enrol(client, application(code, generate_private_key(SECP256R1()))).status_code == 403


@pytest.mark.parametrize("changed", [{"proof": "A" * 86}, {"key": "AAAA"}, {"code": "BBBBB-BBBBB"}, {"key": "§"}])
def test_a_wrong_application_makes_no_terminal(client, town, changed):
    answer = enrol(client, application(code_for(town), generate_private_key(SECP256R1())) | changed)
    assert answer.status_code in (400, 401, 403)
    assert Terminal.objects.count() == 1


def test_only_director_and_department_make_codes_and_switch_off(town):
    for person in (department(), town.officer("school_director")):
        assert terminals.make_enrolment_code(by=person, school=town.school)
    for person in (PersonFactory(), town.officer("canteen_worker"), meal_school(pupils=1).officer("school_director")):
        with pytest.raises(Forbidden):
            terminals.make_enrolment_code(by=person, school=town.school)
        with pytest.raises(Forbidden):
            terminals.revoke(by=person, terminal=town.terminal)


def test_the_roster_is_signed_and_says_only_what_the_counter_needs(town, line):
    child = town.pupils[0]
    Allergy.objects.create(pupil=child, allergen="milk")
    told = line.roster().json()
    assert is_signed(points()[0], PREFIX + told["roster"].encode(), decoded(told["signature"]))
    roster = json.loads(told["roster"])
    assert roster["terminal"] == str(town.terminal.key)
    assert len(roster["days"]) == 5
    assert roster["days"][0] >= today().isoformat()
    rows = {row["key"]: row for row in roster["pupils"]}
    row = rows[str(child.key)]
    assert set(row) == {"key", "name", "class", "cards", "codes", "band", "allergens"}
    assert row["cards"] == [card_digest(roster["salt"], child.cards.get().code)]
    assert row["codes"] == [card_digest(roster["salt"], str(town.vouchers[0].key))]
    assert row["allergens"] == ["milk"]
    assert row["name"] == f"{child.person.given} {child.person.family[0]}."
    person = child.person
    for secret in (person.family, child.cards.get().code, str(town.vouchers[0].key), person.birth_on.isoformat()):
        assert secret not in told["roster"]


def test_a_roster_does_not_tell_who_is_entitled(line, town):
    suspend(by=JOB, voucher=town.vouchers[0], reason="long_absence")
    rows = json.loads(line.roster().json()["roster"])["pupils"]
    assert len(rows) == 3
    assert {len(code) for row in rows for code in row["codes"]} == {24}
    assert {len(row["codes"]) for row in rows} == {1}


def test_a_large_roster_is_read_in_as_few_questions_as_a_small_one(django_assert_max_num_queries):
    town = meal_school(pupils=30, with_cards=True)
    line = Line(town.terminal, town.secret)
    with django_assert_max_num_queries(25):
        assert line.roster().status_code == 200


def test_presses_become_meals_and_the_same_again_changes_nothing(town, line, phone):
    presses = [phone.press(child) for child in town.pupils]
    first = line.answers(*presses)
    assert set(first.values()) == {("received", "")}
    assert Meal.objects.count() == 3
    assert line.answers(*presses) == first
    assert (Meal.objects.count(), ServiceEvent.objects.count()) == (3, 3)


def test_a_card_is_enough(town, line, phone):
    line.answers(phone.press(town.pupils[0].cards.get().code))
    assert Meal.objects.get().pupil == town.pupils[0]


def test_presses_come_in_any_order_days_late(town, line, phone):
    presses = [phone.press(child, day=day) for day in (THURSDAY, FRIDAY) for child in town.pupils]
    for press in reversed(presses):
        line.answers(press)
    assert Meal.objects.count() == 6


def test_two_terminals_that_served_one_child_are_reconciled(town, line, phone):
    secret = generate_private_key(SECP256R1())
    other = TerminalFactory(school=town.school, secret=secret)
    child = town.pupils[0]
    first, second = phone.press(child), Phone(other, secret).press(child)
    assert line.answers(first) == {uid_of(first): ("received", "")}
    assert Line(other, secret).answers(second) == {uid_of(second): ("duplicate", "served_before")}
    assert Meal.objects.count() == 1


def test_a_press_of_another_hand_is_not_taken_in(town, line, phone):
    press = phone.press(town.pupils[0])
    flipped = Signed(press.body, bytes([press.signature[0] ^ 1]) + press.signature[1:])
    assert line.answers(flipped) == {uid_of(press): ("refused", "not_signed")}
    changed = Signed(press.body.replace(b'"how": "card"', b'"how": "qr"'), press.signature)
    assert line.answers(changed) == {uid_of(press): ("refused", "not_signed")}
    assert not ServiceEvent.objects.exists()


def test_a_place_in_the_chain_is_taken_once(town, line, phone):
    line.answers(phone.press(town.pupils[0]))
    again = Phone(town.terminal, town.secret).press(town.pupils[1])
    assert line.answers(again) == {uid_of(again): ("refused", "broken_chain")}
    assert Meal.objects.count() == 1


BEFORE_TIME = datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14)))


@pytest.mark.parametrize("told", [{"service": "brunch"}, {"at": BEFORE_TIME}, {"who": {"card": "\u0000"}}])
def test_one_wrong_press_does_not_hold_up_the_others(town, line, phone, told):
    wrong, right = phone.press(town.pupils[0], **told), phone.press(town.pupils[1])
    said = line.answers(wrong, right)
    assert said[uid_of(right)] == ("received", "")
    assert ("refused", "") not in said.values()
    assert [outcome for outcome, _reason in said.values()].count("refused") == 1


def test_a_day_of_another_century_is_closed(town, line, phone):
    old = phone.press(town.pupils[0], day=FRIDAY.replace(year=1970))
    assert line.answers(old) == {uid_of(old): ("received", "closed_day")}
    to_come = phone.press(town.pupils[0], at=now() + timedelta(hours=3), day=today())
    assert line.answers(to_come)[uid_of(to_come)] in {("received", ""), ("received", "closed_day")}
    tomorrow = phone.press(town.pupils[0], day=today() + timedelta(days=1))
    assert line.answers(tomorrow) == {uid_of(tomorrow): ("received", "day_to_come")}
    assert not Meal.objects.exists()


def test_what_tells_children_apart_is_not_told(town, line, phone):
    suspend(by=department(), voucher=town.vouchers[0], reason="proof_doubted", from_on=THURSDAY)
    press = phone.press(town.pupils[0])
    assert line.answers(press) == {uid_of(press): ("received", "")}
    assert ServiceEvent.objects.get().reason == "no_voucher"


def test_what_a_switched_off_terminal_signs_is_taken_in_no_more(town, line, phone):
    terminals.revoke(by=town.officer("school_director"), terminal=town.terminal)
    late = phone.press(town.pupils[0], day=today(), at=now())
    answer = line.hand_in(late).json()
    assert (answer["revoked"], answer["answers"][0]["outcome"], answer["answers"][0]["reason"]) == (True, "refused", "revoked")
    answer = line.roster()
    assert (answer.status_code, answer.json()["code"]) == (403, "revoked")
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert not ServiceEvent.objects.exists()


def test_what_it_pressed_before_is_judged_like_any_other(town, line, phone):
    town.terminal.enrolled_at = at_noon(FRIDAY) - timedelta(hours=1)
    town.terminal.save()
    before, lost, after_the_gap = (phone.press(child) for child in town.pupils)
    terminals.revoke(by=town.officer("school_director"), terminal=town.terminal)
    assert line.answers(before, after_the_gap) == {uid_of(before): ("received", ""), uid_of(after_the_gap): ("received", "")}
    told = list(ServiceEvent.objects.order_by("sequence").values_list("outcome", "reason"))
    assert told == [("accepted", ""), ("provisional", "switched_off")]
    waiting = Provisional.objects.get()
    assert confirm(by=department(), waiting=waiting).pupil == town.pupils[2]
    assert line.answers(lost) == {uid_of(lost): ("received", "")}
    assert Meal.objects.count() == 3
    with time_machine.travel(now() + timedelta(days=6), tick=True):
        answer = line.hand_in(lost)
        assert (answer.status_code, answer.json()["code"]) == (403, "revoked")


def test_a_clock_that_is_off_is_shown_and_looked_at(town, line, phone):
    """The phone says Thursday's hour of a Friday's lunch: the child ate, somebody says so."""
    wrong = phone.press(town.pupils[0], day=FRIDAY, at=at_noon(FRIDAY) - timedelta(days=1))
    assert line.answers(wrong) == {uid_of(wrong): ("received", "")}
    waiting = Provisional.objects.select_related("event").get()
    assert waiting.event.reason == "clock_skew"
    assert confirm(by=department(), waiting=waiting).day == FRIDAY


def test_a_wrong_clock_is_told_the_time(town, phone):
    answer = Line(town.terminal, town.secret, skew_s=-86_400).hand_in(phone.press(town.pupils[0]))
    assert (answer.status_code, answer.json()["code"]) == (401, "clock")
    assert abs(answer.json()["now"] - now().timestamp()) < 5


@pytest.mark.parametrize("header", ["x", "Bearer x", "Qala 1:2:3", f"Qala {'0' * 36}:1:{'A' * 86}"])
def test_an_unsigned_request_is_refused(line, phone, town, header):
    answer = line.hand_in(phone.press(town.pupils[0]), header=header)
    assert (answer.status_code, answer.json()["code"]) == (401, "unsigned")


def test_a_signature_is_for_one_request(town, line, phone):
    header = line.header("GET", f"{API}/roster/")
    assert line.hand_in(phone.press(town.pupils[0]), header=header).status_code == 401


def test_a_batch_has_its_limits(line, phone, town):
    many = [phone.press(town.pupils[0])] * 201
    assert line.hand_in(*many).status_code == 413
    assert line.client.post(f"{API}/events/", b"[" * 700_000, content_type="application/json").status_code == 413
    assert line.client.post(f"{API}/events/", b"[" * 90_000, content_type="application/json").status_code == 400
    assert line.client.post(f"{API}/enrol/", b"x" * 3_000, content_type="application/json").status_code == 413


def test_the_parent_of_a_child_reads_no_roster(town, client):
    client.force_login(account_of(parent_of(town.pupils[0])))
    assert client.get(f"{API}/roster/").status_code == 401


def account_of(person):
    from qala.people.models import Account

    return Account.objects.create(person=person, email=f"{person.pk}@example.kz")
