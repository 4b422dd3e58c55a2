"""Short codes: every slip of the thumb is noticed, and only the city can make one."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qala.proposals.rules.placards import (
    ALPHABET,
    KINDS,
    LENGTH,
    MAX_SERIAL,
    CodeProblem,
    Problem,
    make_code,
    read_code,
    shown,
)

KEY, OLD_KEY, STRANGER = b"this year's secret", b"last year's secret", b"somebody else's"
MISTYPED, MALFORMED, FORGED = (
    CodeProblem(Problem.MISTYPED), CodeProblem(Problem.MALFORMED), CodeProblem(Problem.FORGED)
)  # fmt: skip
SERIALS = (0, 1, 31, 32, 777, 123_456, 987_654, MAX_SERIAL)


@pytest.mark.parametrize("serial", SERIALS)
def test_any_one_wrong_character_is_noticed(serial):
    code = make_code(serial, KEY)
    wrong = [code[:i] + char + code[i + 1 :] for i in range(LENGTH) for char in ALPHABET if char != code[i]]
    assert len(wrong) == 31 * LENGTH
    assert {read_code(text, KEY) for text in wrong} == {MISTYPED}


@pytest.mark.parametrize("serial", SERIALS)
def test_any_swap_of_two_characters_is_noticed(serial):
    code = make_code(serial, KEY)
    for i in range(LENGTH):
        for j in range(i + 1, LENGTH):
            swapped = list(code)
            swapped[i], swapped[j] = swapped[j], swapped[i]
            expected = serial if code[i] == code[j] else MISTYPED
            assert read_code("".join(swapped), KEY) == expected


def test_the_check_holds_for_every_pair_of_neighbours_whatever_the_code():
    chosen = random.Random(20261123)
    for serial in chosen.sample(range(MAX_SERIAL), 300):
        code = make_code(serial, KEY)
        for i in range(LENGTH - 1):
            if code[i] != code[i + 1]:
                swapped = code[:i] + code[i + 1] + code[i] + code[i + 2 :]
                assert read_code(swapped, KEY) == MISTYPED


@given(serial=st.integers(0, MAX_SERIAL))
def test_a_code_reads_back_and_is_easy_to_type(serial):
    code = make_code(serial, KEY)
    assert len(code) == LENGTH
    assert 8 <= len(code) <= 10
    assert set(code) <= set(ALPHABET)
    assert read_code(code, KEY) == serial
    assert read_code(shown(code).lower(), [KEY]) == serial


def test_look_alikes_spaces_and_other_keyboards_are_forgiven():
    twins = {
        "0": "oOоО", "1": "iIlLіІ", "A": "аА", "B": "вВ", "E": "еЕ", "K": "кК", "M": "мМ",
        "H": "нН", "P": "рР", "C": "сС", "T": "тТ", "X": "хХ", "Y": "уУ", "3": "зЗ",
    }  # fmt: skip
    tried = set()
    for serial in range(0, 3000, 7):
        code = make_code(serial, KEY)
        for i, char in enumerate(code):
            for twin in twins.get(char, ""):
                tried.add(char)
                assert read_code(f" {code[:i]}{twin}—{code[i + 1 :]} ", KEY) == serial
    assert tried == set(twins)
    assert read_code("".join(chr(ord(c) + 0xFEE0) for c in make_code(5, KEY)), KEY) == 5


@pytest.mark.parametrize("text", ["", "A", "0" * 9, "0" * 11, "UUUUUUUUUU", "қазақстан!", "0" * 100_000, "\x00" * 10])
def test_what_is_no_code_is_malformed(text):
    assert read_code(text, KEY) == MALFORMED


def test_a_code_of_a_stranger_is_forged():
    code = make_code(42, STRANGER)
    assert read_code(code, KEY) == FORGED
    assert read_code(code, []) == FORGED
    assert read_code(code, [b""]) == FORGED


def test_guessing_rarely_succeeds():
    chosen = random.Random(7)
    passed = 0
    for _ in range(20_000):
        text = "".join(chosen.choice(ALPHABET) for _ in range(LENGTH))
        passed += isinstance(read_code(text, KEY), int)
    assert passed == 0


def test_old_keys_are_read_while_they_are_listed():
    old = make_code(9, OLD_KEY)
    assert read_code(old, [KEY, OLD_KEY]) == 9
    assert read_code(old, [KEY]) == FORGED


def test_a_serial_out_of_range_or_an_empty_key_is_an_error():
    for serial in (-1, MAX_SERIAL + 1):
        with pytest.raises(ValueError, match="serial"):
            make_code(serial, KEY)
    with pytest.raises(ValueError, match="key"):
        make_code(1, b"")


def test_a_bus_gives_no_point_and_a_school_may_have_minors():
    assert set(KINDS) == {"bus", "stop", "park", "school", "building"}
    assert KINDS["bus"].gives_vehicle
    assert not KINDS["bus"].gives_point
    assert KINDS["stop"].gives_point
    assert KINDS["school"].authors_may_be_minors
    assert KINDS["building"].masks_flats
    assert all(kind.title.kk and kind.title.ru and kind.title.en for kind in KINDS.values())
