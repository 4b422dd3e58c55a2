"""Codes: what a parent's phone shows, taken apart, believed or not."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from hypothesis import given
from hypothesis import strategies as st

from qala.meals.keys import is_signed, point_of, signed_by
from qala.meals.rules.codes import LONGEST, NONCE, Unreadable, card, coded, decoded, offline, online, read, school_week

CITY, PHONE = generate_private_key(SECP256R1()), generate_private_key(SECP256R1())
CHILD, DAY = UUID(int=7), date(2026, 11, 20)
AT = datetime(2026, 11, 20, 7, 0, tzinfo=UTC)
SKEW, MINUTE = timedelta(minutes=10), timedelta(minutes=1)


def by_city(message):
    return signed_by(CITY, message)


def by_phone(message):
    return signed_by(PHONE, message)


def checked(key, message, signature):
    return is_signed(key or point_of(CITY), message, signature)


def shown(**facts):
    told = {"voucher": CHILD, "day": DAY, "service": "lunch", "issued": AT, "lasts": MINUTE, "nonce": b"12345678"}
    return online(by_city, **(told | facts))


def own(first=DAY, key=PHONE, **facts):
    vouched = card(by_city, voucher=CHILD, first=first, last=first + timedelta(days=6), key=point_of(PHONE))
    told = {"card": vouched, "day": DAY, "service": "lunch", "at": AT, "nonce": b"12345678"}
    return offline(lambda message: signed_by(key, message), **(told | facts))


@pytest.mark.parametrize("text", [shown(), own()])
def test_a_code_says_what_was_written_into_it(text):
    code = read(text)
    assert (code.voucher, code.day, code.service, code.nonce) == (CHILD, DAY, "lunch", b"12345678")
    assert code.is_genuine(checked)
    assert code.fits(DAY, "lunch", AT, SKEW)
    assert len(text) < LONGEST


def test_an_offline_code_says_so():
    assert read(own()).is_offline
    assert not read(shown()).is_offline


@pytest.mark.parametrize("text", [shown(), own()])
def test_a_code_is_for_its_day_service_and_minute(text):
    code = read(text)
    assert not code.fits(DAY + timedelta(days=1), "lunch", AT, SKEW)
    assert not code.fits(DAY, "breakfast", AT, SKEW)
    assert not code.fits(DAY, "lunch", AT + MINUTE + SKEW + MINUTE, SKEW)
    assert not code.fits(DAY, "lunch", AT - SKEW - MINUTE, SKEW)


def test_a_phone_speaks_only_in_the_week_it_was_vouched_for():
    assert not read(own(first=DAY - timedelta(days=7))).fits(DAY, "lunch", AT, SKEW)


def test_another_phone_cannot_use_the_card_of_this_one():
    assert not read(own(key=CITY)).is_genuine(checked)


def test_a_card_that_the_city_did_not_sign_is_worth_nothing():
    forged = card(by_phone, voucher=CHILD, first=DAY, last=DAY, key=point_of(PHONE))
    assert not read(own(card=forged)).is_genuine(checked)


def test_a_signature_over_one_kind_of_message_is_none_over_another():
    kind, payload, signature = shown().split(".")
    as_card = card(lambda _message: decoded(signature), voucher=CHILD, first=DAY, last=DAY, key=point_of(PHONE))
    assert (kind, bool(payload)) == ("Q1", True)
    assert not read(own(card=as_card)).is_genuine(checked)


@pytest.mark.parametrize("text", [shown(), own()])
@given(place=st.integers(min_value=0, max_value=10_000), bit=st.integers(min_value=0, max_value=5))
def test_no_letter_can_be_changed(text, place, bit):
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    at = 3 + place % (len(text) - 3)
    if text[at] not in letters:
        return
    changed = text[:at] + letters[letters.index(text[at]) ^ (1 << bit)] + text[at + 1 :]
    try:
        code = read(changed)
    except Unreadable:
        return
    assert not code.is_genuine(checked)


@given(st.text(max_size=700))
def test_any_other_text_is_no_code(text):
    with pytest.raises(Unreadable):
        read(text)


@given(st.binary(max_size=200))
def test_bytes_come_back_and_have_one_spelling(raw):
    assert decoded(coded(raw)) == raw


def test_a_second_spelling_is_refused():
    with pytest.raises(ValueError, match="base64url"):
        decoded("AB")


@given(st.dates(min_value=date(2020, 1, 1), max_value=date(2100, 1, 1)))
def test_a_school_week_is_monday_to_sunday_around_the_day(day):
    first, last = school_week(day)
    assert first <= day <= last
    assert first.weekday() == 0
    assert (last - first).days == 6


def test_a_nonce_has_eight_bytes():
    assert len(read(shown(nonce=b"\0" * NONCE)).nonce) == NONCE
