"""What people type is tidied, never thrown away: hostile letters, broken letters, places that are none."""

import uuid

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from qala.proposals.rules.codes import as_typed, digest, is_same, new_code
from qala.proposals.rules.sheet import LONGEST, AuthorSheet
from qala.proposals.rules.typed import (
    Point,
    problem_of,
    read_point,
    read_uid,
    tidy,
    tidy_line,
    uid_of_another,
    unscrambled,
)

ANY = st.text(alphabet=st.characters(), max_size=300)


@given(ANY)
@example("\u200bÐ\x90")
def test_tidying_twice_changes_nothing_more(text):
    assert tidy(tidy(text)) == tidy(text)


@given(ANY)
def test_a_tidied_text_can_be_stored_and_sent(text):
    kept = tidy(text)
    assert "\x00" not in kept
    assert kept.encode("utf-8").decode("utf-8") == kept
    assert all(sign == "\n" or ord(sign) >= 32 for sign in kept)


@given(ANY)
def test_a_line_is_one_line_and_fits_its_column(text):
    line = tidy_line(text, 40)
    assert "\n" not in line
    assert len(line) <= 40


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "'; DROP TABLE proposals_proposal; --", "{{ 7*7 }}", "%s %(x)s"])
def test_code_of_any_kind_stays_text(text):
    assert tidy(text) == text


@pytest.mark.parametrize(
    ("text", "problem"),
    [("", "empty"), ("аб", "short"), ("...!!!", "short"), ("���� жоқ", "broken"), ("а" * (LONGEST + 1), "long"), ("жарық жоқ", "")],
)
def test_a_text_says_why_it_cannot_be_taken(text, problem):
    assert problem_of(text) == problem


@pytest.mark.parametrize(
    ("text", "point"),
    [
        ("69.6,42.32", Point(69.6, 42.32)),
        ("0,0", None),
        ("200,10", None),
        ("69.6", None),
        ("nan,nan", None),
        ("inf,1", None),
        ("a,b", None),
        ("1,2,3", None),
    ],
)
def test_only_a_place_on_earth_is_a_point(text, point):
    assert read_point(text) == point


@given(ANY)
def test_no_words_break_the_readers(text):
    assert read_uid(text) is None or isinstance(read_uid(text), uuid.UUID)
    assert read_point(text) is None or abs(read_point(text).latitude) <= 90


def test_other_words_from_one_page_have_one_other_key():
    uid = uuid.uuid4()
    assert uid_of_another(uid, "a") == uid_of_another(uid, "a") != uid_of_another(uid, "b")


def test_a_code_is_known_only_with_its_case_address_and_key():
    code = new_code()
    right = digest(code, 7, "a@b.kz", "key")
    assert len(code) == 6
    assert as_typed(f" {code[:3]}-{code[3:]} ") == code
    assert is_same(right, digest(code, 7, "a@b.kz", "key"))
    assert not any(is_same(right, digest(code, *rest)) for rest in [(8, "a@b.kz", "key"), (7, "c@b.kz", "key"), (7, "a@b.kz", "k")])


def test_an_empty_field_takes_nothing_away():
    known = AuthorSheet(name="Әлия", phone="+77010000000")
    assert known.merged(AuthorSheet(postal_address="Тауке хан 1")) == AuthorSheet(
        name="Әлия", phone="+77010000000", postal_address="Тауке хан 1"
    )


@pytest.mark.parametrize("alphabet", ["utf-8", "cp1251"])
def test_letters_sent_in_another_alphabet_are_read_anew(alphabet):
    said = "Не горит свет"
    assert unscrambled(said.encode(alphabet).decode("latin-1")) == said
    assert unscrambled(said) == said
    assert unscrambled("Où est le café à côté") == "Où est le café à côté"
