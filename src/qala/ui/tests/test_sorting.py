from hypothesis import given
from hypothesis import strategies as st

from qala.ui.sorting import ALPHABET, kazakh_key


def test_the_alphabet_has_its_forty_two_letters_in_order():
    assert len(ALPHABET) == len(set(ALPHABET)) == 42
    assert sorted(ALPHABET, key=kazakh_key) == list(ALPHABET)


def test_streets_stand_where_a_kazakh_reader_looks_for_them():
    streets = ["Яссауи", "Ұлы Дала", "Іле", "Абай", "Қазыбек би", "Ыбырай", "Кенесары", "Әл-Фараби", "Һарун", "Уалиханов"]
    assert sorted(streets, key=kazakh_key) == [
        "Абай", "Әл-Фараби", "Кенесары", "Қазыбек би", "Уалиханов", "Ұлы Дала", "Һарун", "Ыбырай", "Іле", "Яссауи",
    ]


def test_school_nine_stands_before_school_ten():
    assert sorted(["10-мектеп", "9-мектеп", "101-мектеп"], key=kazakh_key) == ["9-мектеп", "10-мектеп", "101-мектеп"]


def test_a_decomposed_letter_is_the_same_letter():
    assert kazakh_key("Аи\u0306т") == kazakh_key("Айт")


@given(st.text(), st.text())
def test_any_two_texts_can_be_compared(one, other):
    assert (kazakh_key(one) < kazakh_key(other)) or (kazakh_key(one) >= kazakh_key(other))
