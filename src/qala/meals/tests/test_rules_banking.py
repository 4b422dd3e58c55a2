"""Bank accounts: the form, the check digits, and what people type."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qala.meals.rules.banking import iban, is_iban

EXAMPLE = "KZ86125KZT5004100100"  # the worked example of the IBAN registry
DIGITS = st.sampled_from("0123456789")


def test_the_registrys_example():
    assert is_iban(EXAMPLE)
    assert iban("125", "KZT5004100100") == EXAMPLE


@pytest.mark.parametrize("text", ["", "KZ86125KZT500410010", EXAMPLE.lower(), EXAMPLE + "\n", "DE" + EXAMPLE[2:], "KZ٨٦125KZT5004100100"])
def test_another_form_is_no_account(text):
    assert not is_iban(text)


@given(st.from_regex(r"[0-9]{3}", fullmatch=True), st.text(DIGITS, min_size=13, max_size=13), st.integers(7, 19), DIGITS)
def test_one_wrong_digit_is_seen(bank, account, place, sign):
    right = iban(bank, account)
    assert is_iban(right)
    wrong = right[:place] + sign + right[place + 1 :]
    assert is_iban(wrong) == (wrong == right)
