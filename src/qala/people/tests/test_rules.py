"""Numbers, names, ages, newcomers and keeping: arithmetic without a database."""

import csv
import os
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qala.people.rules import (
    ROLES,
    Doubt,
    Fault,
    Keeping,
    Name,
    Newcomer,
    age_on,
    bin_doubts,
    check_digit,
    clean_contact,
    clean_text,
    cleaned,
    comes_of_age_on,
    contact_expires_on,
    contact_fault,
    fault_of,
    iin_birth_on,
    iin_doubts,
    is_minor,
    is_valid,
    keeping_on,
    newcomer_faults,
    person_expires_on,
    plain,
)

SHARED = Path(os.environ.get("QALA_SHARED") or Path(__file__).resolve().parents[4].parent / "shared")
VECTORS = SHARED / "data" / "kz" / "iin-bin-vectors.csv"
DAY = date(2026, 11, 23)
TODAY = DAY
eleven_digits = st.text(alphabet="0123456789", min_size=11, max_size=11)


def vectors() -> list[dict[str, str]]:
    if not VECTORS.exists():
        pytest.skip(f"the published vectors are not here: {VECTORS}")
    with VECTORS.open(encoding="utf-8") as rows:
        return list(csv.DictReader(rows))


def test_all_published_vectors_come_out_as_expected():
    rows = vectors()
    assert len(rows) == 144
    wrong = [row for row in rows if is_valid(row["number"]) != (row["expect"] == "valid")]
    assert wrong == []


def both_passes_give_ten(first: Iterable[int]) -> str:
    """The first eleven digits, in ascending order, whose two weighted sums both leave 10."""
    for number in first:
        digits = f"{number:011d}"
        sums = [
            sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True)) % 11
            for weights in (range(1, 12), [3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2])
        ]
        if sums == [10, 10]:
            return digits
    raise AssertionError("no such number")


def test_a_number_whose_both_passes_give_ten_is_impossible_with_every_last_digit():
    base = both_passes_give_ten(range(66_072_625_000, 66_072_626_000))
    assert check_digit(base) is None
    assert {fault_of(base + digit) for digit in "0123456789"} == {Fault.IMPOSSIBLE}


@given(eleven_digits)
def test_at_most_one_last_digit_makes_a_number_valid(base):
    valid = [digit for digit in "0123456789" if is_valid(base + digit)]
    expected = check_digit(base)
    assert valid == ([] if expected is None else [str(expected)])


@given(eleven_digits, st.integers(0, 10), st.integers(1, 9))
def test_one_mistyped_digit_is_found_unless_the_second_pass_hides_it(base, place, shift):
    expected = check_digit(base)
    if expected is None:
        return
    other = base[:place] + str((int(base[place]) + shift) % 10) + base[place + 1 :]
    first = [
        sum(int(digit) * weight for digit, weight in zip(number, range(1, 12), strict=True)) % 11
        for number in (base, other)
    ]
    if 10 not in first and (place + 1) * 1 % 11:
        assert not is_valid(other + str(expected))


@pytest.mark.parametrize(
    ("number", "fault"),
    [
        ("", Fault.LENGTH),
        ("12345678901", Fault.LENGTH),
        ("1234567890123", Fault.LENGTH),
        ("12345678901A", Fault.DIGITS),
        ("١٢٣٤٥٦٧٨٩٠١٢", Fault.DIGITS),
        ("6607 2625990", Fault.DIGITS),
        ("660726259904", Fault.CHECK),
        ("660726259909", None),
    ],
)
def test_a_fault_names_what_is_wrong(number, fault):
    assert fault_of(number) == fault


def test_people_may_write_a_number_in_groups():
    assert plain(" 660726-259 909\u00a0") == "660726259909"
    assert is_valid(plain("660726 259909"))


def test_the_birth_date_in_an_iin_is_practice_and_only_a_doubt():
    assert iin_birth_on("660726259909") == date(1866, 7, 26)
    assert iin_doubts("660726259909", DAY) == (Doubt.VERY_OLD,)
    assert iin_birth_on("660726259904") is None


def with_check(base: str) -> str:
    digit = check_digit(base)
    assert digit is not None, f"choose another base than {base}"
    return base + str(digit)


@pytest.mark.parametrize(
    ("base", "doubts"),
    [
        ("90051530012", ()),
        ("90051570012", (Doubt.CENTURY,)),
        ("90133030012", (Doubt.BIRTH_DATE,)),
        ("30010150012", (Doubt.FUTURE,)),
    ],
)
def test_an_odd_iin_is_shown_to_a_person_not_refused(base, doubts):
    number = with_check(base)
    assert is_valid(number)
    assert iin_doubts(number, DAY) == doubts


def test_an_odd_bin_is_a_doubt():
    assert bin_doubts("971252421589") == ()
    assert bin_doubts(with_check("97132942158")) == (Doubt.MONTH, Doubt.BODY_KIND)
    assert fault_of("971252421580") is Fault.CHECK


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(2008, 11, 23), date(2026, 11, 22), 17),
        (date(2008, 11, 23), date(2026, 11, 23), 18),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
        (date(2026, 11, 23), date(2026, 11, 23), 0),
    ],
)
def test_age_on_a_day(born, day, age):
    assert age_on(born, day) == age
    assert is_minor(born, day) == (age < 18)


def test_nobody_has_an_age_before_birth():
    with pytest.raises(ValueError, match="before birth"):
        age_on(DAY, date(2026, 11, 22))


@given(st.dates(date(1900, 1, 1), DAY))
def test_a_child_comes_of_age_exactly_once(born):
    first = comes_of_age_on(born)
    assert age_on(born, first) == 18
    assert not is_minor(born, first)
    assert is_minor(born, first.replace(day=1)) == (first.day > 1)


def test_a_name_is_written_and_spoken_in_several_ways():
    name = Name("Сейітқызы", "Айгүл", "Болатқызы")
    assert name.full == "Сейітқызы Айгүл Болатқызы"
    assert name.short == "Сейітқызы А. Б."
    assert name.initials == "АС"
    assert name.spoken("ru") == "Айгүл Болатқызы"
    assert name.spoken("kk") == "Айгүл"
    assert Name(given="Айгүл").short == "Айгүл"
    assert Name("Ли").spoken("ru") == "Ли"
    assert Name().full == ""


@given(st.text())
def test_a_cleaned_text_has_no_control_character_and_stays_clean(text):
    clean = clean_text(text)
    assert clean == clean_text(clean)
    assert not any(ord(letter) < 32 or 127 <= ord(letter) < 160 for letter in clean)


@pytest.mark.parametrize(
    ("kind", "typed", "kept", "fault"),
    [
        ("phone", "8 (701) 234-56-78", "+77012345678", ""),
        ("phone", "7 701 234 56 78", "+77012345678", ""),
        ("phone", "+996 555 123456", "+996555123456", ""),
        ("phone", "12", "12", "form"),
        ("email", " Aigul@Example.KZ ", "aigul@example.kz", ""),
        ("email", "aigul@", "aigul@", "form"),
        ("post", "Тауке хан   5,\n12 пәтер", "Тауке хан 5, 12 пәтер", ""),
        ("post", "x" * 301, "x" * 301, "length"),
        ("pigeon", "home", "home", "kind"),
    ],
)
def test_a_contact_is_kept_in_one_form(kind, typed, kept, fault):
    assert clean_contact(kind, typed) == kept
    assert contact_fault(kind, kept) == fault


def test_every_fault_of_a_newcomer_stands_at_its_field():
    told = Newcomer(
        Name(" ", ""), "de", date(2027, 1, 1), "66 07 26 259904", contacts={"email": "x", "phone": "", "fax": "1"}
    )
    assert newcomer_faults(cleaned(told), TODAY) == {
        "name": "name_empty",
        "language": "language",
        "birth_on": "birth_on",
        "iin": "iin_check",
        "email": "email_form",
        "fax": "contact_kind",
    }
    assert newcomer_faults(cleaned(Newcomer(Name("Ә" * 101))), TODAY) == {"name": "name_long"}
    assert newcomer_faults(cleaned(Newcomer(Name("Ә", "Ұ"), "ru")), TODAY) == {}


def test_the_rule_of_keeping_in_force_is_the_latest_begun():
    first = Keeping(date(2025, 1, 1), 365, 1095, "order 1")
    second = Keeping(date(2026, 6, 1), 180, 365, "order 2")
    assert keeping_on(date(2026, 5, 31), [second, first]) is first
    assert keeping_on(date(2026, 6, 1), [second, first]) is second
    assert keeping_on(date(2024, 1, 1), [second, first]) is first
    assert contact_expires_on(date(2026, 1, 1), second) == date(2026, 6, 30)
    assert person_expires_on(date(2026, 1, 1), second) == date(2027, 1, 1)


def test_contact_is_never_kept_longer_than_the_person():
    with pytest.raises(ValueError, match="no later"):
        Keeping(DAY, 10, 9, "order")


def test_every_role_speaks_three_languages():
    assert len(ROLES) == 25
    for slug, role in ROLES.items():
        assert role.slug == slug
        assert all([role.title.kk, role.title.ru, role.title.en, role.duty.kk, role.duty.ru, role.duty.en])
