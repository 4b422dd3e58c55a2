"""Codes at the counter: believed once, for their minute; a replay is doubtful and never refuses food."""

import json
import secrets
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qala.kernel.refusals import Forbidden, Refusal
from qala.meals.actions.phones import PHONES_A_WEEK, certify, note_allergies
from qala.meals.actions.serving import receive
from qala.meals.keys import point_of, sign, signed_by
from qala.meals.models import Allergy, Meal, PhoneKey, Provisional, ServiceEvent, SpentNonce
from qala.meals.queries.codes import card_of_phone
from qala.meals.rules.codes import card as vouched
from qala.meals.rules.codes import offline, online, read, school_week
from qala.meals.tests.factories import FRIDAY, THURSDAY, Phone, TerminalFactory, at_noon, meal_school
from qala.people.tests.factories import PersonFactory
from qala.roster.tests.factories import parent_of

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def town():
    return meal_school(pupils=3, with_cards=True)


def code_of(voucher, day=FRIDAY, **facts):
    told = {"service": "lunch", "issued": at_noon(day), "lasts": MINUTE, "nonce": secrets.token_bytes(8)} | facts
    return online(sign, voucher=voucher.key, day=day, **told)


def own_code_of(voucher, day=FRIDAY):
    phone = generate_private_key(SECP256R1())
    first, last = school_week(day)
    card = vouched(sign, voucher=voucher.key, first=first, last=last, key=point_of(phone))
    told = {"day": day, "service": "lunch", "at": at_noon(day), "nonce": secrets.token_bytes(8)}
    return offline(lambda message: signed_by(phone, message), card=card, **told)


def shows(phone, code, **told):
    return phone.press(None, how="qr", who={"token": code}, **told)


def outcome(town, *presses):
    return [(answer.outcome, answer.reason) for answer in receive(by=town.terminal, signed=presses)]


@pytest.mark.parametrize("make", [code_of, own_code_of])
def test_a_code_is_a_meal(town, make):
    assert outcome(town, shows(town.phone, make(town.vouchers[0]))) == [("accepted", "")]
    assert Meal.objects.get().pupil == town.pupils[0]
    assert SpentNonce.objects.get().voucher == town.vouchers[0].key


def test_a_code_shown_twice_is_doubtful_or_a_second_meal(town):
    code, phone = code_of(town.vouchers[0]), town.phone
    assert outcome(town, shows(phone, code)) == [("accepted", "")]
    assert outcome(town, shows(phone, code)) == [("duplicate", "served_before")]
    assert (Meal.objects.count(), SpentNonce.objects.count()) == (1, 1)


def test_a_code_shown_again_where_the_first_was_not_counted_is_doubtful(town):
    town.holds[0].delete()
    code, phone = code_of(town.vouchers[0]), town.phone
    assert outcome(town, shows(phone, code), shows(phone, code)) == [
        ("provisional", "no_money_held"),
        ("provisional", "doubtful_code"),
    ]
    assert Provisional.objects.count() == 2


@pytest.mark.parametrize(
    "facts",
    [
        {"issued": at_noon(FRIDAY) - timedelta(hours=1)},
        {"service": "breakfast"},
        {"day": THURSDAY, "issued": at_noon(FRIDAY)},
    ],
)
def test_an_old_or_foreign_code_feeds_and_waits_for_a_look(town, facts):
    code = code_of(town.vouchers[0], **facts)
    assert outcome(town, shows(town.phone, code)) == [("provisional", "doubtful_code")]
    assert not SpentNonce.objects.exists()


def test_a_forged_code_names_nobody(town):
    forger = generate_private_key(SECP256R1())
    code = online(
        lambda message: signed_by(forger, message), voucher=town.vouchers[0].key, day=FRIDAY, service="lunch",
        issued=at_noon(FRIDAY), lasts=MINUTE, nonce=b"12345678",
    )  # fmt: skip
    assert outcome(town, shows(town.phone, code)) == [("provisional", "unknown_child")]
    assert ServiceEvent.objects.get().pupil is None


def test_a_spent_code_is_a_fact_of_the_database(town):
    receive(by=town.terminal, signed=[shows(town.phone, code_of(town.vouchers[0]))])
    spent = SpentNonce.objects.get()
    other = Phone(town.terminal, town.secret, sequence=5)
    receive(by=town.terminal, signed=[other.press(town.pupils[1])])
    event = ServiceEvent.objects.get(sequence=6)
    with pytest.raises(IntegrityError, match="a_code_is_spent_once"), transaction.atomic():
        SpentNonce.objects.create(event=event, voucher=spent.voucher, nonce=spent.nonce)


def test_a_parent_has_a_phone_vouched_for(town):
    parent, key = parent_of(town.pupils[0]), point_of(generate_private_key(SECP256R1()))
    kept = certify(by=parent, voucher=town.vouchers[0], public_key=key)
    assert certify(by=parent, voucher=town.vouchers[0], public_key=key) == kept
    assert PhoneKey.objects.count() == 1
    text = offline(sign, card=card_of_phone(kept), day=FRIDAY, service="lunch", at=at_noon(FRIDAY), nonce=b"12345678")
    assert read(text).voucher == town.vouchers[0].key


def test_only_so_many_phones_a_week(town):
    parent = parent_of(town.pupils[0])
    for _phone in range(PHONES_A_WEEK):
        certify(by=parent, voucher=town.vouchers[0], public_key=point_of(generate_private_key(SECP256R1())))
    with pytest.raises(Refusal) as refused:
        certify(by=parent, voucher=town.vouchers[0], public_key=point_of(generate_private_key(SECP256R1())))
    assert refused.value.code == "too_many_phones"


@pytest.mark.parametrize(("state", "key"), [("suspended", None), ("active", b"\4" * 65)])
def test_no_word_for_a_sleeping_voucher_or_a_strange_key(town, state, key):
    voucher = town.vouchers[0]
    voucher.state = state
    with pytest.raises(Refusal):
        certify(
            by=parent_of(town.pupils[0]), voucher=voucher, public_key=key or point_of(generate_private_key(SECP256R1()))
        )


def test_strangers_get_no_code_and_note_no_allergies(town):
    for stranger in (PersonFactory(), parent_of(town.pupils[1]), town.officer("school_director")):
        with pytest.raises(Forbidden):
            certify(by=stranger, voucher=town.vouchers[0], public_key=point_of(generate_private_key(SECP256R1())))
        with pytest.raises(Forbidden):
            note_allergies(by=stranger, pupil=town.pupils[0], allergens=["milk"])


def test_what_is_not_named_any_more_is_erased(town):
    parent, child = parent_of(town.pupils[0]), town.pupils[0]
    note_allergies(by=parent, pupil=child, allergens=["milk", "nuts", "gold"])
    note_allergies(by=parent, pupil=child, allergens=["nuts", "egg"])
    assert sorted(Allergy.objects.filter(pupil=child).values_list("allergen", flat=True)) == ["egg", "nuts"]


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_order_and_number_of_times_gives_the_same_meals(town, data):
    """The same children have the same meals. Which terminal's press is the meal and which the second, arrival tells."""
    with transaction.atomic():
        secret = generate_private_key(SECP256R1())
        other = TerminalFactory(school=town.school, secret=secret)
        phones = {town.terminal: town.phone, other: Phone(other, secret)}
        first, _second, third = town.pupils
        code = code_of(town.vouchers[2])
        saturday = FRIDAY + timedelta(days=1)
        presses = [(terminal, press) for terminal, phone in phones.items() for press in (
            phone.press(first), phone.press(first.cards.get().code), phone.press(first, day=THURSDAY),
            phone.press(third), shows(phone, code), phone.press(None, how="teacher"), phone.press(first, day=saturday),
        )]  # fmt: skip
        times = data.draw(st.lists(st.sampled_from(range(len(presses))), max_size=10))
        order = data.draw(st.permutations([*range(len(presses)), *times]))
        for at in order:
            terminal, press = presses[at]
            receive(by=terminal, signed=[press])
        meals = sorted(Meal.objects.values_list("pupil", "day"))
        assert meals == sorted([(first.pk, THURSDAY), (first.pk, FRIDAY), (third.pk, FRIDAY)])
        found = sorted(ServiceEvent.objects.values_list("outcome", flat=True))
        assert [found.count(word) for word in ("accepted", "duplicate", "provisional", "unclaimed")] == [3, 7, 2, 2]
        assert town.money("payable") == sum(Meal.objects.values_list("tiyn", flat=True))
        assert {json.loads(bytes(row.body))["uid"] for row in ServiceEvent.objects.all()} == {
            json.loads(press.body)["uid"] for _terminal, press in presses
        }
        transaction.set_rollback(True)
